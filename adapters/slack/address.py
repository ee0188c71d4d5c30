"""What goes out with a button or a modal, and comes back with its press.

Slack keeps it for us in the message or the view, so it says where a press belongs; who pressed,
and whether they may, is never taken from it.
"""

import json
import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from adapters.slack.words import are_clean
from bot.domain.events import Action

OURS: Final = re.compile(r"heed\.")
"""What the ids of all our buttons, modals and shortcuts begin with."""

BLOCK_ID_AT_MOST: Final = 255  # characters, by Slack's own limit
METADATA_AT_MOST: Final = 3000  # likewise
_PRESS: Final = "heed.press."
_BETWEEN: Final = "|"


class Do(StrEnum):
    """The ids of what isn't a card's own button; where there are several, a number follows."""

    MENU = "heed.menu"
    WISH = "heed.wish"
    LINK = "heed.link"
    CONVENE = "heed.convene"
    INVITE = "heed.invite"
    STEM = "heed.stem"
    WORDS = "heed.words"
    MEMBER = "heed.member"
    WHEN = "heed.when"
    TICK = "heed.tick"


class Modal(StrEnum):
    """The modals, by their callback ids."""

    FOLLOW = "heed.follow"
    PREVIEW = "heed.preview"
    HAND_TO = "heed.hand_to"
    LATER = "heed.later"
    PAGE = "heed.page"
    WORD = "heed.word"


class BadAddressError(ValueError):
    """What came back isn't what we sent; the text is fit for a log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a press belongs: the room, and what of it is meant.

    The greeting is no card: there `card` is whoever asked Heed in, if that is known.
    """

    room: str
    card: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a modal remembers while it is open: `text` is a follow's words, or a command."""

    room: str
    card: str = ""
    question: str = ""
    text: str = ""

    @property
    def address(self) -> Address:
        """Where it belongs."""
        return Address(room=self.room, card=self.card, question=self.question)


def press_id(action: Action) -> str:
    """The id of a card's button."""
    return _PRESS + action.name


def action_of(press: str) -> Action | None:
    """The action of a card's button; None for another id."""
    return Action.__members__.get(press.removeprefix(_PRESS)) if press.startswith(_PRESS) else None


def option(action: Action, value: str) -> str:
    """What an option of a menu brings back."""
    return f"{action.name}{_BETWEEN}{value}"


def chosen(brought: str) -> tuple[Action, str]:
    """The action and the value of an option; raises BadAddressError for what is none."""
    name, _, value = brought.partition(_BETWEEN)
    if name not in Action.__members__:
        raise BadAddressError("an option that isn't ours")
    return Action[name], value


def block_id(address: Address, number: int) -> str:
    """The id of a message's block, told apart from its others by the number.

    Raises ValueError where it is too long for Slack.
    """
    written = _written([number, address.room, address.card, address.question])
    return _within(written, BLOCK_ID_AT_MOST)


def address_of(block: object) -> Address:
    """Where a press in a block belongs; raises BadAddressError for a block that isn't ours."""
    match _read(block):
        case [int(), str(room), str(card), str(question)] if are_clean(room, card, question):
            return Address(room=room, card=card, question=question)
    raise BadAddressError("a block that isn't ours")


def metadata(memory: Memory) -> str:
    """A modal's memory, as Slack keeps it; raises ValueError where it is too long for Slack."""
    return _within(_written(asdict(memory)), METADATA_AT_MOST)


def memory_of(kept: object) -> Memory:
    """What a modal remembered; raises BadAddressError for one that isn't ours."""
    match _read(kept):
        case {"room": str(room), "card": str(card), "question": str(question), "text": str(text)}:
            if are_clean(room, card, question, text):
                return Memory(room=room, card=card, question=question, text=text)
    raise BadAddressError("a modal that isn't ours")


def _written(what: object) -> str:
    return json.dumps(what, ensure_ascii=False, separators=(",", ":"))


def _within(written: str, limit: int) -> str:
    if len(written) > limit:
        raise ValueError(f"{len(written)} characters to keep on Slack; {limit} at most")
    return written


def _read(text: object) -> object:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError) as error:
        raise BadAddressError("something that we didn't write") from error
