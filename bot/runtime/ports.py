"""What the runtime needs from the outside: a store, senders, a clock. Adapters implement these."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.domain.question import Question
from bot.domain.room import Room
from bot.domain.views import CardView, FollowView, NoticeView


class Errand(StrEnum):
    """What a parcel in the outbox is for."""

    SEND_CARD = "send card"
    UPDATE_CARD = "update card"
    POST_FOLLOW = "post follow"
    POST_NOTICE = "post notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One delivery that the store keeps until it is made or has failed for good.

    `id` is unique within the room and is the platform's nonce. `card`, `question` and `text` are
    set as the errand needs. `due_at` is in epoch seconds; `attempts` counts those that failed.
    """

    room: str
    id: str
    errand: Errand
    due_at: float
    to: str = ""
    card: str = ""
    question: str = ""
    text: str = ""
    attempts: int = 0


class Unit(Protocol):
    """One transaction on one room: nothing of it is kept unless `commit` returned."""

    room: Room

    async def first_time(self, key: str, at: float) -> bool:
        """Record a platform event's key; False where it was recorded before."""

    async def reserve_place(self, convener: str, day: str, limit: int) -> bool:
        """Take one of the convener's places for that day; False where none is left."""

    async def post(self, parcel: Parcel) -> None:
        """Put a parcel in the outbox. One with the same id is there at most once, for ever."""

    async def retire(self, question: Question) -> None:
        """Keep this question's last state; it is no longer in the room's memory."""

    async def sent_ref(self, card: str) -> str | None:
        """The platform's reference of a delivered card, None where it wasn't delivered."""

    async def settle(self, parcel: Parcel, *, ref: str = "", failed: bool = False) -> None:
        """The parcel was delivered (`ref`: the platform's reference), or failed for good."""

    async def commit(self) -> None:
        """Write everything: the room as it now is, its deadline, the outbox."""


class Store(Protocol):
    """Rooms, their deadlines and the outbox."""

    def unit(self, room: str) -> AbstractAsyncContextManager[Unit]:
        """A transaction on the room, made new where it isn't known; rolls back on any error."""

    async def due_rooms(self, now: float, limit: int = 100) -> Sequence[str]:
        """Rooms whose deadline has come, earliest first."""

    async def next_due(self) -> float | None:
        """The earliest deadline or parcel that waits, in epoch seconds."""

    async def due_parcels(self, now: float, limit: int = 100) -> Sequence[Parcel]:
        """Parcels to deliver now, in the order they were posted, at most one a room at a time."""

    async def postpone(self, parcel: Parcel, until: float) -> None:
        """A delivery failed for now: one attempt more, next at `until`."""

    async def questions(self, room: str, since: float = 0.0) -> Sequence[Question]:
        """The room's questions asked since then, retired ones too, in the order asked."""

    async def rooms(self) -> Sequence[str]:
        """All known rooms."""


class RetryLaterError(Exception):
    """The platform can't take the delivery now; `after` seconds is its own wish, if it has one."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class UndeliverableError(Exception):
    """The platform will never take this delivery (direct messages closed, room gone)."""


class Sender(Protocol):
    """Brings things to people on one platform. `nonce` names a delivery for ever.

    Each may raise RetryLaterError or UndeliverableError.
    """

    async def send_card(self, room: str, to: str, view: CardView, nonce: str) -> str:
        """Send a new private card; the platform's reference of it comes back."""

    async def update_card(self, room: str, to: str, ref: str, view: CardView) -> None:
        """Change a delivered card in place."""

    async def post_follow(self, room: str, view: FollowView, nonce: str) -> str:
        """Post publicly in the room; the new message's id comes back."""

    async def post_notice(self, room: str, view: NoticeView, nonce: str) -> str:
        """Post the room's notice; the new message's id comes back."""


class Clock(Protocol):
    """The only clock there is; the core never sees it."""

    def now(self) -> float:
        """The time in epoch seconds."""

    def seconds_until(self, at: float) -> float:
        """How many real seconds until the clock shows `at`; never negative."""
