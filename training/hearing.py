"""Teaches hearing: `python -m training.hearing` writes bot/weights/hearing.json.

    --irc FOLDER      real chat to learn the forms of questions from, besides (docs/model-card.md)
    --without GROUP   leave a group of features out, to see what it adds; nothing is written
    --check           only the table: each world left out in turn; nothing is written

Labels stand at messages, and it is sentences that ask: of a message that does, the sentence that
seems to ask most is taken to, in a few rounds, and its others teach nothing unless they ask too.
"""

import argparse
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bot.domain.hearing.features import Features, together
from bot.domain.hearing.judge import ASKS, WORTH, Judge, log_odds
from bot.domain.hearing.learned import TRACKED_AT
from bot.domain.hearing.parsing import Sentence, parsed
from bot.domain.hearing.reading import HEARD_AT
from bot.domain.question import Kind
from bot.domain.weights import Weights, chance
from bot.domain.words import own_talk
from training import linear, material

WRITTEN: Final = Path(__file__).parent.parent / "bot" / "weights" / "hearing.json"
GROUPS: Final = {
    "phrases": lambda name: name.startswith(("shape ", "idle ")),
    "marks": lambda name: name.startswith(("end ", "marked", "unmarked", "ellipsis", "emoji")),
    "places": lambda name: name.startswith(("next ", "prev ", "last", "not last", "of ")),
    "lengths": lambda name: name.startswith("words "),
    "classes": lambda name: "/" in name[:3],
    "edges": lambda name: name.startswith(("^", "$", "led by ")),
    "runs": lambda name: " " in name and name[0] not in "^$",
}
IDLE, NONE, ASKED = "idle", "none", "asks"
_KINDS: Final = frozenset(kind.value for kind in Kind)
_ROUNDS: Final = 2
_TOO: Final = 0.6  # from here on a second sentence of a message is taken to ask as well
_STRENGTH: Final = {ASKS: 0.5, WORTH: 0.3, "kinds": 0.3}
# What an example counts: as it was written, without its marks, and with marks put to it.
_WRITTEN, _STRIPPED, _MARKED = 1.0, 0.4, 1.0
_SINGLE: Final = 0.7  # a line of no meeting
# In real meetings about one utterance in twenty asks; in what was written for training, one in six.
_TELLS: Final = 3.0
_CHAT: Final = 0.15  # a line of real chat, whose label is no more than its mark
_CHAT_EACH: Final = 8  # of so many lines one is taken: more say nothing new
_CHAT_LONGEST: Final = 200  # characters
_SEED: Final = 6
_NOT_WORDS: Final = re.compile(r"[^\w\s'@#]")
_CALLS: Final = re.compile(r"^\S+[:,] ")
_TWO_WORDS: Final = re.compile(r"[a-z] [a-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One message to learn from; `scored` ones, written as people write, are measured as well."""

    world: str
    sentences: tuple[Sentence, ...]
    label: str
    counts: float
    scored: bool = False

    @property
    def whole(self) -> Features:
        """The features of all that the message says."""
        return together([each.features for each in self.sentences])


# --- examples --------------------------------------------------------------------------------


def examples(irc: Path | None = None) -> list[Example]:
    """All examples there are, with their copies; those without a word are left out."""
    found = [*_of_meetings(), *_of_lines(), *_of_exchanges(), *_of_speech()]
    if irc is not None:
        found += _of_chat(irc)
    return [each for each in found if each.sentences]


def of_meeting(meeting: material.Meeting) -> Iterator[tuple[material.Message, str]]:
    """The messages of a meeting that people wrote, with their labels."""
    for each in meeting.messages:
        if not each.reaction and not each.bot:
            expected = meeting.expected.get(each.id)
            label = NONE if expected is None else (expected.kind or IDLE)
            yield each, label


def _of_meetings() -> Iterator[Example]:
    for meeting in material.meetings():
        for message, label in of_meeting(meeting):
            written = example(meeting.world, message.text, label, _WRITTEN)
            yield replace(written, scored=True)
            yield example(meeting.world, stripped(message.text), label, _STRIPPED)


def _of_lines() -> Iterator[Example]:
    for each in material.lines():
        world = f"lines/{each.world}"
        yield example(world, each.text, each.label, _SINGLE)
        yield example(world, stripped(each.text), each.label, _SINGLE * _STRIPPED)


def _of_exchanges() -> Iterator[Example]:
    for each in material.exchanges():
        world = f"exchanges/{each.world}"
        yield example(world, each.asked, each.kind, _SINGLE)
        for reply in each.replies:
            if reply.act in _TELLING:
                yield example(world, reply.text, NONE, _SINGLE * _STRIPPED)


# Of the replies only these surely ask nothing themselves.
_TELLING: Final = frozenset({"ack", "moves_on", "other_talk"})


def _of_speech() -> Iterator[Example]:
    chance = random.Random(_SEED)  # noqa: S311 - nothing is secret here, and it must repeat
    for each in material.spoken():
        if each.label == material.LEFT_OUT:
            continue
        asks = each.label == material.ASKS
        label, mark = (ASKED, ("?", " ?")) if asks else (NONE, (".", " .", ""))
        counts = _WRITTEN if asks else _TELLS
        world = f"spoken/{each.world}"
        yield example(world, each.text, label, counts)
        yield example(world, each.text.capitalize() + chance.choice(mark), label, _MARKED)


def _of_chat(folder: Path) -> Iterator[Example]:
    """Real chat without its marks: whatever had a question mark is taken to ask."""
    for rows in material.chat(folder).values():
        for row in rows[::_CHAT_EACH]:
            text = _CALLS.sub("", row["text"])
            if len(text) <= _CHAT_LONGEST and _TWO_WORDS.search(text) and not row.get("is_bot"):
                label = ASKED if "?" in own_talk(text).own else NONE
                yield example("chat", stripped(text), label, _CHAT)


def example(world: str, text: str, label: str, counts: float) -> Example:
    """A message of that world, taken apart; `label` is one of material.LABELS, or ASKED."""
    return Example(world=world, sentences=tuple(parsed(own_talk(text))), label=label, counts=counts)


def stripped(text: str) -> str:
    """A text in lower case without any mark: as a recogniser leaves it, or a hasty hand."""
    return " ".join(_NOT_WORDS.sub(" ", text.lower()).split())


# --- fitting ---------------------------------------------------------------------------------

Keeps = Callable[[str], bool]


def everything(_: str) -> bool:
    """Keeps every feature."""
    return True


def fit(given: Sequence[Example], keeps: Keeps = everything) -> dict[str, Weights]:
    """Hearing's models, learned from these examples with the features that `keeps` keeps."""
    parts = [(example, part) for example in given for part in example.sentences]
    names = [
        name
        for name in linear.spread(
            (each.world, each.whole.said | each.whole.frame) for each in given
        )
        if keeps(name)
    ]
    data = linear.table(names, (_values(part.features) for _, part in parts))
    asks, asking = _asks(parts, data)
    return {
        ASKS: asks,
        WORTH: _worth(parts, data, asking),
        **_kinds([each for each in given if each.label in _KINDS], names),
    }


def _values(features: Features) -> dict[str, float]:
    scale = features.scale
    return {**dict.fromkeys(features.said, scale), **dict.fromkeys(features.frame, 1.0)}


def _asks(
    parts: Sequence[tuple[Example, Sentence]], data: linear.Table
) -> tuple[Weights, set[int]]:
    """What asks, and which sentences of the messages that ask it takes to be asking."""
    seems = [1.0 if part.shapes else 0.0 for _, part in parts]
    weights = Weights(bias=0.0, of={})
    asking: set[int] = set()
    for _ in range(_ROUNDS + 1):
        asking = set(_asking(parts, seems))
        used = [
            number
            for number, (example, _) in enumerate(parts)
            if number in asking or example.label == NONE
        ]
        weights = linear.fit(
            linear.Table(names=data.names, rows=data.rows[used]),
            [number in asking for number in used],
            [parts[number][0].counts for number in used],
            strength=_STRENGTH[ASKS],
        )
        seems = [chance(log_odds(weights, part.features)) for _, part in parts]
    return weights, asking


def _asking(parts: Sequence[tuple[Example, Sentence]], seems: Sequence[float]) -> Iterator[int]:
    """Of each message that asks, the sentence that seems to most, and those that surely do."""
    best: dict[int, int] = {}
    for number, (example, part) in enumerate(parts):
        if example.label == NONE or (example.label == IDLE and not part.shapes):
            continue
        known = best.get(id(example))
        if known is None or seems[number] > seems[known]:
            best[id(example)] = number
        if seems[number] > _TOO:
            yield number
    yield from best.values()


def _worth(
    parts: Sequence[tuple[Example, Sentence]], data: linear.Table, asking: set[int]
) -> Weights:
    """What is worth a follow, of what asks."""
    used = [
        number
        for number, (example, _) in enumerate(parts)
        if (number in asking and example.label in _KINDS) or _asks_idly(*parts[number])
    ]
    return linear.fit(
        linear.Table(names=data.names, rows=data.rows[used]),
        [parts[number][0].label != IDLE for number in used],
        [parts[number][0].counts for number in used],
        strength=_STRENGTH[WORTH],
    )


def _asks_idly(example: Example, part: Sentence) -> bool:
    """Whether it was labelled as idle, or asks by its mark without having been worth a label."""
    return example.label == IDLE or (
        example.label == NONE and part.asked and not part.mute and example.counts != _CHAT
    )


def _kinds(given: Sequence[Example], names: Sequence[str]) -> dict[str, Weights]:
    """What makes a contribution of each kind, by all that its message says."""
    data = linear.table(names, (_values(each.whole) for each in given))
    counts = [each.counts for each in given]
    return {
        kind: linear.fit(
            data, [each.label == kind for each in given], counts, strength=_STRENGTH["kinds"]
        )
        for kind in sorted(_KINDS)
    }


# --- leaving worlds out ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How well a world was heard: tracked right (precision, recall, F1), and the kind right."""

    messages: int
    precision: float
    recall: float
    f1: float
    kinds: float


def score(judge: Judge, given: Iterable[Example]) -> Score:
    """What a judge makes of these examples, held against their labels."""
    tally = dict.fromkeys(("right", "missed", "false", "kind", "messages"), 0)
    for each in given:
        tally["messages"] += 1
        wanted, found = each.label in _KINDS, confidence(judge, each) >= TRACKED_AT
        if wanted and found:
            tally["right"] += 1
            tally["kind"] += judge.kind(each.whole).value == each.label
        elif wanted or found:
            tally["missed" if wanted else "false"] += 1
    right, missed, false = tally["right"], tally["missed"], tally["false"]
    return Score(
        messages=tally["messages"],
        precision=right / max(1, right + false),
        recall=right / max(1, right + missed),
        f1=2 * right / max(1, 2 * right + false + missed),
        kinds=tally["kind"] / max(1, right),
    )


def confidence(judge: Judge, example: Example) -> float:
    """How surely a message is worth tracking."""
    sure = [0.0]
    for each in example.sentences:
        asks = judge.asks(each)
        if asks >= HEARD_AT:
            sure.append(asks * judge.worth(each))
    return max(sure)


def by_world(given: Sequence[Example], keeps: Keeps = everything) -> Iterator[tuple[str, Score]]:
    """Each world scored by what was learned from the others."""
    for world in sorted({each.world for each in given if each.scored}):
        judge = Judge(fit([each for each in given if each.world != world], keeps))
        yield world, score(judge, [each for each in given if each.world == world and each.scored])


# --- the command -----------------------------------------------------------------------------


def _printed(name: str, each: Score) -> None:
    figures = f"{each.precision:.3f}  {each.recall:.3f}  {each.f1:.3f}  {each.kinds:.3f}"
    print(f"{name:32} {each.messages:6}  {figures}", flush=True)  # noqa: T201 - its purpose


def _print_table(given: Sequence[Example], keeps: Keeps) -> None:
    print(f"{'world':32} {'lines':>6}  {'prec.':5}  {'rec.':5}  {'F1':5}  kinds")  # noqa: T201
    scores = []
    for world, found in by_world(given, keeps):
        _printed(world, found)
        scores.append(found)
    f1 = [each.f1 for each in scores]
    print(f"F1: mean {sum(f1) / len(f1):.3f}, from {min(f1):.3f} to {max(f1):.3f}")  # noqa: T201


def main() -> None:
    """Learn, print what whole worlds left out say of it, and write the weights down."""
    parser = argparse.ArgumentParser(prog="python -m training.hearing", description=__doc__)
    parser.add_argument("--irc", type=Path)
    parser.add_argument("--without", choices=sorted(GROUPS))
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--no-check", action="store_true", help="write without the table")
    asked = parser.parse_args()
    given = examples(asked.irc)
    dropped = GROUPS[asked.without] if asked.without else lambda _: False
    if not asked.no_check:
        _print_table(given, lambda name: not dropped(name))
    if not (asked.check or asked.without):
        linear.write(WRITTEN, fit(given))


if __name__ == "__main__":
    main()
