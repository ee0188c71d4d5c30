"""What goes out with a button, a menu or a modal, and comes back with its press: the custom id.

Discord keeps a hundred characters for us, and brings them back after a restart too. Its own ids
are written short; the version says how to read the rest, and a check that nothing was lost. Where
a press belongs is taken from it; who pressed, and whether they may, never is.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from adapters.discord.ids import PLATFORM
from bot.domain.events import Action

AT_MOST: Final = 100  # characters, by Discord's own limit
VERSION: Final = "h1"
TEMPLATE: Final = re.compile(rf"{VERSION}:(?P<check>[\w-]{{4}}):(?P<rest>.+)", re.DOTALL)
"""What all our custom ids look like."""
_OURS: Final = re.compile(r"h\d+:")

# One letter each, for there is little room; a letter keeps its meaning for ever.
_LETTERS: Final = {
    Action.SHOW: "s",
    Action.GO: "g",
    Action.POST: "p",
    Action.ALREADY_FOLLOWED: "a",
    Action.PRIVATELY: "v",
    Action.LET_IT_REST: "r",
    Action.NOT_A_QUESTION: "n",
    Action.HAND_TO: "h",
    Action.LATER: "l",
    Action.ANSWERED_ALOUD: "w",
    Action.SAY_IT_ALOUD: "y",
    Action.STEP_DOWN: "d",
    Action.CONVENE: "c",
    Action.NO_THANK_YOU: "t",
}
_ACTIONS: Final = {letter: action for action, letter in _LETTERS.items()}

_BETWEEN: Final = "|"
_SHORT: Final = "~"
_LONG_NUMBER: Final = re.compile(r"[1-9]\d{13,18}", re.ASCII)
_SHORT_NUMBER: Final = re.compile(rf"{_SHORT}([\w-]{{11}})", re.ASCII)
_BYTES: Final = 8
_SOME: Final = re.compile(rf"[{re.escape(_BETWEEN + _SHORT)}]")


class Do(StrEnum):
    """What a press does; on a card's own button, `PRESS` with its action."""

    PRESS = "p"
    MENU = "m"
    WISH = "w"
    TICK = "t"
    CONVENE = "c"
    INVITE = "i"
    CHANNELS = "g"
    STEM = "s"
    POST_IT = "y"
    CHANGE_IT = "e"
    MEMBER = "h"
    # Modals.
    FOLLOW = "F"
    HAND_TO = "H"


WORDS: Final = "words"
"""The custom id of what is written in a modal."""


class BadAddressError(ValueError):
    """What came back isn't what we sent; the text is fit for a log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a press belongs: the room, and what of it is meant."""

    room: str
    card: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """All that a custom id says. `more` is an action with its value, a wish, or a number."""

    do: Do
    address: Address
    more: str = ""


def custom_id(do: Do, address: Address, more: str = "") -> str:
    """A custom id; raises ValueError where it is too long for Discord."""
    room = address.room.removeprefix(f"{PLATFORM}/")
    rest = _BETWEEN.join(
        (do, *map(_shortened, (room, address.card, address.question)), _shortened(more))
    )
    written = f"{VERSION}:{_check(rest)}:{rest}"
    if len(written) > AT_MOST:
        raise ValueError(f"{len(written)} characters to keep on Discord; {AT_MOST} at most")
    return written


def read(written: object) -> Mark:
    """What a custom id says; raises BadAddressError for one that isn't ours, or was damaged."""
    found = TEMPLATE.fullmatch(written) if isinstance(written, str) else None
    if found is None or found["check"] != _check(found["rest"]):
        raise BadAddressError("something that we didn't write")
    do, *parts = found["rest"].split(_BETWEEN)
    if do not in set(Do) or len(parts) != 4:  # noqa: PLR2004 - room, card, question and more
        raise BadAddressError("a button that isn't ours")
    room, card, question, more = map(_restored, parts)
    address = Address(room=f"{PLATFORM}/{room}", card=card, question=question)
    return Mark(do=Do(do), address=address, more=more)


def is_ours(written: object) -> bool:
    """Whether a custom id is one of ours, of whichever version."""
    return isinstance(written, str) and _OURS.match(written) is not None


def pressed(action: Action, value: str = "", question: str = "") -> str:
    """An action as it goes out with a button or an option; `value` and `question` go with it."""
    return ",".join((_LETTERS[action], value, question)).rstrip(",")


def action_of(more: str) -> tuple[Action, str, str]:
    """The action, its value and its question; raises BadAddressError for what is none."""
    letter, value, question, *_ = (*more.split(","), "", "")
    if letter not in _ACTIONS:
        raise BadAddressError("an action that isn't ours")
    return _ACTIONS[letter], value, question


def _shortened(text: str) -> str:
    """The text with its long numbers written short."""
    if _SOME.search(text):
        raise ValueError("this can't be kept on Discord")
    return _LONG_NUMBER.sub(lambda found: _SHORT + _letters(int(found[0])), text)


def _restored(text: str) -> str:
    return _SHORT_NUMBER.sub(lambda found: str(_number(found[1])), text)


def _letters(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(_BYTES)).decode().rstrip("=")


def _number(letters: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(f"{letters}="))


def _check(rest: str) -> str:
    """Four characters of the rest's digest."""
    digest = hashlib.sha256(rest.encode("utf-8", "replace")).digest()
    return base64.urlsafe_b64encode(digest).decode()[:4]
