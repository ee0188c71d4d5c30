"""The talk of a busy workspace, written down beforehand: the same for every run of a seed.

Each room is a running meeting of eight people. Every scene of it begins with a question, which ends
in one of the ways of `End`; around it people say what takes nothing up. Answers come within seconds
or long after the nudge, so that what is due doesn't hang on how quickly Heed was told.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import Any, Final

from tests.adapters.slack.payloads import TEAM, changed, message, payload
from tests.crash.meetings import ANSWERED

Json = dict[str, Any]

PEOPLE: Final = 8  # in each room, beside its convener
ANSWERED_WITHIN: Final = (2.0, 5.0)
LINES_OF_A_SCENE: Final = 1.9  # on average: the question, and what becomes of it
EDITED_AFTER: Final = 1.5
EDITED: Final = 0.2  # of the questions
IN_THREAD: Final = 0.5  # of the answers
# Each with an answer that plainly takes it up, whenever it comes.
ASKED: Final = (
    (
        "Who decides which surgeries we start with?",
        "The board decides which surgeries we start with.",
    ),
    (
        "If I'm honest, I still find it hard to say what we do.",
        "That is a good point: so what do we do? Let's say it in a sentence.",
    ),
    (
        "Isn't it unfair that the carers aren't in the room?",
        "You're right, it is unfair: the carers should be in the room, let's ask them.",
    ),
    (
        "I'm worried that nobody will use the new form.",
        "I share that worry. What would make people use the new form?",
    ),
    (
        "Why do we never ask the youth panel?",
        "Good question. We never asked the youth panel because nobody knew whom to call.",
    ),
)
# What plainly takes nothing up.
SAID: Final = (
    "ok",
    "haha",
    "lol",
    "Coffee is here.",
    "Lunch is in the side room today.",
    "Parking is full, use the back gate.",
    "The slides are on the drive.",
    "The van is booked until ten.",
)


class End(StrEnum):
    """What becomes of a scene's question."""

    HANGS = "hangs"
    ANSWERED = "is answered"
    LATE = "is answered after the nudge"
    DELETED = "is deleted after the nudge"


ENDS: Final = (End.HANGS, End.HANGS, End.ANSWERED, End.LATE, End.DELETED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is said: so many messages a second in all rooms together, for so many seconds.

    With this `patience` a nudge is due after `due` seconds at the latest; its scene ends `late`
    seconds after that.
    """

    rooms: int
    rate: float
    seconds: float
    patience: str
    due: float
    late: float
    seed: int

    @property
    def gap(self) -> float:
        """Seconds between two messages of a room."""
        return self.rooms / self.rate

    @property
    def idle_gap(self) -> float:
        """Seconds between two messages that take nothing up."""
        return self.scene / max(self.scene / self.gap - LINES_OF_A_SCENE, 1.0)

    @property
    def scene(self) -> float:
        """Seconds from one question of a room to the next."""
        return self.due + self.late + self.gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that Slack tells of, as its payload; `at` in epoch seconds.

    It is told after the happening `after`, which it is about. `loose` may come late.
    """

    at: float
    key: str
    payload: Json
    after: str = ""
    loose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """All that happens, in order; `ends` by channel and the question's `ts`."""

    happenings: Sequence[Happening]
    ends: Mapping[tuple[str, str], End]


def channel_name(number: int) -> str:
    """The channel of that number."""
    return f"C{number}"


def people(number: int) -> list[str]:
    """Who talks there: people are in several rooms, as in any workspace."""
    return [f"U{number // 2 * 4 + each}" for each in range(PEOPLE)]


def convener(number: int) -> str:
    """Who convenes there, and in one other room."""
    return f"UC{number // 2}"


def talk(plan: Plan, start: float) -> Talk:
    """Everything that is said in all rooms from `start` (epoch seconds) on."""
    rooms = [_Room(number, plan, start) for number in range(plan.rooms)]
    happenings = sorted((each for room in rooms for each in room.happenings()), key=_time)
    return Talk(happenings=happenings, ends={key: end for room in rooms for key, end in room.ends})


def _time(happening: Happening) -> float:
    return happening.at


class _Room:
    """One room's talk, in order of scenes."""

    def __init__(self, number: int, plan: Plan, start: float) -> None:
        self.ends: list[tuple[tuple[str, str], End]] = []
        self._channel = channel_name(number)
        self._people = people(number)
        self._plan = plan
        self._start = start
        self._chance = random.Random(f"{plan.seed} {number}")  # noqa: S311 - made-up talk
        self._lines = count(1)

    def happenings(self) -> Iterator[Happening]:
        """All that happens there; no question is asked whose scene wouldn't end in time."""
        plan, begins = self._plan, self._chance.uniform(0.5, 3.0)
        askers = self._chance.sample(self._people, PEOPLE)
        for asker in askers:
            if begins + plan.due + plan.late > plan.seconds:
                break
            yield from self._scene(begins, asker)
            begins += plan.scene
        others = askers[-2:]
        yield from self._idly(begins, plan.seconds, others)

    def _scene(self, begins: float, asker: str) -> Iterator[Happening]:
        end = self._chance.choice(ENDS)
        others = [each for each in self._people if each != asker]
        over = begins + self._plan.due + self._plan.late
        if end is End.ANSWERED:
            text, answer = self._chance.choice(ANSWERED)
            asked = self._said(begins, asker, text)
            at = begins + self._chance.uniform(*ANSWERED_WITHIN)
            yield self._said(at, self._chance.choice(others), answer, self._thread(asked))
        else:
            text, answer = self._chance.choice(ASKED)
            asked = self._said(begins, asker, text)
            late = self._said(over, self._chance.choice(others), answer, self._thread(asked))
            yield from self._changed(asked, end, late)
        yield asked
        self.ends.append(((self._channel, asked.payload["event"]["ts"]), end))
        yield from self._idly(begins, begins + self._plan.scene, others)

    def _changed(self, asked: Happening, end: End, late: Happening) -> Iterator[Happening]:
        """Some questions are edited at once; some are answered or deleted after the nudge."""
        if self._chance.random() < EDITED:
            yield self._edited(asked.at - self._start + EDITED_AFTER, asked)
        if end is End.LATE:
            yield late
        if end is End.DELETED:
            yield self._deleted(late.at - self._start, asked)

    def _idly(self, since: float, until: float, who: list[str]) -> Iterator[Happening]:
        """What takes nothing up."""
        at = since + self._plan.idle_gap * self._chance.uniform(0.4, 0.8)
        while at < min(until, self._plan.seconds):
            yield self._said(at, self._chance.choice(who), self._chance.choice(SAID), loose=True)
            at += self._plan.idle_gap * self._chance.uniform(0.8, 1.2)

    def _thread(self, asked: Happening) -> str | None:
        """Some answers are given in the question's thread."""
        ts: str = asked.payload["event"]["ts"]
        return ts if self._chance.random() < IN_THREAD else None

    # --- what Slack tells --------------------------------------------------------------------

    def _said(
        self, at: float, who: str, text: str, thread: str | None = None, *, loose: bool = False
    ) -> Happening:
        ts = self._ts(at)
        about = {} if thread is None else {"thread_ts": thread}
        event = message(text, user=who, ts=ts, event_ts=ts, channel=self._channel, **about)
        return self._told(ts, event, loose=loose)

    def _edited(self, at: float, asked: Happening) -> Happening:
        before, ts = asked.payload["event"], self._ts(at)
        edited = {"user": before["user"], "ts": ts}
        after = {**before, "text": f"{before['text']} Anyone?", "edited": edited}
        event = changed(before, after, channel=self._channel, ts=ts, event_ts=ts)
        return self._told(ts, event, after=asked.key)

    def _deleted(self, at: float, asked: Happening) -> Happening:
        ts, gone = self._ts(at), asked.payload["event"]["ts"]
        event = {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "channel": self._channel,
            "channel_type": "channel",
            "ts": ts,
            "event_ts": ts,
            "deleted_ts": gone,
        }
        return self._told(ts, event, after=asked.key)

    def _told(self, ts: str, event: Json, *, after: str = "", loose: bool = False) -> Happening:
        key = f"Ev{self._channel}at{ts.replace('.', '')}"
        said = payload(event, event_id=key, event_time=int(float(ts)), team_id=TEAM)
        return Happening(at=float(ts), key=key, payload=said, after=after, loose=loose)

    def _ts(self, at: float) -> str:
        """A `ts` that the channel has once: its last digits count."""
        return f"{self._start + at:.3f}{next(self._lines) % 1000:03d}"
