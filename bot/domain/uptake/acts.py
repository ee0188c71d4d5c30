"""Acts: how far a message's own words speak for its taking something up, whatever that is.

It is looked at when its text is heard, since the text isn't kept: what stays with the message is
three numbers. Which words and shapes count was learned (training/circle.py, docs/uptake.md).
"""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from bot.domain.changing import replace
from bot.domain.events import MessagePosted
from bot.domain.hearing import Heard, Hearing
from bot.domain.room import RoomView
from bot.domain.turn import Turn
from bot.domain.uptake.manner import Manner
from bot.domain.weights import Weights
from bot.domain.words import own_talk

NEXT, SOON, LATER = range(3)
ZONES: Final = ("next", "soon", "later")
"""Where a message stands after a question: right after it, among the next three, later."""

_LOOKED_AT: Final = 400  # characters: who takes something up does so in the first sentences
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[£$€%?!]|[^\w\s,.;:'\"()\-]")
_BREAK: Final = re.compile(r"[,.;:!?—–(\n]| - ")
_LABEL: Final = re.compile(r"[\w'’&/#.\- ]{1,40}:\s")

_SUBJECTS: Final = frozenset("i we you he she it they there that this who what which".split())
_AUXILIARIES: Final = frozenset(
    "is are was were am be been being do does did have has had can could will would shall should "
    "may might must isn't aren't wasn't don't doesn't didn't can't won't it's that's there's i'm "
    "i'll i'd i've we're we'll we'd we've you're you'll you'd you've they're they'll they'd "
    "they've he's she's".split()
)
_PLACES: Final = frozenset(
    "in on at under behind by from to of with for till until since after before near over between "
    "through around inside outside".split()
)
_DETERMINERS: Final = frozenset(
    "a an the my our your his her their these those some any no".split()
)
_ENDINGS: Final = ("ing", "ed", "ly")

_CLAUSE_MOST: Final = 7  # words
_CLAUSES_MOST: Final = 4
_FIGURES_MOST: Final = 4
_OPENING: Final = 3  # words


def features(text: str) -> tuple[list[str], list[str]]:
    """What is noticed in a message's own talk: by its words, and by its shape; each once."""
    looked_at = text.strip()[:_LOOKED_AT]
    low = looked_at.lower().replace("’", "'")
    words = ["0" if each.isdigit() else each for each in _WORD.findall(low)]
    return list(dict.fromkeys(_said(words))), _shape(looked_at, low)


def _said(words: list[str]) -> list[str]:
    """Its words, its pairs of words, and what it begins and ends with."""
    found = [f"word {each}" for each in words]
    found += [f"words {one} {two}" for one, two in pairwise(words)]
    if words:
        found += [f"begins {words[0]}", f"ends {words[-1]}"]
        found += [f"begins {words[0]} {words[1]}"] if len(words) > 1 else []
    return found


def _shape(text: str, low: str) -> list[str]:
    """How it is built: the length of its first clause, whether it has a subject, and so on."""
    clauses = [words for part in _BREAK.split(low) if (words := part.split())]
    if not clauses:
        return ["no words"]
    first, everything = clauses[0], [word for clause in clauses for word in clause]
    kinds = [_kind(word) for word in first[:2]]
    stop = _BREAK.search(low)
    mark = stop[0].strip() if stop else "nothing"
    figures = sum(word[:1].isdigit() for word in everything)
    found = [
        f"first clause {min(len(first), _CLAUSE_MOST)}",
        f"first clause {min(len(first), _OPENING)} before {mark}",
        f"clauses {min(len(clauses), _CLAUSES_MOST)}",
        f"opens {kinds[0]}",
    ]
    found += [f"opens {' '.join(kinds)}"] if len(kinds) > 1 else []
    found += [f"figures {min(figures, _FIGURES_MOST)}"] if figures else []
    flags = {
        "no verb": _AUXILIARIES.isdisjoint(everything),
        "no subject": all(word.split("'")[0] not in _SUBJECTS for word in everything),
        "label": _LABEL.match(text) is not None,
        "capital": text[:1].isupper(),
        "ends asking": text.endswith("?"),
        "ends calling out": text.endswith("!"),
        "ends with a stop": text.endswith("."),
    }
    return found + [name for name, there in flags.items() if there]


def _kind(word: str) -> str:
    """What kind of word it is, roughly."""
    if word[:1].isdigit():
        return "figure"
    if word in _SUBJECTS:
        return word
    for kind, those in (("aux", _AUXILIARIES), ("place", _PLACES), ("det", _DETERMINERS)):
        if word in those:
            return kind
    return next((ending for ending in _ENDINGS if word.endswith(ending)), "other")


class Acts:
    """The learned weights: "words" count everywhere, a shape in each of ZONES as it does there."""

    def __init__(self, weights: Mapping[str, Weights]) -> None:
        self._words = weights["words"]
        self._zones = tuple(weights[zone] for zone in ZONES)

    def of(self, text: str) -> tuple[float, ...]:
        """For each of ZONES, the log-odds that its words give to taking something up there."""
        said, shape = features(text)
        words = self._words.sum(said)
        return tuple(words + zone.sum(shape) for zone in self._zones)


class HearingActs:
    """A hearing that remembers of each message, besides, what its words speak for as a reply.

    Without `manner` a message keeps the one that `hearing` found.
    """

    def __init__(self, hearing: Hearing, acts: Acts, manner: Manner | None = None) -> None:
        self._hearing = hearing
        self._acts = acts
        self._manner = manner

    def remember(self, message: MessagePosted, seq: int, room: RoomView) -> Turn:
        """The message as the room remembers it; `room` doesn't hold it yet."""
        turn = self._hearing.remember(message, seq, room)
        if message.unread or message.bot:
            return turn
        return replace(
            turn,
            takes_up=self._acts.of(own_talk(message.text).own),
            manner=self._manner.of(message.text) if self._manner else turn.manner,
        )

    def hear(self, message: MessagePosted) -> tuple[Heard, ...]:
        """The askings in the message."""
        return self._hearing.hear(message)

    def place(self, heard: tuple[Heard, ...], turn: Turn, room: RoomView) -> tuple[Heard, ...]:
        """What was heard, as it counts where the message stands."""
        return self._hearing.place(heard, turn, room)
