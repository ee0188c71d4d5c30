"""The installation's own secret, from which the keys of its hashes are made.

It is drawn once and stays: the hashes of words and of those who opted out have to outlive a change
of encryption keys. It is kept sealed, so that a stolen file without a key tells nothing by them.
"""

import hmac
import secrets
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import WRITES
from storage.dialects import insert_new
from storage.errors import explained
from storage.sealing import Sealer
from storage.tables import installation

# What keys are made for.
WORDS: Final = "words"
OPT_OUTS: Final = "opt-outs"

OWN_KEY: Final = "own key"
SEALED_BY: Final = "sealed by"  # the key that everything is sealed with
_SECRET_BYTES: Final = 32
_FIND: Final = select(installation.c.body).where(installation.c.name == OWN_KEY)


class Secret:
    """The installation's secret."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._keys: dict[str, bytes] = {}

    def key_for(self, purpose: str) -> bytes:
        """A key that serves this purpose alone."""
        if purpose not in self._keys:
            self._keys[purpose] = hmac.digest(self._secret, purpose.encode(), "sha256")
        return self._keys[purpose]

    def hash_of(self, purpose: str, text: str) -> str:
        """The keyed hash of a text: the same for the same text, and no way back."""
        return hmac.digest(self.key_for(purpose), text.encode(), "sha256").hex()

    def opted_out(self, platform: str, member: str) -> str:
        """What is remembered of somebody who isn't to be read."""
        return self.hash_of(OPT_OUTS, f"{platform}/{member}")


async def secret_of(engine: AsyncEngine, sealer: Sealer) -> Secret:
    """Read the installation's secret, or draw it. Raises StorageError where it can't be opened."""
    with explained(engine.url):
        async with engine.execution_options(**{WRITES: True}).begin() as connection:
            body = (await connection.execute(_FIND)).scalar_one_or_none()
            if body is None:
                drawn = sealer.seal(secrets.token_hex(_SECRET_BYTES).encode())
                row = {"name": OWN_KEY, "body": drawn}
                await connection.execute(insert_new(connection.dialect.name, installation), row)
                # Another replica may have been quicker.
                body = (await connection.execute(_FIND)).scalar_one()
    return Secret(sealer.open(body))
