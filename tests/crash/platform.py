"""The platform: sends again until it is acknowledged, shows one message for a nonce, and kills."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Final, Self

from bot.domain.events import Event, MessageEdited, MessagePosted
from bot.domain.pages import Page
from bot.domain.views import CardView
from tests.crash import child
from tests.crash.wire import Ack, Answer, Deliver, Give, Tick, What

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess

SENDS_AGAIN: Final = 0.4  # real seconds without an acknowledgement
LATEST: Final = 59.0  # seconds of the talk's own time that an event comes late at most
TOO_LATE: Final = child.PATIENCE * 1.5  # real seconds
# A process that has loaded everything forks the companions: a new life begins within moments.
processes: Final = get_context("forkserver")
processes.set_forkserver_preload([child.__name__])


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """How likely each mishap is, and the mean life of a process in real seconds."""

    kills: int = 0
    life: float = 0.35
    killed_delivering: float = 0.1
    given_twice: float = 0.1
    answered_late: float = 0.05
    unanswered: float = 0.05
    late: float = 0.4


NONE: Final = Trouble(killed_delivering=0, given_twice=0, answered_late=0, unanswered=0, late=0)


@dataclass(slots=True)
class Seen:
    """What people see of the companion, by the platform's reference."""

    first: dict[str, Deliver] = field(default_factory=dict)
    faces: dict[str, CardView] = field(default_factory=dict)
    pages: dict[str, object] = field(default_factory=dict)
    repeated: int = 0

    def take(self, given: Deliver) -> str:
        """Show a delivery; the same nonce, or an update, shows in place."""
        if given.what is What.UPDATE_PAGE:
            self.pages[given.ref] = given.view
            return given.ref
        if given.what is What.UPDATE:
            assert isinstance(given.view, CardView)
            self.faces[given.ref] = given.view
            return given.ref
        ref = f"as {given.nonce}"
        if given.what is What.FIND:
            return ref if ref in self.first else ""
        if ref in self.first:
            self.repeated += 1
            return ref
        self.first[ref] = given
        if isinstance(given.view, CardView):
            self.faces[ref] = given.view
        if given.what is What.PAGE:
            self.pages[ref] = given.view
        return ref

    def counted(self, what: What) -> Counter[str]:
        """How often each thing was shown: a card by its name, a follow by what it answers."""
        return Counter(_subject(each) for each in self.first.values() if each.what is what)


def _subject(given: Deliver) -> str:
    match given.view:
        case CardView(card=card):
            return f"{given.room} {card}"
        case Page():
            return given.nonce
        case view:
            return f"{given.room} {getattr(view, 'reply_to', view)}"


class Platform:
    """Runs the companion, kills it, and starts it again. Use as an async context manager."""

    def __init__(self, url: str, at: float, trouble: Trouble, seed: int) -> None:
        self.seen = Seen()
        self.events = self.kills = self.late = 0
        self.at = at
        self.kills_due = trouble.kills  # so far
        self.sends_again = SENDS_AGAIN
        self._url = url
        self._trouble = trouble
        self._chance = random.Random(seed)  # noqa: S311 - mishaps, nothing secret
        self._numbers = 0
        self._acks: dict[int, asyncio.Future[Ack]] = {}
        self._wire: Connection | None = None
        self._process: ForkServerProcess | None = None
        self._killer: asyncio.Task[None] | None = None
        self._late: set[asyncio.TimerHandle] = set()

    async def __aenter__(self) -> Self:
        self._begin()
        if self._trouble.kills:
            self._killer = asyncio.create_task(self._kill_at_random())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._killer is not None:
            self._killer.cancel()
            await asyncio.gather(self._killer, return_exceptions=True)
        for each in self._late:
            each.cancel()
        self._end()

    @property
    def killed_enough(self) -> bool:
        """Whether as many were killed as wanted so far."""
        return self.kills >= self.kills_due

    def spread_kills(self, rounds: int, least: int) -> None:
        """Kill no more than the share of so many rounds, of that many at least, for now."""
        self.kills_due = ceil(self._trouble.kills * min(1.0, rounds / least))

    # --- what is sent ------------------------------------------------------------------------

    async def give(self, event: Event) -> None:
        """Send an event until it is acknowledged."""
        self.events += 1
        await self._until_acknowledged(lambda number: Give(number=number, event=event))

    async def give_each(self, talks: Sequence[Sequence[Event]]) -> None:
        """Send each room's events in order, the rooms beside each other."""

        async def one(talk: Sequence[Event]) -> None:
            for event in talk:
                await self.give(event)

        await asyncio.gather(*map(one, talks))

    async def tell_each(self, talks: Sequence[Sequence[Event]]) -> None:
        """Send each room's talk, some of it up to a minute late by its own time."""
        await self.give_each([self._as_it_comes(each) for each in talks])

    def _as_it_comes(self, talk: Sequence[Event]) -> list[Event]:
        """The talk in the order in which it arrives; no edit comes before its message."""
        comes: dict[str, float] = {}
        arrivals: list[tuple[float, Event]] = []
        for event in talk:
            at = event.at
            if self._happens(self._trouble.late):
                at += self._chance.uniform(0.0, LATEST)
            match event:
                case MessagePosted():
                    comes[event.id] = at
                case MessageEdited():
                    at = max(at, comes[event.id])
            arrivals.append((at, event))
        in_order = sorted(arrivals, key=lambda each: each[0])
        self.late += sum(event.at < before.at for (_, before), (_, event) in pairwise(in_order))
        return [event for _, event in in_order]

    async def pass_to(self, at: float) -> bool:
        """Let the clock show `at`; whether something still waits to be delivered comes back."""
        ack = await self._until_acknowledged(lambda number: Tick(number=number, at=at))
        self.at = at
        return ack.waits

    async def _until_acknowledged(self, made: Any) -> Ack:  # noqa: ANN401 - makes a Give or a Tick
        self._numbers += 1
        number = self._numbers
        acked: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self._acks[number] = acked
        while not acked.done():
            self._say(made(number))
            if self._happens(self._trouble.given_twice):
                self._say(made(number))
            await asyncio.wait({acked}, timeout=self.sends_again)
        del self._acks[number]
        return acked.result()

    def _say(self, words: object) -> None:
        try:
            if self._wire is not None:
                self._wire.send(words)
        except OSError:
            pass  # it has just been killed; whatever matters is sent again

    def _happens(self, likely: float) -> bool:
        return self._chance.random() < likely

    # --- what is heard -----------------------------------------------------------------------

    def _hear(self, wire: Connection) -> None:
        try:
            heard = wire.recv()
        except (EOFError, OSError):
            asyncio.get_running_loop().remove_reader(wire.fileno())
            return
        if isinstance(heard, Ack):
            acked = self._acks.get(heard.number)
            if acked is not None and not acked.done():
                acked.set_result(heard)
        else:
            self._delivered(heard)

    def _delivered(self, given: Deliver) -> None:
        """Show it, then answer: at once, too late, never, or with a kill."""
        ref = self.seen.take(given)
        answer = Answer(number=given.number, ref=ref)
        if not self.killed_enough and self._happens(self._trouble.killed_delivering):
            self._kill()
        elif self._happens(self._trouble.unanswered):
            pass
        elif self._happens(self._trouble.answered_late):
            later = asyncio.get_running_loop().call_later(TOO_LATE, self._say, answer)
            self._late.add(later)
        else:
            self._say(answer)

    # --- lives -------------------------------------------------------------------------------

    async def _kill_at_random(self) -> None:
        while self.kills < self._trouble.kills:
            await asyncio.sleep(self._chance.expovariate(1 / self._trouble.life))
            if not self.killed_enough:
                self._kill()

    def _kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.join()
        self.kills += 1
        assert self._wire is not None
        self._hear_the_rest(self._wire)
        self._end()
        self._begin()

    def _hear_the_rest(self, wire: Connection) -> None:
        """What it had said before it was killed was said: deliveries too."""
        try:
            while wire.poll():
                heard = wire.recv()
                if isinstance(heard, Deliver):
                    self.seen.take(heard)
        except (EOFError, OSError):
            pass

    def _begin(self) -> None:
        ours, theirs = processes.Pipe()
        self._process = processes.Process(target=child.main, args=(self._url, theirs, self.at))
        self._process.start()
        theirs.close()
        self._wire = ours
        asyncio.get_running_loop().add_reader(ours.fileno(), self._hear, ours)

    def _end(self) -> None:
        """Let go of the process: one that still lives ends by itself when its wire does."""
        assert self._wire is not None
        assert self._process is not None
        asyncio.get_running_loop().remove_reader(self._wire.fileno())
        self._wire.close()
        self._wire = None
        self._process.join()
