"""A small test language: `>>` feeds an event, `<<` claims the next command that came of it.

    play >> posted(...) << send("nudge:m1:moira") << update("nudge:m1:ola")

A command that nobody claimed fails the next `>>` (or the test's end), with everything that came.
`<< ...` claims whatever is left.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from types import EllipsisType
from typing import Self

from bot.domain.commands import (
    Command,
    PostFollow,
    PostNotice,
    Reply,
    ReservePlace,
    Retired,
    SendCard,
    UpdateCard,
)
from bot.domain.events import Event
from bot.domain.question import Question, State
from bot.domain.room import Card, Pace, Room
from bot.domain.tracker import Tracker
from bot.domain.views import CardView
from bot.domain.wording import card_view
from bot.runtime.ports import Tracking
from tests.domain.builders import place, posted, wake
from tests.domain.scripted import ScriptedHearing, ScriptedUptake


@dataclass(frozen=True, slots=True)
class Matcher:
    """Claims a command by what it says of it."""

    words: str
    fits: Callable[[Command], bool]

    def __repr__(self) -> str:
        return self.words


class Playbook:
    """A conversation between a test and the core about one room."""

    def __init__(self, room: Room, tracker: Tracking | None = None) -> None:
        self.room = room
        self._tracker = tracker or scripted_tracker()
        self._event: Event | None = None
        self._came: list[Command] = []
        self._claimed = 0

    def __rshift__(self, event: Event) -> Self:
        """Feed an event to the core."""
        self.finish()
        self._event, self._came, self._claimed = event, [], 0
        self._came = list(self._tracker.handle(self.room, event))
        return self

    def __lshift__(self, wanted: Command | Matcher | EllipsisType) -> Self:
        """Claim the next command, or all that are left."""
        if wanted is ...:
            self._claimed = len(self._came)
            return self
        came = self._came[self._claimed] if self._claimed < len(self._came) else None
        fits = wanted.fits(came) if isinstance(wanted, Matcher) and came else came == wanted
        if not fits:
            self._complain(f"wanted {wanted!r}")
        self._claimed += 1
        return self

    def finish(self) -> None:
        """Complain if a command was left unclaimed."""
        if self._claimed < len(self._came):
            self._complain("nobody claimed this")

    def _complain(self, what: str) -> None:
        lines = [f"  after {self._event!r}"]
        for number, command in enumerate(self._came):
            mark = "ok" if number < self._claimed else "->" if number == self._claimed else "  "
            lines.append(f"  {mark} {command!r}")
        if self._claimed >= len(self._came):
            lines.append("  -> (nothing more came)")
        raise AssertionError("\n".join([what, *lines]))

    # --- what a test looks at ----------------------------------------------------------------

    def question(self, name: str = "m1") -> Question:
        """A question in memory."""
        return self.room.questions[name]

    def state(self, name: str = "m1") -> State:
        """Where a question stands."""
        return self.question(name).state

    def card(self, name: str) -> Card:
        """A card in memory."""
        return self.room.cards[name]

    def view(self, name: str, at: float | None = None) -> CardView:
        """A card as its recipient sees it (now, or at an epoch second)."""
        return card_view(self.room, self.card(name), self.room.now if at is None else at)


def scripted_tracker() -> Tracker:
    """A tracker that hears and judges as the texts say."""
    hearing = ScriptedHearing()
    return Tracker(hearing, ScriptedUptake(hearing))


@contextmanager
def playing(room: Room, tracker: Tracking | None = None) -> Generator[Playbook]:
    """A playbook that complains at its end about commands left unclaimed."""
    play = Playbook(room, tracker)
    yield play
    play.finish()


# --- what can be claimed ---------------------------------------------------------------------


def _about(kind: type[SendCard | UpdateCard], card: str) -> Matcher:
    def fits(command: Command) -> bool:
        return isinstance(command, kind) and command.card == card and card.endswith(command.to)

    return Matcher(f"{kind.__name__} of {card}", fits)


def send(card: str) -> Matcher:
    """The card is sent to whom its name ends with."""
    return _about(SendCard, card)


def update(card: str) -> Matcher:
    """The card is shown as it now is."""
    return _about(UpdateCard, card)


def reserve(card: str) -> Matcher:
    """A place is asked for."""
    return Matcher(
        f"ReservePlace for {card}", lambda c: isinstance(c, ReservePlace) and c.card == card
    )


def tell(to: str, words: str = "") -> Matcher:
    """Somebody is told something with these words in it."""
    return Matcher(
        f"Reply to {to} with {words!r}",
        lambda c: isinstance(c, Reply) and c.to == to and words in c.text,
    )


def post_notice(words: str = "") -> Matcher:
    """The notice is to be posted, with these words in its name."""
    return Matcher(
        f"PostNotice with {words!r}", lambda c: isinstance(c, PostNotice) and words in c.notice
    )


def post_follow(question: str, text: str) -> Matcher:
    """A follow is to be posted."""
    return Matcher(
        f"PostFollow of {text!r} about {question}",
        lambda c: isinstance(c, PostFollow) and (c.question, c.text) == (question, text),
    )


def retired(question: str) -> Matcher:
    """A question leaves the room's memory."""
    return Matcher(
        f"Retired {question}", lambda c: isinstance(c, Retired) and c.question.id == question
    )


# --- what happens in many tests --------------------------------------------------------------

HANGS_AFTER = 400.0  # seconds: more than the patience of a room like the tests'


def ask(
    play: Playbook, name: str = "m1", *, by: str = "maya", text: str = "", at: float = 0.0
) -> None:
    """Somebody asks (a challenge, unless `text` is given), and two others talk of other things."""
    play >> posted(name, by, text or "ask:challenge Who decides?", at)
    play >> posted(f"{name}-a", "tom", "the clinic times", at + 5)
    play >> posted(f"{name}-b", "ade", "the clinic times", at + 6)
    play.room.pace = Pace()  # a lull between two scenes of a test is no slow pace


def let_hang(
    play: Playbook, name: str = "m1", *, by: str = "maya", text: str = "", at: float = 0.0
) -> Playbook:
    """Ask, and let the patience pass; what comes of that is for the test to claim."""
    ask(play, name, by=by, text=text, at=at)
    return play >> wake(at + HANGS_AFTER)


def nudge(
    play: Playbook,
    name: str = "m1",
    *,
    to: tuple[str, ...] = ("moira",),
    by: str = "maya",
    text: str = "",
    at: float = 0.0,
) -> None:
    """Let a question hang, and let these people be nudged about it."""
    let_hang(play, name, by=by, text=text, at=at)
    cards = [f"nudge:{name}:{each}" for each in to]
    for each in cards:
        play << reserve(each)
    for each in cards:
        play >> place(each, at + HANGS_AFTER) << send(each)
