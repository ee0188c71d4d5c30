"""The store that others are compared with keeps the contract itself."""

import pytest

from tests.storage.contract import StoreContract
from tests.storage.memory import MemoryStore


@pytest.fixture
def store() -> MemoryStore:
    """An empty store."""
    return MemoryStore()


class TestMemory(StoreContract):
    """The contract, in memory."""
