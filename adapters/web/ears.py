"""Heed's ears in the demo room: every happening is handed over in order, until it has been heard.

What people ask of Heed itself (a press, say) is told in between, after all that came before it.
"""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import structlog

from adapters.web.chat import Chat
from adapters.web.model import read_happening
from adapters.web.shelf import Shelf
from adapters.web.translate import heard
from adapters.web.unbroken import unbroken
from bot.domain.commands import Reply
from bot.domain.events import Event
from bot.runtime.ports import Intake, StorageError

AT_A_TIME: Final = 100
TRY_AGAIN_AFTER: Final = 1.0
"""Real seconds after which a happening that couldn't be handed over is tried again."""

log = structlog.get_logger()


class Ears:
    """Hands the room's happenings to the companion. A repeated one changes nothing there."""

    def __init__(self, shelf: Shelf, chat: Chat, intake: Intake) -> None:
        self._shelf = shelf
        self._chat = chat
        self._intake = intake
        self._one_by_one = asyncio.Lock()

    async def listen(self) -> None:
        """Hand over whatever happens, until cancelled."""
        with self._chat.happened.listen() as happened:
            while True:
                happened.clear()
                try:
                    await unbroken(self.tell())
                except StorageError as error:
                    log.warning("demo.not_heard_yet", why=str(error))
                    await asyncio.sleep(TRY_AGAIN_AFTER)
                else:
                    await happened.wait()

    async def tell(self, *events: Event) -> tuple[Reply, ...]:
        """Tell Heed something that somebody asked of it; what they are told comes back."""
        async with self._one_by_one:
            await self._catch_up()
            replies = [await self._intake.receive(each) for each in events]
        return tuple(reply for several in replies for reply in several)

    async def _catch_up(self) -> None:
        room = self._chat.room
        while waiting := await self._shelf.untold(room, AT_A_TIME):
            for number, body in waiting:
                await self._hand_over(number, body)
                await self._shelf.told(room, number)

    async def _hand_over(self, number: int, body: Mapping[str, Any]) -> None:
        """Hand one over; one that a fault of ours can't take must not keep the next from Heed."""
        try:
            event = heard(self._chat.room, number, read_happening(body))
            await self._intake.receive(event)
        except StorageError:
            raise
        except Exception:
            log.exception("demo.not_heard", number=number)
