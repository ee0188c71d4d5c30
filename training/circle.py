"""Uptake in a small circle, learned: `python -m training.circle [--without WORDS …] [--dry]`.

Two stages. The first says of every message how likely it takes up each question that it may be
about: a softmax over evidence (bot/domain/uptake/circle_evidence.py) and over the message's own
words (bot/domain/uptake/acts.py). The second says from all that touched a question whether it was
taken up (circle_outcome.py). Whole worlds are left out in turn: the second stage learns from what
the first says of worlds it wasn't trained on, and the table is of worlds left out by both.

Writes bot/weights/circle.json and bot/weights/acts.json.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click
import numpy as np

from bot.bootstrap.tracker import build_hearing
from bot.domain.patience import USUAL_GAP
from bot.domain.room import RoomView
from bot.domain.standing import Touch
from bot.domain.turn import Cue, Turn
from bot.domain.uptake import Verdict, acts, circle_outcome
from bot.domain.uptake.acts import ZONES, Acts, HearingActs
from bot.domain.uptake.circle import CircleUptake
from bot.domain.uptake.circle_evidence import PARTS, SHOWN, Candidate, candidates
from bot.domain.uptake.replying import FITTING
from bot.domain.weights import Weights
from bot.domain.words import own_talk
from training import clogit, linear, material
from training.clogit import NO, UNKNOWN, YES, Choices
from training.material import Expected, Meeting, Message
from training.play import Prompted, f1, play, states

EXCHANGES_COUNT: Final = 0.15  # of a line that may follow a question, beside a meeting's message
RIDGE: Final = 5.0  # what holds the first stage's weights back
STRENGTH: Final = 0.3  # the smaller, the more the second stage's are held back
ON_THE_WAY: Final = 1.0  # how much all moments before a meeting's end count, beside the end
WORDS_COUNT: Final = 0.4  # a single word beside a piece of evidence, before anything is learned
# Above this F1 hardly changes, and a plain answer that nobody has thanked for yet would be none.
AT_MOST: Final = 0.5
KEPT_AT_LEAST: Final = 0.02  # log-odds that are worth shipping for a word
HANGING, FOLLOWED = "hanging", "followed"
WEIGHTS: Final = Path(__file__).parents[1] / "bot" / "weights"

_NOTHING: Final = Weights(bias=0.0, of={})
BLANK: Final = {"takes up": _NOTHING, "outcome": _NOTHING}

Models = dict[str, Weights]
Key = tuple[str, str]  # a meeting's name, and a message of it
EXCHANGE: Final = "an exchange"


_FOR: Final = frozenset(
    (
        "replies to it",
        "calls the asker",
        "names the asker",
        "was asked",
        "shares most with it",
        "shares a rare word and fits",
        *(f"shares {step}" for step in range(1, 5)),
        *(f"repeats {part:.0%} of it" for part in PARTS),
        *(f"near: {SHOWN[cue]} to what {want}" for want, cue in FITTING.items()),
        *(f"far: {SHOWN[cue]} to what {want}" for want, cue in FITTING.items()),
    )
)
"""Never speak against: what shares rare words, fits the wanted answer, replies or names."""

_FOR_THERE: Final = (": shares a word", ": shares a rare word", ": opens with a word of it",
                     ": to the asker")  # fmt: skip
"""Nor do these, wherever the message stands."""

_OUTCOME_SIGNS: Final = {
    **dict.fromkeys(("best", "any", "at once", "late", "thanks", "first thanks"), 1),
    **dict.fromkeys(("dropped", "silence", circle_outcome.ASKS_AGAIN), -1),
}
"""The same of the whole."""

_AGAINST: Final = (Cue.BRUSH_OFF.value, Cue.JOKE.value, Cue.ACK.value)
"""Never speak for: putting it off, joking, merely acknowledging."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One message and one question that it may take up. `known`: YES, NO or UNKNOWN of clogit."""

    world: str
    message: Key
    question: Key
    seen: tuple[str, ...]
    known: int


class Recorder(CircleUptake):
    """Judges by nothing, and notes the candidates of every message."""

    def __init__(self) -> None:
        super().__init__(BLANK)
        self.noted: list[tuple[Turn, list[Candidate]]] = []

    def judge(self, turn: Turn, room: RoomView) -> Verdict:
        """Note them, and judge."""
        if not turn.bot:
            self.noted.append((turn, candidates(turn, room)))
        return super().judge(turn, room)


# --- what is learned from --------------------------------------------------------------------


def rows(meeting: Meeting) -> list[Row]:
    """Every message of the meeting with every question that it may take up."""
    recorder = Recorder()
    play(meeting, Prompted(build_hearing(), meeting.expected), recorder)
    order = {each.id: number for number, each in enumerate(meeting.messages) if not each.reaction}
    texts = {each.id: own_talk(each.text).own for each in meeting.messages}
    found = []
    for turn, those in recorder.noted:
        said, shape = acts.features(texts[turn.id])
        for each in those:
            zone = ZONES[each.zone]
            found.append(
                Row(
                    world=meeting.world,
                    message=(meeting.name, turn.id),
                    question=(meeting.name, each.question.message),
                    seen=(*each.seen, *said, *(_shaped(zone, one) for one in shape)),
                    known=_known(meeting.expected.get(each.question.message), turn.id, order),
                )
            )
    return found


_SHAPE: Final = "shape "
_SAID: Final = ("word ", "words ", "begins ", "ends ")


def _shaped(zone: str, name: str) -> str:
    """A message's shape counts for each zone by itself."""
    return f"{_SHAPE}{zone} {name}"


def _known(expected: Expected | None, message: str, order: Mapping[str, int]) -> int:
    """Whether a message takes a question up, by the labels.

    Nobody labelled what came after the first that did.
    """
    if expected is None or expected.state not in {HANGING, FOLLOWED}:
        return UNKNOWN
    if message in expected.by:
        return YES
    first = min((order[each] for each in expected.by), default=len(order))
    return NO if order[message] < first else UNKNOWN


def exchanges() -> list[Meeting]:
    """Each line that may follow a question, as a meeting of two messages."""
    return [
        _exchange(each, f"{EXCHANGE} {number}.{place}", reply)
        for number, each in enumerate(material.exchanges())
        for place, reply in enumerate(each.replies)
    ]


def _exchange(exchange: material.Exchange, name: str, reply: material.Reply) -> Meeting:
    taken = reply.takes_up != "no"
    return Meeting(
        world=f"{EXCHANGE} {exchange.world}",
        name=name,
        convener=None,
        groups={},
        messages=(
            Message(id="m1", at=0.0, author="one", text=exchange.asked),
            Message(id="m2", at=USUAL_GAP, author="another", text=reply.text),
        ),
        expected={
            "m1": Expected(
                id="m1", state=FOLLOWED if taken else HANGING, by=("m2",) if taken else ()
            )
        },
    )


# --- the first stage -------------------------------------------------------------------------


def first_stage(those: Sequence[Row], without: Sequence[str] = ()) -> tuple[Models, Models]:
    """The weights of evidence, and those of words and shapes."""
    names = [
        each
        for each in linear.spread((row.world, row.seen) for row in those)
        if not any(part in each for part in without)
    ]
    data = linear.table(names, (dict.fromkeys(row.seen, 1.0) for row in those))
    scale = np.array([WORDS_COUNT if each.startswith(_SAID) else 1.0 for each in names])
    messages = {key: number for number, key in enumerate(dict.fromkeys(r.message for r in those))}
    choices = Choices(
        seen=data.rows.multiply(scale).tocsr(),
        message=np.array([messages[row.message] for row in those]),
        known=np.array([row.known for row in those]),
        weight=np.array(
            [EXCHANGES_COUNT if name.startswith(EXCHANGE) else 1.0 for name, _ in messages]
        ),
    )
    found, bias = clogit.fit(choices, RIDGE, [_sign(name) for name in names])
    learned = dict(zip(names, (found * scale).tolist(), strict=True))
    return _sorted_out(learned, bias)


def _sign(name: str) -> int:
    """Which way a piece of evidence may count, where that is known whatever the material says."""
    bare = name.removeprefix(_SHAPE)
    if bare in _FOR or bare.endswith(_FOR_THERE):
        return 1
    return -1 if bare.endswith(_AGAINST) else 0


def _sorted_out(learned: Mapping[str, float], bias: float) -> tuple[Models, Models]:
    said = {name: value for name, value in learned.items() if name.startswith(_SAID)}
    shape = {name: value for name, value in learned.items() if name.startswith(_SHAPE)}
    pair = {name: value for name, value in learned.items() if name not in said | shape}
    of_zone = {
        zone: {
            name.removeprefix(_shaped(zone, "")): value
            for name, value in shape.items()
            if name.startswith(_shaped(zone, ""))
        }
        for zone in ZONES
    }
    return (
        {"takes up": _rounded(bias, pair)},
        {"words": _rounded(0.0, said, KEPT_AT_LEAST)}
        | {zone: _rounded(0.0, found) for zone, found in of_zone.items()},
    )


def _rounded(bias: float, found: Mapping[str, float], least: float = 0.0) -> Weights:
    shown = {name: round(value, linear.DIGITS) for name, value in found.items()}
    return Weights(
        bias=round(bias, linear.DIGITS),
        of={name: value for name, value in shown.items() if abs(value) > least},
    )


# --- the second stage ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one question ended by its label, and what had touched it by then."""

    world: str
    question: Key
    hangs: bool
    touches: tuple[Touch, ...]
    by: tuple[str, ...]

    @property
    def found(self) -> dict[str, float]:
        """What the second stage is told of it at the end."""
        return circle_outcome.features(self.touches)

    def on_the_way(self) -> Iterator[tuple[dict[str, float], bool]]:
        """What it is told after each touch, and whether the question had been taken up by then."""
        for end in range(1, len(self.touches)):
            so_far = self.touches[:end]
            taken = any(each.message in self.by for each in so_far)
            yield circle_outcome.features(so_far), taken


def outcomes(meeting: Meeting, circle: Models, words: Models) -> list[Outcome]:
    """What the first stage's weights make of one meeting's questions."""
    hearing = HearingActs(Prompted(build_hearing(), meeting.expected), Acts(words))
    played = states(play(meeting, hearing, CircleUptake(BLANK | circle)).values())
    return [
        Outcome(
            world=meeting.world,
            question=(meeting.name, name),
            hangs=label.state == HANGING,
            touches=played[name].standing.touches if name in played else (),
            by=label.by,
        )
        for name, label in meeting.expected.items()
        if label.state in {HANGING, FOLLOWED}
    ]


def second_stage(those: Sequence[Outcome], at: float) -> Weights:
    """The weights that say whether a question was taken up; `at` is the chance that is enough."""
    told: list[tuple[Mapping[str, float], bool, float]] = []
    for each in those:
        told.append((each.found, not each.hangs, 1.0))
        before = list(each.on_the_way())
        told += [(found, taken, ON_THE_WAY / len(before)) for found, taken in before]
    names = sorted({name for found, _, _ in told for name in found})
    data = linear.table(names, [found for found, _, _ in told])
    taken = np.array([taken for _, taken, _ in told])
    much = np.array([much for _, _, much in told])
    found, bias = _fitted(data.rows, taken, much, [_OUTCOME_SIGNS.get(each, 0) for each in names])
    return _rounded(bias - float(np.log(at / (1.0 - at))), dict(zip(names, found, strict=True)))


def _fitted(
    seen: Any,  # noqa: ANN401 - scipy ships no types
    taken: clogit.Array,
    much: clogit.Array,
    signs: Sequence[int],
) -> tuple[list[float], float]:
    """A logistic regression whose weights keep their known signs: a choice of "taken up" or not."""
    choices = Choices(
        seen=seen, message=np.arange(len(taken)), known=np.where(taken, YES, NO), weight=much
    )
    found, bias = clogit.fit(choices, 1.0 / STRENGTH, signs)
    return found.tolist(), bias


# --- worlds left out in turn -----------------------------------------------------------------


def left_out(
    meetings: Sequence[Meeting], those: Sequence[Row], without: Sequence[str]
) -> list[Outcome]:
    """What the first stage makes of each world when it was trained on the others."""
    found = []
    for world in sorted({each.world for each in meetings}):
        circle, words = first_stage([each for each in those if each.world != world], without)
        for meeting in meetings:
            if meeting.world == world:
                found += outcomes(meeting, circle, words)
    return found


def judged(those: Sequence[Outcome]) -> list[tuple[Outcome, float]]:
    """Each question with the chance that it was taken up, its world left out by both stages."""
    found = []
    for world in sorted({each.world for each in those}):
        weights = second_stage([each for each in those if each.world != world], 0.5)
        for each in those:
            if each.world == world:
                log_odds = weights.bias + sum(
                    weights.of.get(name, 0.0) * value for name, value in each.found.items()
                )
                found.append((each, float(1.0 / (1.0 + np.exp(-log_odds)))))
    return found


def best_at(those: Sequence[tuple[Outcome, float]]) -> float:
    """The chance of having been taken up below which calling it hanging serves best, by F1."""
    steps = np.linspace(0.3, AT_MOST, 26)
    scores = np.array([hanging_f1(those, float(at)) for at in steps])
    smooth = np.convolve(np.pad(scores, 4, mode="edge"), np.ones(9) / 9, mode="valid")
    return round(float(steps[int(smooth.argmax())]), 2)


def hanging_f1(those: Iterable[tuple[Outcome, float]], at: float) -> float:
    """How well "hanging" is said, where anything below that chance is called so."""
    tally = Counter((each.hangs, taken < at) for each, taken in those)
    right = tally[True, True]
    return f1(right, right + tally[False, True], right + tally[True, False])


def show(those: Sequence[tuple[Outcome, float]], at: float, say: Callable[[str], None]) -> None:
    """Print a table by world."""
    for world in sorted({each.world for each, _ in those}):
        part = [(each, taken) for each, taken in those if each.world == world]
        say(f"{world:28} {len(part):5} questions   hanging F1 {hanging_f1(part, at):.3f}")
    say(f"{'all':28} {len(those):5} questions   hanging F1 {hanging_f1(those, at):.3f} at {at}")


@click.command()
@click.option("--without", multiple=True, help="Leave out features with this in their name.")
@click.option("--dry", is_flag=True, help="Print the table, and write nothing.")
def main(without: tuple[str, ...], *, dry: bool) -> None:
    """Learn uptake in a small circle, and print how it does on worlds left out in turn."""
    meetings = material.meetings()
    those = [row for meeting in (*meetings, *exchanges()) for row in rows(meeting)]
    touched = left_out(meetings, those, without)
    found = judged(touched)
    at = best_at(found)
    show(found, at, click.echo)
    if dry:
        return
    circle, words = first_stage(those, without)
    linear.write(WEIGHTS / "circle.json", circle | {"outcome": second_stage(touched, at)})
    linear.write(WEIGHTS / "acts.json", words)


if __name__ == "__main__":
    main()
