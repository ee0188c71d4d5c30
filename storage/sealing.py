"""Encryption at rest: what carries words or names is sealed with the admin's keys (rule 9).

The first key writes, all read, so a key is changed by putting a new one before it. A sealed value
says which key it was sealed with (by a hash of it), so that one that is missing can be named as
that, and what an older key sealed is found by its first characters.
"""

from base64 import urlsafe_b64encode
from binascii import Error, a2b_base64
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from pydantic import SecretStr

from bot.runtime.ports import StorageError

# Neither JSON nor a message that a person could type begins with this.
MARK: Final = "\x01"
_ID_LENGTH: Final = 8
MARKED: Final = len(MARK) + _ID_LENGTH
KEY_BYTES: Final = 32
MEND: Final = "Make one with: python -m bot db key"


class KeyUnfitError(StorageError):
    """What should be a key isn't one."""


def new_key() -> str:
    """A new key, as it is written in HEED_ENCRYPTION_KEYS."""
    return Fernet.generate_key().decode()


class Sealer:
    """Seals with the first of some keys and opens with any; without keys it leaves all as it is.

    Raises KeyUnfitError for a key that isn't 32 bytes in base64 (of either alphabet).
    """

    def __init__(self, keys: Sequence[SecretStr] = ()) -> None:
        sound = [_sound(each.get_secret_value(), place) for place, each in enumerate(keys, 1)]
        self._keys = {_id_of(each): Fernet(each) for each in sound}
        self._first = _id_of(sound[0]) if sound else ""

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
                "something that was sealed has been damaged or changed; put a backup in its place"
            ) from None

    def seal_text(self, text: str) -> str:
        """Seal a text; an empty one stays empty."""
        # No text may look sealed that isn't; nobody can see the mark in it either.
        plain = text.lstrip(MARK)
        return self.seal(plain.encode()).decode() if plain else ""

    def open_text(self, text: str) -> str:
        """Open a text. Raises StorageError."""
        return self.open(text.encode()).decode()


def _sound(text: str, place: int) -> bytes:
    """The key in Fernet's own alphabet."""
    try:
        raw = a2b_base64(text.translate(str.maketrans("-_", "+/")), strict_mode=True)
    except (Error, ValueError):
        raw = b""
    if len(raw) != KEY_BYTES:
        raise KeyUnfitError(f"key {place} of HEED_ENCRYPTION_KEYS isn't 32 bytes in base64. {MEND}")
    return urlsafe_b64encode(raw)


def _id_of(key: bytes) -> str:
    return sha256(b"heed key " + key).hexdigest()[:_ID_LENGTH]
