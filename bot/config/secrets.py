"""How secrets are taken and hidden.

No renderer gives a secret away, and no error quotes one.
"""

from base64 import urlsafe_b64encode
from binascii import Error, a2b_base64
from secrets import token_bytes
from typing import Final, NoReturn

from pydantic import SecretStr

from bot.config.problems import UnfitError
from bot.config.words import parse_names

KEY_BYTES: Final = 32


class Unwritten:
    """Something that holds secrets: it is never written down as it is, by `pickle` or its like."""

    __slots__ = ()

    def __reduce__(self) -> NoReturn:
        """Raise TypeError."""
        raise TypeError(f"{type(self).__name__} holds secrets, and isn't written down")


def parse_secret(text: str) -> SecretStr:
    """Take a secret as it is."""
    return SecretStr(text)


def parse_keys(text: str) -> tuple[SecretStr, ...]:
    """Take encryption keys parted by commas: each 32 bytes in base64, of either alphabet."""
    return tuple(
        SecretStr(_key(part, place)) for place, part in enumerate(parse_names(text), start=1)
    )


def _key(text: str, place: int) -> str:
    """The key in the alphabet that is safe in addresses. It isn't quoted in an error."""
    try:
        raw = a2b_base64(text.translate(str.maketrans("-_", "+/")), strict_mode=True)
    except (Error, ValueError):
        raw = b""
    if len(raw) != KEY_BYTES:
        raise UnfitError(
            f"key {place} isn't {KEY_BYTES} bytes in base64", "Make one with: python -m bot db key"
        )
    return urlsafe_b64encode(raw).decode()


def new_key() -> str:
    """A new encryption key, as it is written in the settings."""
    return urlsafe_b64encode(token_bytes(KEY_BYTES)).decode()


def render_secret(secret: SecretStr) -> str:
    """Say that a secret is set, and how long it is, which shows a truncated paste."""
    return f"set (hidden, {len(secret.get_secret_value())} characters)"


def render_secrets(secrets: tuple[SecretStr, ...]) -> str:
    """Say how many secrets are set."""
    return f"{len(secrets)} set (hidden)" if secrets else ""
