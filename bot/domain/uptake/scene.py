"""The room around a message, looked over once for all the questions that it could be about."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from bot.domain.room import RoomView
from bot.domain.turn import Cue, Turn

# Where people call each other by name this often, many conversations run through each other, and
# neighbouring messages seldom belong together.
CROWD: Final = 0.2
_FEW_TURNS: Final = 20
# A meeting has up to eight voices; more of them seldom hold one talk.
MANY: Final = 9
SEVERAL: Final = 7
_CONTINUED: Final = 5  # turns
NEVER: Final = -1


@dataclass(slots=True, kw_only=True)
class Scene:
    """What the last messages say about the one judged. Places in the room are `seq` numbers.

    `talk` has, for everybody whom the author called or was called by, when that was last;
    `voices` the other speakers, the latest first.
    """

    turn: Turn
    words: frozenset[int] = frozenset()
    crowd: bool = False
    continued: tuple[int, float] = (NEVER, 0.0)
    last: Turn | None = None
    last_spoke: dict[str, int] = field(default_factory=dict)
    last_asked: dict[str, int] = field(default_factory=dict)
    called_author: dict[str, int] = field(default_factory=dict)
    author_called: dict[str, int] = field(default_factory=dict)
    mine: list[int] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    voices: list[tuple[int, str]] = field(default_factory=list)

    def asked_since(self, seq: int) -> int:
        """How many messages have asked something after that place."""
        return len(self.asked) - bisect_right(self.asked, seq)

    def others_spoke_since(self, seq: int, asker: str) -> bool:
        """Whether anybody but the author and the asker has spoken after that place."""
        return any(last > seq and who != asker for last, who in self.voices[:2])

    def spoke_between(self, start: int, end: int) -> bool:
        """Whether the author spoke from `start` on and before `end`."""
        return any(start <= seq < end for seq in self.mine)

    def talks_elsewhere_since(self, seq: int, asker: str) -> bool:
        """Whether the author and somebody other than the asker have called each other since."""
        return any(
            last > seq and who != asker
            for talk in (self.called_author, self.author_called)
            for who, last in talk.items()
        )


def is_crowd(room: RoomView) -> bool:
    """Whether many conversations run through each other here, by who spoke and called lately."""
    voices = len({each.author for each in room.turns})
    if voices < SEVERAL:
        return False
    calls = sum([Cue.CALLS in each.cues for each in room.turns])
    return voices >= MANY or calls >= CROWD * max(len(room.turns), _FEW_TURNS)


def scene(turn: Turn, room: RoomView) -> Scene:
    """Look over the room's last messages."""
    view = Scene(turn=turn, words=frozenset(word for word, _ in turn.words))
    calls = 0
    for each in room.turns:
        view.last_spoke[each.author] = each.seq
        if Cue.CALLS in each.cues and each.addressed:
            calls += 1
            _call(view, each)
        if Cue.ASKS in each.cues and not each.bot:
            view.last_asked[each.author] = each.seq
            view.asked.append(each.seq)
        if each.author == turn.author:
            view.mine.append(each.seq)
    view.crowd = calls / max(len(room.turns), _FEW_TURNS) >= CROWD
    view.last = room.turns[-1] if room.turns else None
    view.continued = _continued(view, room)
    others = ((seq, who) for who, seq in view.last_spoke.items() if who != turn.author)
    view.voices = sorted(others, reverse=True)
    return view


def _call(view: Scene, each: Turn) -> None:
    """Note who called the author, and whom the author called."""
    if each.author == view.turn.author:
        view.author_called[each.addressed[0]] = each.seq
    elif each.addressed[0] == view.turn.author:
        view.called_author[each.author] = each.seq


def _continued(view: Scene, room: RoomView) -> tuple[int, float]:
    """The recent message by somebody else that this one shares most with: its place, how much."""
    most = (NEVER, 0.0)
    for each in islice(reversed(room.turns), _CONTINUED):
        if each.author != view.turn.author:
            shared = shared_weight(view.words, each.words)
            if shared > most[1]:
                most = (each.seq, shared)
    return most


def shared_weight(words: frozenset[int], with_words: Iterable[tuple[int, float]]) -> float:
    """The rarity of the words that two messages share."""
    return sum([weight for word, weight in with_words if word in words])
