"""How secrets are taken and hidden.

No renderer gives a secret away, and no error quotes one.
"""

from pydantic import SecretStr

from bot.config.words import parse_names


def parse_secret(text: str) -> SecretStr:
    """Take a secret as it is."""
    return SecretStr(text)


def parse_secrets(text: str) -> tuple[SecretStr, ...]:
    """Take secrets parted by commas, in their order."""
    return tuple(SecretStr(part) for part in parse_names(text))


def render_secret(secret: SecretStr) -> str:
    """Say that a secret is set, and how long it is, which shows a truncated paste."""
    return f"set (hidden, {len(secret.get_secret_value())} characters)"


def render_secrets(secrets: tuple[SecretStr, ...]) -> str:
    """Say how many secrets are set."""
    return f"{len(secrets)} set (hidden)" if secrets else ""
