"""The store on SQLite keeps the contract, with rooms in memory and without."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import SqlStore
from storage.database import connect, upgrade
from tests.storage.contract import StoreContract


@pytest.fixture(params=[256, 1, 0], ids=["warm", "crowded", "cold"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SqlStore]:
    """An empty store that remembers so many rooms."""
    url = f"sqlite:///{tmp_path}/heed.db"
    await upgrade(url)
    store = SqlStore(connect(url), cached_rooms=request.param)
    yield store
    await store.close()


class TestSqlite(StoreContract):
    """The contract, on a SQLite file."""
