"""The interpreter: carries the core's commands out within one transaction."""

from collections.abc import Callable
from contextvars import Context, copy_context
from functools import partial
from typing import Final
from weakref import WeakKeyDictionary

import structlog

from bot.domain.commands import (
    AskListener,
    Command,
    PostFollow,
    PostNotice,
    PostPage,
    Reply,
    ReservePlace,
    Retired,
    SendCard,
    UnknownCommandError,
    UpdateCard,
    UpdatePage,
)
from bot.domain.events import DeliveryFailed, Event, PlaceAnswered
from bot.domain.rewind import Rewind
from bot.domain.room import Purpose, Room
from bot.runtime import traces
from bot.runtime.forgetting import forget_words, unread
from bot.runtime.listener import SecondListener
from bot.runtime.ports import Errand, Nudged, Parcel, Tracking, Unit, Watch
from bot.runtime.recollection import Recollection
from bot.runtime.unwatched import NOBODY

log = structlog.get_logger(__name__)

FOLLOW: Final = "follow "  # before a PostFollow's own id

_Later = tuple[Context, Callable[[], object]]


class Interpreter:
    """Runs the core on a unit's room and does what it asks for. Nothing here is committed.

    What arrives late finds its place (`bot/domain/rewind.py`). `second` is the second listener,
    where one is set up.
    """

    def __init__(
        self,
        tracker: Tracking,
        second: SecondListener | None = None,
        watch: Watch = NOBODY,
    ) -> None:
        self._teller = Rewind(tracker)
        self._recollection = Recollection(self._teller)
        self._second = second
        self._watch = watch
        self._once_true: WeakKeyDictionary[Unit, list[_Later]] = WeakKeyDictionary()

    async def handle(self, unit: Unit, event: Event) -> list[Reply]:
        """Let the core handle an event; what people are to be told at once comes back."""
        await forget_words(unit, event)
        heard = await unread(unit, event)
        if heard is None:
            return []
        replies: list[Reply] = []
        if isinstance(heard, DeliveryFailed) and _is_nudge(unit.room, heard.card):
            self._then(unit, self._watch.nudge, Nudged.FAILED)
        if self._second is not None:
            self._second.overheard.hear(unit.room, heard)
        window = await self._recollection.window(unit, heard)
        for command in self._teller.handle(unit.room, heard, window):
            replies += await self._carry_out(unit, command, event.at)
        if self._second is not None:
            self._second.overheard.settle(unit.room)
        return replies

    async def commit(self, unit: Unit) -> None:
        """Commit the unit, and remember what was told in it."""
        await self._recollection.commit(unit)

    def is_true(self, unit: Unit) -> None:
        """The unit is over, and all of it is true: what waited for that is done."""
        for context, does in self._once_true.pop(unit, ()):
            context.run(does)

    def _then(self, unit: Unit, does: Callable[..., object], *given: object) -> None:
        """Have this done once it is true, for what is being followed now."""
        later = copy_context(), partial(does, *given)
        self._once_true.setdefault(unit, []).append(later)

    def drop(self, room: str) -> None:
        """Remember nothing of a room."""
        self._recollection.drop(room)
        if self._second is not None:
            self._second.overheard.drop(room)

    async def _carry_out(self, unit: Unit, command: Command, at: float) -> list[Reply]:
        match command:
            case Reply():
                return [command]
            case ReservePlace():
                return await self._reserve(unit, command, at)
            case Retired():
                await unit.retire(command.question)
            case AskListener():
                await self._note_asking(unit, command)
            case UpdateCard() if await unit.awaited(command.card):
                pass  # what waits will show this change too
            case UpdatePage() if await unit.awaited(command.page):
                pass  # likewise
            case _:
                await self._post(unit, _parcel(command, at, unit.posted + 1))
        return []

    async def _post(self, unit: Unit, parcel: Parcel) -> None:
        before = unit.posted
        await unit.post(parcel)
        if unit.posted == before:
            return  # it was there
        self._then(unit, partial(log.info, "posted", room=parcel.room, parcel=parcel.id))
        if parcel.errand is Errand.SEND_CARD and _is_nudge(unit.room, parcel.card):
            self._then(unit, self._watch.nudge, Nudged.CHOSEN)

    async def _note_asking(self, unit: Unit, command: AskListener) -> None:
        """Where nobody can be asked now, the local decision stands."""
        if self._second is not None and await self._second.may_ask(unit, command):
            self._then(unit, self._second.ask, command)

    async def _reserve(self, unit: Unit, command: ReservePlace, at: float) -> list[Reply]:
        granted = await unit.reserve_place(command.convener, command.day, command.limit)
        answer = PlaceAnswered(room=command.room, at=at, card=command.card, granted=granted)
        return await self.handle(unit, answer)


def _is_nudge(room: Room, card: str) -> bool:
    made = room.cards.get(card)
    return made is not None and made.purpose is Purpose.NUDGE


def _parcel(command: Command, at: float, number: int) -> Parcel:
    """What goes to the outbox. Its id is the same however often the command is given."""
    parcel = partial(Parcel, room=command.room, due_at=at, posted_at=at, trace=traces.current())
    match command:
        case SendCard(card=card, to=to):
            return parcel(id=f"send {card}", errand=Errand.SEND_CARD, to=to, card=card)
        case UpdateCard(card=card, to=to):
            name = f"update {number} {card}"
            return parcel(id=name, errand=Errand.UPDATE_CARD, to=to, card=card)
        case PostFollow(id=follow, question=question, by=by, text=text):
            name, errand = f"{FOLLOW}{follow}", Errand.POST_FOLLOW
            return parcel(id=name, errand=errand, to=by, question=question, text=text)
        case PostNotice(notice=notice):
            return parcel(id=f"notice {number}", errand=Errand.POST_NOTICE, text=notice)
        case PostPage(page=page):
            return parcel(id=f"post {page}", errand=Errand.POST_PAGE, card=page)
        case UpdatePage(page=page):
            return parcel(id=f"update {number} {page}", errand=Errand.UPDATE_PAGE, card=page)
    raise UnknownCommandError(f"nothing carries out {type(command).__name__}")
