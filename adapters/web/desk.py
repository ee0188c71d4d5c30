"""Where people ask something of Heed itself: presses, convening, meetings, the report.

It also keeps what every page shows of how Heed stands in the room.
"""

import asyncio
from collections.abc import Iterable, Sequence

import structlog

from adapters.web import render
from adapters.web.chat import Chat
from adapters.web.ears import TRY_AGAIN_AFTER, Ears
from adapters.web.model import RefusedError
from adapters.web.requests import Do, Press
from adapters.web.translate import ordered
from adapters.web.unbroken import unbroken
from bot.domain.arrangements import convenes
from bot.domain.chronicle import Span, Viewer, chronicle, span_of_meeting
from bot.domain.commands import Reply
from bot.domain.events import Event, HeardToo, LetGo, Pressed
from bot.domain.export import exported
from bot.domain.pages import File, Page
from bot.domain.question import Question
from bot.domain.room import Room
from bot.domain.summary import convener_page
from bot.domain.wishes import Format
from bot.runtime.ports import Clock, Intake, Printing, StorageError

log = structlog.get_logger()

_CONVENERS_ONLY = {Do.START_MEETING, Do.END_MEETING, Do.RESUME}


class Desk:
    """Takes each wish to the companion, as the person who has it. Raises RefusedError."""

    def __init__(
        self, chat: Chat, ears: Ears, intake: Intake, clock: Clock, printed: Printing
    ) -> None:
        self._chat = chat
        self._ears = ears
        self._intake = intake
        self._clock = clock
        self._printed = printed

    async def order(self, person: str, do: Do) -> list[str]:
        """Do what a button of the page says, where this person may; what they are told comes back.

        Everybody may pause a meeting, its conveners start and end it.
        """
        if do in _CONVENERS_ONLY and not await self.convenes(person):
            raise RefusedError("Only a convener can do this. Press “Become the convener” first.")
        return await self.do(person, do)

    async def do(self, person: str, do: Do) -> list[str]:
        """Do it, whoever they are."""
        return await self._tell(person, *ordered(self._chat.room, self._clock.now(), person, do))

    async def press(self, person: str, press: Press) -> list[str]:
        """Press a button of a card. The practised convener's meeting starts by itself."""
        ready_before = await self.ready(person)
        event = Pressed(
            room=self._chat.room,
            at=self._clock.now(),
            card=press.card,
            by=person,
            action=press.action,
            value=press.value,
            question=press.question,
        )
        told = await self._tell(person, event)
        if not ready_before and await self.ready(person):
            await self._begin(person)
        return told

    async def _begin(self, person: str) -> None:
        room = await self._room()
        if room.meeting is None:
            await self.do(person, Do.START_MEETING)

    async def let_go(self, person: str, message: str) -> list[str]:
        """Take one's own question back, privately."""
        at = self._clock.now()
        return await self._tell(
            person, LetGo(room=self._chat.room, at=at, by=person, message=message)
        )

    async def heard_too(self, person: str, message: str) -> list[str]:
        """Add weight to somebody else's message, privately."""
        at = self._clock.now()
        return await self._tell(
            person, HeardToo(room=self._chat.room, at=at, by=person, message=message)
        )

    async def report(self, person: str) -> Page:
        """The running meeting's summary, or the last one's: for its conveners alone."""
        room, span, asked = await self._meeting(person)
        return convener_page(room, asked, span, self._clock.now())

    async def export(self, person: str, form: Format) -> tuple[File, bytes]:
        """The same to be kept, and what is in the file: for its conveners alone."""
        room, span, asked = await self._meeting(person)
        at = self._clock.now()
        file = exported(room, chronicle(room, asked, span, at, Viewer.CONVENER), form, at)
        return file, await asyncio.to_thread(self._printed, file)

    async def _meeting(self, person: str) -> tuple[Room, Span, Sequence[Question]]:
        """What a convener may be told about."""
        if not await self.convenes(person):
            raise RefusedError("The report is the convener's. Press “Become the convener” first.")
        room = await self._room()
        meeting = room.meeting or room.last_meeting
        if meeting is None:
            raise RefusedError("There was no meeting yet. Start one, and its report comes here.")
        asked = await self._intake.questions(self._chat.room, since=meeting.started_at)
        return room, span_of_meeting(meeting), asked

    async def watch(self) -> None:
        """Keep the pages' picture of the room right, until cancelled."""
        changes = self._intake.subscribe(self._chat.room)
        await self._publish_at_last()
        async for _ in changes:
            await self._publish_at_last()

    async def _publish_at_last(self) -> None:
        while True:
            try:
                return await unbroken(self._publish())
            except StorageError as error:
                log.warning("demo.not_published_yet", why=str(error))
                await asyncio.sleep(TRY_AGAIN_AFTER)

    async def _publish(self) -> None:
        """Keep what every page shows of how Heed stands in the room."""
        room = await self._room()
        await self._chat.keep_public("state", "", render.state(room))
        for meeting, body in render.meetings(room).items():
            await self._chat.keep_public("meeting", meeting, body)

    async def _room(self) -> Room:
        return await self._intake.look(self._chat.room) or Room(id=self._chat.room)

    async def convenes(self, person: str) -> bool:
        """Whether this person has accepted to convene."""
        return convenes(await self._room(), person)

    async def ready(self, person: str) -> bool:
        """Whether nudges may go to this person: they convene, and tried a practice nudge."""
        convener = (await self._room()).conveners.get(person)
        return convener is not None and convener.ready

    async def _tell(self, person: str, *events: Event) -> list[str]:
        return _for(person, await self._ears.tell(*events))


def _for(person: str, replies: Iterable[Reply]) -> list[str]:
    return [each.text for each in replies if each.to == person]
