"""Platform-neutral views: what a person sees, before an adapter renders it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.events import Action
from bot.domain.pages import Page
from bot.domain.room import Purpose

IN_SIGHT: Final = 3  # buttons on a phone (rule 5)


class Move(StrEnum):
    """What a stem does for a question; none of them answers it."""

    REFLECT = "reflect"
    BUILD = "build"
    HONOUR = "honour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stem:
    """The beginning of a follow, made from the question's own words, without the asker's name."""

    move: Move
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One press. `value` goes back with it (seconds for *later*, say)."""

    action: Action
    label: str
    value: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What stands behind *Show*. `quote` is None where the words may not be kept or shown."""

    question: str
    message: str
    quote: str | None
    who: str
    ago: str
    why: tuple[str, ...]
    stems: tuple[Stem, ...]
    note: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A private card. `title` and `lines` are discreet: no quote, name or kind (rule 2).

    `details` is empty until shown, and so is `page`, where the card tells of a whole meeting or
    week: its lines, sections and choices stand there too, its title doesn't. `buttons` are at most
    three; the rest stand in `menu`.
    `target` is the message that *Go to the message* leads to.
    """

    card: str
    purpose: Purpose
    title: str
    lines: tuple[str, ...]
    details: tuple[Details, ...] = ()
    page: Page | None = None
    buttons: tuple[Button, ...] = ()
    menu: tuple[Button, ...] = ()
    target: str | None = None
    closed: bool = False

    def __post_init__(self) -> None:
        if len(self.buttons) > IN_SIGHT:
            raise ValueError(f"{len(self.buttons)} buttons in sight; {IN_SIGHT} at most")


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowView:
    """A follow posted through Heed: public, labelled, never naming the asker."""

    by: str
    label: str
    text: str
    reply_to: str
    thread: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """The room's public notice (rule 1)."""

    title: str
    lines: tuple[str, ...]
