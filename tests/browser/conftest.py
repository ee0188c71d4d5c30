"""A browser and a room for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.adapters.web import Served, served
from tests.browser import CHROMIUM, Window, chromium, window


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A Chromium of its own."""
    if CHROMIUM is None:
        pytest.skip("Chromium isn't installed (on Debian and Ubuntu: apt install chromium)")
    async with chromium() as started:
        yield started


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Served]:
    """A room that is served."""
    async with served(tmp_path / "demo.db") as open_room:
        yield open_room


@pytest.fixture
async def tabs(browser: Browser, room: Served) -> AsyncIterator[Window]:
    """A window of usual size, on the room."""
    async with window(browser, room) as opened:
        yield opened
