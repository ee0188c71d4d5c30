"""The second listener at work: what is shown to it, how often, how long, and what if it fails.

What it is asked comes from the core (AskListener), and its answer goes back there as an event
(ListenerAnswered). No answer is no event: the core waits no longer than it said.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import structlog

from bot.domain.commands import AskListener, Reply
from bot.domain.events import Event, ListenerAnswered
from bot.domain.labels import About, Label, label_of
from bot.domain.listener import may_be_asked
from bot.domain.question import Question
from bot.domain.room import Room
from bot.domain.unnamed import Unnamed
from bot.runtime.breaker import Breaker
from bot.runtime.overheard import LETTERS, Overheard, Words
from bot.runtime.ports import Asked, Asking, Clock, Listener, ListenerError, Said, Unit, Watch
from bot.runtime.trouble import report
from bot.runtime.unwatched import NOBODY

log = structlog.get_logger(__name__)

AT_ONCE: Final = 2  # a local model answers one after the other anyway
WAITING: Final = 8  # more than that wait in vain


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long one answer may take (real seconds), and how many are asked for in a day."""

    seconds: float
    a_day: int
    a_room_a_day: int


class SecondListener:
    """Asks `listener` on the core's behalf.

    `look` finds a room as last committed, `receive` takes events. A request that is under way when
    the process ends is lost, and its question is decided locally.
    """

    def __init__(  # noqa: PLR0913 - the parts that it is made of
        self,
        listener: Listener,
        limits: Limits,
        clock: Clock,
        look: Callable[[str], Awaitable[Room | None]],
        receive: Callable[[Event], Awaitable[tuple[Reply, ...]]],
        *,
        watch: Watch = NOBODY,
    ) -> None:
        self.overheard = Overheard()
        self._watch = watch
        self._listener = listener
        self._limits = limits
        self._clock = clock
        self._look = look
        self._receive = receive
        self._breaker = Breaker()
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def rests(self) -> bool:
        """Whether it is left alone for a while, since it failed again and again."""
        return self._breaker.is_open

    # --- before the commit -------------------------------------------------------------------

    async def may_ask(self, unit: Unit, command: AskListener) -> bool:
        """Whether it is to be asked: it is there, in time, and a call of today's is left.

        That call is taken, in the unit's transaction.
        """
        now = self._clock.now()
        if now >= command.until or not self._breaker.allows(now) or len(self._tasks) >= WAITING:
            return False
        day = datetime.fromtimestamp(now, UTC).date().isoformat()
        granted = await unit.reserve_call(
            day, in_room=self._limits.a_room_a_day, in_all=self._limits.a_day
        )
        if not granted:
            log.info("second listener", outcome="budget spent", about=command.about.value)
            self._watch.asked(Asked.BUDGET_SPENT)
        return granted

    # --- after it ----------------------------------------------------------------------------

    def ask(self, command: AskListener) -> None:
        """Ask; what comes of it is received as an event, some time later."""
        task = asyncio.create_task(self._ask(command), name="second listener")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Ask nothing more, and wait for nothing."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _ask(self, command: AskListener) -> None:
        try:
            async with self._turns:
                label = await self._label(command)
            # An event would make a room anew that was erased meanwhile.
            if label is not None and await self._look(command.room) is not None:
                await self._receive(
                    ListenerAnswered(
                        room=command.room,
                        at=self._clock.now(),
                        question=command.question,
                        message=command.message,
                        label=label,
                    )
                )
        except Exception as error:  # noqa: BLE001 - whatever it was, the local decision stands
            report("the second listener's answer was lost", error)

    async def _label(self, command: AskListener) -> Label | None:
        """Its answer; None where it has none, or isn't asked after all."""
        asking = await self._asking(command)
        if asking is None or not self._breaker.begin(self._clock.now()):
            return None
        began = asyncio.get_running_loop().time()
        label, asked, outcome = None, Asked.CANCELLED, "cancelled"
        try:
            async with asyncio.timeout(self._seconds(command)):
                label = label_of(await self._listener.ask(asking), command.about)
            asked = Asked.ANSWERED if label is not None else Asked.UNFIT
            outcome = self._ended(label)
        except TimeoutError:
            asked, outcome = Asked.TOO_SLOW, self._failed("too slow")
        except ListenerError as error:
            asked, outcome = Asked.FAILED, self._failed(str(error), error.rest)
        finally:
            if asked is Asked.CANCELLED:
                self._breaker.undecided()
            seconds = round(asyncio.get_running_loop().time() - began, 3)
            log.info("second listener", outcome=outcome, about=command.about.value, seconds=seconds)
            self._watch.asked(asked, seconds)
        return label

    def _seconds(self, command: AskListener) -> float:
        return min(self._limits.seconds, self._clock.seconds_until(command.until))

    def _ended(self, label: Label | None) -> str:
        if label is None:
            return self._failed("an answer that isn't one of the allowed words")
        if self._breaker.is_open:
            log.warning("the second listener is back")
        self._breaker.succeeded()
        return "answered"

    def _failed(self, why: str, rest: float | None = None) -> str:
        was_open = self._breaker.is_open
        self._breaker.failed(self._clock.now(), rest)
        if self._breaker.is_open and not was_open:
            log.warning("the second listener is left alone for a while", why=why)
        return why

    # --- what is shown to it -----------------------------------------------------------------

    async def _asking(self, command: AskListener) -> Asking | None:
        """What it is shown, made from what is true now; None where it may not or can't be asked."""
        room = await self._look(command.room)
        if room is None or not may_be_asked(room):
            self.overheard.drop(command.room)
            return None
        question = room.questions.get(command.question)
        if question is None or not _still_awaited(question, command, self._clock.now()):
            return None
        words = self._words(room, command, question)
        return None if words is None else _shown(room, command, question, words)

    def _words(
        self, room: Room, command: AskListener, question: Question
    ) -> Sequence[Words] | None:
        """The talk up to the message, with the question in it; None where either isn't known.

        A question from longer ago has its kept words, if it was asked since the agreement.
        """
        words = self.overheard.until(command.room, command.message, self._clock.now())
        if not words:
            return None
        if any(each.message == question.message for each in words):
            return words
        since = room.agreement.at if room.agreement else question.asked_at
        if question.text is None or question.asked_at < since or command.about is About.HEARING:
            return None
        asked = Words(
            message=question.message,
            author=question.asker,
            at=question.asked_at,
            text=question.text[:LETTERS],
        )
        return [asked, *words]


def _still_awaited(question: Question, command: AskListener, now: float) -> bool:
    return any(each.message == command.message and now < each.until for each in question.awaited)


def _shown(room: Room, command: AskListener, question: Question, words: Sequence[Words]) -> Asking:
    hidden = Unnamed({each.id: each.name for each in room.members.values()})
    messages = [each.message for each in words]
    return Asking(
        about=command.about,
        said=tuple(
            Said(who=hidden.name_of(each.author), text=hidden.text(each.text)) for each in words
        ),
        question=messages.index(question.message),
        message=messages.index(command.message),
    )
