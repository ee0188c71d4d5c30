"""Encryption at rest: what carries words or names is sealed with the admin's keys (rule 9).

The first key writes, all read, so a key is changed by putting a new one before it. A sealed value
says which key it was sealed with (by a hash of it), so that one that is missing can be named as
that, and what an older key sealed is found by its first characters.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken
from pydantic import SecretStr

from bot.runtime.ports import StorageError

# Neither JSON nor a message that a person could type begins with this.
MARK: Final = "\x01"
_ID_LENGTH: Final = 8
_MEND: Final = "put a backup in its place"
MARKED: Final = len(MARK) + _ID_LENGTH


class Sealer:
    """Seals with the first of some keys and opens with any; without keys it leaves all as it is.

    A key is 32 bytes in base64, as the settings give it; raises ValueError for any other.
    """

    def __init__(self, keys: Sequence[SecretStr] = ()) -> None:
        given = [each.get_secret_value() for each in keys]
        self._keys = {_id_of(each): Fernet(each) for each in given}
        self._first = _id_of(given[0]) if given else ""

    @property
    def prefix(self) -> str:
        """What everything begins with that the first key sealed; empty without keys."""
        return MARK + self._first if self._first else ""

    def seal(self, body: bytes) -> bytes:
        """Seal a body."""
        return self.prefix.encode() + self._keys[self._first].encrypt(body) if self._first else body

    def open(self, body: bytes) -> bytes:
        """Open a body; one that was never sealed is given as it is. Raises StorageError."""
        if not body.startswith(MARK.encode()):
            return body
        key = self._keys.get(body[len(MARK) : MARKED].decode(errors="replace"))
        if key is None:
            raise StorageError(
                "something is sealed with a key that HEED_ENCRYPTION_KEYS doesn't hold; put that "
                "key back, after the first one"
            )
        try:
            return key.decrypt(body[MARKED:])
        except InvalidToken:
            raise StorageError(
                f"something that was sealed has been damaged or changed; {_MEND}"
            ) from None

    def seal_text(self, text: str) -> str:
        """Seal a text; an empty one stays empty."""
        # No text may look sealed that isn't; nobody can see the mark in it either.
        plain = text.lstrip(MARK)
        return self.seal(plain.encode()).decode() if plain else ""

    def open_text(self, text: str) -> str:
        """Open a text. Raises StorageError."""
        return self.open(text.encode()).decode()

    def seal_json(self, value: Any) -> Any:  # noqa: ANN401 - any value that JSON can say
        """Seal a JSON object, as a JSON string."""
        return self.seal_text(json.dumps(value)) if self._first else value

    def open_json(self, value: Any) -> Any:  # noqa: ANN401 - as above
        """Open a JSON object. Raises StorageError."""
        if not isinstance(value, str):
            return value
        try:
            return json.loads(self.open_text(value))
        except (ValueError, RecursionError):
            raise StorageError(f"something that was kept is no JSON any more; {_MEND}") from None


def _id_of(key: str) -> str:
    return sha256(b"heed key " + key.encode()).hexdigest()[:_ID_LENGTH]
