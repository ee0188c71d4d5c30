"""The store keeps the contract on SQLite and on PostgreSQL, with rooms in memory and without."""

from collections.abc import AsyncIterator

import pytest

from storage import SqlStore
from storage.database import connect, upgrade
from tests.storage.contract import StoreContract


@pytest.fixture(params=[256, 1, 0], ids=["warm", "crowded", "cold"])
async def store(request: pytest.FixtureRequest, database: str) -> AsyncIterator[SqlStore]:
    """An empty store that remembers so many rooms."""
    await upgrade(database)
    store = SqlStore(connect(database), cached_rooms=request.param)
    yield store
    await store.close()


class TestSql(StoreContract):
    """The contract, in a database."""
