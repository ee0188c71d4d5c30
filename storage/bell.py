"""The bell between replicas on one PostgreSQL: `NOTIFY` and `LISTEN`.

It is no part of a commit: PostgreSQL lets only one transaction at a time commit a `NOTIFY`, which
would hold up all rooms for one another. What it says may get lost, so nothing rests on it.
"""

import asyncio
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import structlog
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.runtime.ports import News, StorageError
from storage.cache import RoomCache
from storage.errors import explained

log = structlog.get_logger(__name__)

CHANNEL: Final = "heed"
# In real seconds.
GATHER: Final = 0.02
AGAIN: Final = 2.0
# PostgreSQL takes less than 8,000 bytes at a time.
_LONGEST: Final = 7_500

Heard = Callable[[News], None]
_LETTER: Final = TypeAdapter(tuple[str, list[News]])


class PostgresBell:
    """Rings on every other replica of the same database.

    What another replica has changed is dropped from `remembered`: it isn't so any more, and may be
    words that somebody had erased there.
    """

    def __init__(self, engine: AsyncEngine, remembered: RoomCache) -> None:
        self._engine = engine
        self._remembered = remembered
        self._own = secrets.token_hex(8)
        self._untold: dict[str, News] = {}
        self._rung = asyncio.Event()

    def ring(self, news: News) -> None:
        """Tell the others, soon: of several commits in a room the last, and all they posted."""
        before = self._untold.pop(news.room, None)
        posted = news.posted or (before is not None and before.posted)
        self._untold[news.room] = News(room=news.room, wake_at=news.wake_at, posted=posted)
        self._rung.set()

    async def listen(self, heard: Heard) -> None:
        """Call `heard` with the others' news, and bring them one's own, until cancelled."""
        while True:
            try:
                with explained(self._engine.url):
                    await self._attend(heard)
            except StorageError as error:
                log.warning("replicas can't tell each other", why=str(error), seconds=AGAIN)
            await asyncio.sleep(AGAIN)

    async def _attend(self, heard: Heard) -> None:
        """Listen and tell until the connection ends."""

        def on_notice(_connection: object, _pid: int, _channel: str, letter: object) -> None:
            for news in self._read(str(letter)):
                self._remembered.drop(news.room)
                heard(news)

        async with self._engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            try:
                driver.add_termination_listener(lambda _: self._rung.set())
                await driver.add_listener(CHANNEL, on_notice)
                self._remembered.clear()  # of what wasn't heard until now
                log.debug("listening to the other replicas")
                while not driver.is_closed():
                    await self._rung.wait()
                    self._rung.clear()
                    await self._tell(driver)
            finally:
                # What listens mustn't go back among those that work.
                await connection.invalidate()

    async def _tell(self, driver: Any) -> None:  # noqa: ANN401 - asyncpg ships no types
        letters, self._untold = _letters(self._own, self._untold), {}
        for letter in letters:
            await driver.execute("SELECT pg_notify($1, $2)", CHANNEL, letter)
        await asyncio.sleep(GATHER)  # what comes in the meantime goes together

    def _read(self, letter: str) -> Sequence[News]:
        """The news in another replica's letter."""
        try:
            sender, news = _LETTER.validate_json(letter)
        except ValidationError:
            return []  # of another version, or not Heed's at all
        return [] if sender == self._own else news


def _letters(sender: str, untold: Mapping[str, News]) -> list[str]:
    """The news, in as few letters as may be sent."""
    letters: list[str] = []
    batch: list[str] = []
    size = 0
    for news in untold.values():
        one = json.dumps({"room": news.room, "wake_at": news.wake_at, "posted": news.posted})
        if batch and size + len(one) > _LONGEST:
            letters.append(_letter(sender, batch))
            batch, size = [], 0
        batch.append(one)
        size += len(one) + 1
    if batch:
        letters.append(_letter(sender, batch))
    return letters


def _letter(sender: str, news: Sequence[str]) -> str:
    return f'["{sender}",[{",".join(news)}]]'
