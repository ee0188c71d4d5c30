"""A room as the core knows it. Its parts are frozen values, replaced when they change.

Because a changed part is a new object, a store finds what to write by identity alone.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

from bot.domain.events import Role
from bot.domain.question import Kind, Question
from bot.domain.settings import RoomSettings
from bot.domain.turn import Turn

REMEMBERED_TURNS: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in the room."""

    id: str
    name: str
    bot: bool = False
    present: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Convener:
    """Somebody who was asked to convene. They are nudged once accepted and practised.

    `invited_by` asked them, and is told if they can't; empty where nobody did, or once they said
    yes.
    """

    member: str
    role: Role = Role.CONVENER
    accepted: bool = False
    practised: bool = False
    away: bool = False
    invited_by: str = ""

    @property
    def ready(self) -> bool:
        """Whether nudges may go to them (away is the policy's matter)."""
        return self.accepted and self.practised


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A bounded stretch of the room. Times in epoch seconds."""

    id: str
    started_at: float
    spoken: bool = False
    ends_at: float | None = None
    ended_at: float | None = None
    paused: bool = False
    card_sent: bool = False
    last_nudge_at: float | None = None
    nudged: tuple[Kind, ...] = ()
    nudged_askers: tuple[str, ...] = ()
    heard_too_by: tuple[tuple[str, int], ...] = ()


class Purpose(StrEnum):
    """Why a private card was made."""

    NUDGE = "nudge"
    PRACTICE = "practice"
    SPOKEN = "spoken"
    RETURNED = "returned"
    CARRIED = "carried"
    DIGEST = "digest"
    HANDED = "handed"
    MISSED = "missed"
    UNHEARD = "unheard"
    INVITED = "invited"
    DECLINED = "declined"
    UNSHARED = "unshared"
    SUMMARY = "summary"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unposted:
    """What a convener wrote about a question and couldn't be posted; `text` may not be kept."""

    question: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A stretch of the room that couldn't be read, in epoch seconds."""

    since: float
    until: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One private card to one convener, and what its recipient did with it.

    `sent`: it was handed to the outbox. `closed` is the last word on it, in the recipient's own
    language of the card; a closed card has no buttons. Only its recipient ever sees any of this
    (rule 3). `unposted` is there until they try again, or nothing is left to do about it. `missed`
    is what a card about a gap is about, `who` whom one about somebody else is about; a summary is
    about its `meeting`, or about what was asked from `since` (epoch seconds) on. `worth`: what
    was pressed says whether the nudge was worth it; None where that doesn't count (feedback.py).
    """

    id: str
    to: str
    purpose: Purpose
    made_at: float
    questions: tuple[str, ...] = ()
    meeting: str | None = None
    sent: bool = False
    shown: bool = False
    later_at: float | None = None
    closed: str | None = None
    unposted: Unposted | None = None
    missed: Missed | None = None
    who: str = ""
    since: float = 0.0
    worth: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPage:
    """A summary that a convener had posted in the room, by the questions that it shows.

    `since` is in epoch seconds: when its meeting began, where it is about a `meeting`. `ref` is
    the posted message's id, empty until it stands; `stale`: something of it changed before that.
    """

    id: str
    by: str
    at: float
    since: float
    meeting: bool
    followed: tuple[str, ...]
    ticked: tuple[str, ...] = ()
    ref: str = ""
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast the room talks: a running mean of the gap between messages, in seconds.

    `voices` are the people who spoke lately; in a `crowd` many talks run through each other.
    """

    gap: float = 30.0
    voices: float = 4.0
    messages: int = 0
    crowd: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A convener's agreement, at that time (epoch seconds), that this second listener be asked."""

    by: str
    at: float
    to: str


class RoomView(Protocol):
    """What hearing and uptake may look at; nothing here can be changed through it."""

    @property
    def turns(self) -> Sequence[Turn]:
        """The last messages, oldest first."""

    @property
    def questions(self) -> Mapping[str, Question]:
        """The questions in memory by id, in the order they were asked."""

    @property
    def members(self) -> Mapping[str, Member]:
        """Everybody who was seen in the room."""

    @property
    def conveners(self) -> Mapping[str, Convener]:
        """Everybody who was asked to convene."""

    @property
    def pace(self) -> Pace:
        """How fast the room talks."""


@dataclass(slots=True, kw_only=True)
class Room:
    """The whole state of one room.

    `behind_since`: what was said after it may not have been heard yet. `missed`: a gap that its
    conveners haven't been told of yet. `left_memory` is when the youngest was asked of those
    questions that left the memory and may still be told of; times are epoch seconds.
    """

    id: str
    title: str = ""
    settings: RoomSettings = field(default_factory=RoomSettings)
    members: dict[str, Member] = field(default_factory=dict)
    conveners: dict[str, Convener] = field(default_factory=dict)
    meeting: Meeting | None = None
    last_meeting: Meeting | None = None
    turns: deque[Turn] = field(default_factory=lambda: deque(maxlen=REMEMBERED_TURNS))
    questions: dict[str, Question] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    pages: dict[str, PublicPage] = field(default_factory=dict)
    pace: Pace = field(default_factory=Pace)
    seq: int = 0
    now: float = 0.0
    paused: bool = False
    notice_wanted: str = ""
    notice_posted: str = ""
    digest_day: str = ""
    digest_week: str = ""
    left_memory: float = 0.0
    behind_since: float | None = None
    missed: Missed | None = None
    agreement: Agreement | None = None
    wake_at: float | None = None

    def name_of(self, member: str) -> str:
        """The display name, or the id where none was seen."""
        known = self.members.get(member)
        return known.name if known else member
