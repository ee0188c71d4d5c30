"""What platform and companion say to each other, over a pipe."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.events import Event
from bot.domain.pages import Page
from bot.domain.views import CardView, FollowView, NoticeView


class What(StrEnum):
    """What is delivered."""

    CARD = "card"
    UPDATE = "update"
    FOLLOW = "follow"
    NOTICE = "notice"
    PAGE = "page"
    UPDATE_PAGE = "update page"
    FIND = "find"


@dataclass(frozen=True, slots=True, kw_only=True)
class Give:
    """An event of the platform's, to be acknowledged by its number."""

    number: int
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """It is now `at` (epoch seconds); to be acknowledged once all that is due has happened."""

    number: int
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """It was committed. `waits` (of a tick): something still waits to be delivered."""

    number: int
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver:
    """A delivery, answered by its number. One nonce is one message, however often it comes.

    What is only to be found has no `view`, and is answered by an empty reference where it isn't.
    """

    number: int
    what: What
    room: str
    view: CardView | FollowView | NoticeView | Page | None
    to: str = ""
    nonce: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was delivered stands as `ref`."""

    number: int
    ref: str
