"""The database as far as `check` reads it: nothing of it is changed, or brought up to date."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.config import Settings
from bot.domain.room import Room
from bot.runtime.ports import platform_of
from storage import SqlStore, status
from storage.database import connect
from storage.sealing import Sealer


@asynccontextmanager
async def stored(settings: Settings) -> AsyncIterator[SqlStore | None]:
    """The store, None where its schema isn't this version's. May raise StorageError."""
    if not (await status(settings.database_url)).up_to_date:
        yield None
        return
    store = SqlStore(connect(settings.database_url), sealer=Sealer(settings.encryption_keys))
    try:
        yield store
    finally:
        await store.close()


async def rooms_on(store: SqlStore, platform: str) -> Sequence[Room]:
    """The platform's rooms that the database knows. May raise StorageError."""
    names = [each for each in await store.rooms() if platform_of(each) == platform]
    rooms = [await store.look(each) for each in names]
    return [each for each in rooms if each is not None]
