"""The features of a link, and what each is worth; candidates.py says which of them there are.

What a candidate has is added up: log-odds where it is judged, and where it is learned one bit for
each name, so that the sum says which there were.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.turn import Cue
from bot.domain.uptake.manner import STEPS

Worth = float
"""Log-odds; or a whole number, one bit a feature, of which sums are whole numbers too."""

REACH: Final = 50  # messages back
NEAR: Final = (1, 2, 3, 4, 6, 9, 13, 20, 32, REACH)  # messages
SOON: Final = (10.0, 30.0, 60.0, 120.0, 300.0, 900.0)  # seconds
SHORT: Final = 3  # words
LONG: Final = 14
RARITY: Final = (0.3, 0.9, 1.6, 2.6)

# How the author of the earlier message stands to this one's: it is their own; or by somebody whom
# they call, name, or pass over (they call another); or, where they call nobody, free.
OWN, CALLED, NAMED, PASSED, FREE = range(5)
_RELATIONS: Final = ("own", "called", "named", "passed over", "free")
_BETWEEN_STEPS: Final = range(STEPS - 1)

_SAYS: Final = (Cue.THANKS, Cue.ACK, Cue.CODE, Cue.GREETING, Cue.ANSWER, Cue.JOKE)
_STARTS_SAYING: Final = (
    Cue.ACK, Cue.THANKS, Cue.ANSWER, Cue.GREETING, Cue.YES_NO, Cue.CODE, Cue.JOKE, Cue.REASON,
    Cue.FIGURE, Cue.FOLLOW, Cue.LOOKS_BACK,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Towards:
    """What each feature is worth of messages by people who stand so to the author.

    `place` has one for each place back, and one for what lies further; the other tuples have one
    for each step.
    """

    place: tuple[Worth, ...]
    time: tuple[Worth, ...]
    shared: tuple[Worth, ...]
    most: Worth
    latest: Worth
    asks: Worth
    tracked: Worth
    calls_me: Worth
    names_me: Worth
    calls_another: Worth
    spoke_since: Worth
    replied: Worth
    new: Worth
    opens: tuple[Worth, ...]
    goes_on: tuple[Worth, ...]
    gets_replies: tuple[Worth, ...]


class LinkFeatures:
    """What each feature is worth; `worth` says that of a name, and is asked in a fixed order.

    `length` and `own_length` have one for each number of words up to LONG: of others' messages,
    and of the author's own.
    """

    def __init__(self, worth: Callable[[str], Worth]) -> None:
        self.towards = _towards(worth)

        self.says = tuple((cue, worth(f"it {cue.value}")) for cue in _SAYS)
        is_long, is_short = worth("it is long"), worth("it is short")
        self.by_bot = worth("it is by a bot")

        self.called_before = worth("free: was called by the author before")
        self.called_me_before = worth("free: called the author before")
        self.last_partner = worth("free: the author's last partner")
        self.known = worth("called: they have talked before")
        self.same_called = worth("both call the same")
        self.own_same_called = worth("own: both call the same")
        self.own_at_once = worth("own: at once")
        own_short = worth("own: it is short")
        self.length = _by_length(is_short, is_long)
        self.own_length = _by_length(is_short + own_short, is_long)
        self.own_both_ask = worth("own: both ask")

        answers_asker = worth("answers what asks")
        yes_no_asker = worth("yes or no to what asks")
        code_asker = worth("code for what asks")
        figure_asker = worth("a figure for what asks")
        asks_asker = worth("asks back what asks")
        self.long_asker = worth("long, after what asks")
        self.short_asker = worth("short, after what asks")
        self.new_asker = worth("first by the author, after what asks")
        self.asked_asker = worth("by whom it calls, after what asks")
        self.to_asker = (
            (Cue.ANSWER, answers_asker),
            (Cue.YES_NO, yes_no_asker),
            (Cue.CODE, code_asker),
            (Cue.FIGURE, figure_asker),
            (Cue.ASKS, asks_asker),
        )
        self.to_caller = (
            (Cue.ASKS, worth("asks who called the author")),
            (Cue.ACK, worth("acknowledges who called the author")),
            (Cue.THANKS, worth("thanks who called the author")),
            (Cue.YES_NO, worth("yes or no to who called the author")),
        )
        self.short_caller = worth("short, after who called the author")
        self.greets_back = worth("greets who greets")

        self.starts = worth("starts")
        self.starts_asking = worth("starts: asks")
        self.starts_short = worth("starts: short")
        self.starts_longer = worth("starts: longer")
        self.starts_long = worth("starts: long")
        self.starts_calling = worth("starts: calls")
        self.starts_naming = worth("starts: names")
        self.starts_new = worth("starts: first by the author")
        self.starts_new_calling = worth("starts: first by the author, calls")
        self.starts_new_asking = worth("starts: first by the author, asks")
        self.starts_calling_asking = worth("starts: calls, asks")
        self.starts_calling_away = worth("starts: calls nobody who spoke lately")
        self.starts_quiet = worth("starts: after a silence")
        self.starts_at_once = worth("starts: right after their own")
        self.starts_away = worth("starts: long after their own")
        self.starts_called = worth("starts: was called since")
        self.starts_opening = tuple(worth(f"starts: words that open {n}") for n in range(STEPS))
        self.starts_going_on = tuple(worth(f"starts: words that go on {n}") for n in range(STEPS))
        self.starts_saying = tuple((cue, worth(f"starts: {cue.value}")) for cue in _STARTS_SAYING)


def _towards(worth: Callable[[str], Worth]) -> tuple[Towards, ...]:
    """What people's messages are worth, by each relation."""

    def each(name: str) -> list[Worth]:
        return [worth(f"{relation}: {name}") for relation in _RELATIONS]

    def steps(name: str, upto: Sequence[object]) -> list[tuple[Worth, ...]]:
        return [
            tuple(worth(f"{relation}: {name} {step}") for step in range(len(upto) + 1))
            for relation in _RELATIONS
        ]

    place, time = steps("place", NEAR), steps("time", SOON)
    shared, most = steps("shares", RARITY), each("shares most")
    latest, asks = each("their latest"), each("asks")
    tracked = each("asks what is worth a follow")
    calls_me, names_me = each("calls the author"), each("names the author")
    calls_another, spoke_since = each("calls another"), each("the author spoke since")
    replied, new = each("its author was called since"), each("first by its author")
    opens = steps("words that open", _BETWEEN_STEPS)
    goes_on = steps("words that go on", _BETWEEN_STEPS)
    gets_replies = steps("words that get replies", _BETWEEN_STEPS)
    return tuple(
        Towards(
            place=_by_place(place[n]),
            time=time[n],
            shared=shared[n],
            most=most[n],
            latest=latest[n],
            asks=asks[n],
            tracked=tracked[n],
            calls_me=calls_me[n],
            names_me=names_me[n],
            calls_another=calls_another[n],
            spoke_since=spoke_since[n],
            replied=replied[n],
            new=new[n],
            opens=opens[n],
            goes_on=goes_on[n],
            gets_replies=gets_replies[n],
        )
        for n in range(len(_RELATIONS))
    )


def _by_place(steps: tuple[Worth, ...]) -> tuple[Worth, ...]:
    return tuple(steps[bisect_left(NEAR, place)] for place in range(REACH + 2))


def _by_length(short: Worth, long: Worth) -> tuple[Worth, ...]:
    return tuple(short if n <= SHORT else long if n >= LONG else 0 for n in range(LONG + 1))
