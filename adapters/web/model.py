"""What the demo room is made of, and how each is written as an item's body and read back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from pydantic import TypeAdapter

HEED: Final = "heed"
"""The member id under which Heed itself posts."""
HEED_NAME: Final = "Heed"
REACTIONS: Final = ("👍", "❤️", "😄", "🎉", "🤔", "🙏")


class RefusedError(Exception):
    """The room doesn't do this; says why, to the person who asked for it."""


class SignedOutError(Exception):
    """Whoever asked isn't somebody in this room (any more)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the room. `n` counts who came; `played` ones belong to a played meeting."""

    id: str
    name: str
    n: int
    here: bool = True
    played: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody's place in the room, and the token that proves it (given once, kept as a hash)."""

    person: Person
    token: str = field(repr=False)


class MessageKind(StrEnum):
    """How a message is shown."""

    MESSAGE = "message"
    FOLLOW = "follow"
    NOTICE = "notice"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message. `at` in epoch seconds; `n` is its place in the order of posting.

    `by` is whose words it holds where Heed posted it for somebody, and `label` says so. `lines`
    are those of a notice or page. A deleted message has no words left.
    """

    id: str
    n: int
    at: float
    author: str
    text: str
    kind: MessageKind = MessageKind.MESSAGE
    reply_to: str | None = None
    by: str | None = None
    label: str = ""
    lines: tuple[str, ...] = ()
    edited: bool = False
    deleted: bool = False
    reactions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class What(StrEnum):
    """What can happen in the room."""

    CAME = "came"
    WENT = "went"
    POSTED = "posted"
    EDITED = "edited"
    DELETED = "deleted"
    REACTED = "reacted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happened, for Heed to hear. `at` in epoch seconds."""

    what: What
    at: float
    person: str = ""
    name: str = ""
    message: str = ""
    text: str = ""
    reply_to: str | None = None
    emoji: str = ""
    removed: bool = False
    bot: bool = False


_PERSON = TypeAdapter(Person)
_MESSAGE = TypeAdapter(Message)
_HAPPENING = TypeAdapter(Happening)


def read_person(body: Mapping[str, Any]) -> Person:
    """Read a person back."""
    return _PERSON.validate_python(dict(body))


def read_message(body: Mapping[str, Any]) -> Message:
    """Read a message back."""
    return _MESSAGE.validate_python(dict(body))


def read_happening(body: Mapping[str, Any]) -> Happening:
    """Read a queued happening back."""
    return _HAPPENING.validate_python(dict(body))


def written(thing: Person | Message | Happening) -> dict[str, Any]:
    """Write any of them as JSON would hold it."""
    kinds: dict[type, TypeAdapter[Any]] = {
        Person: _PERSON,
        Message: _MESSAGE,
        Happening: _HAPPENING,
    }
    body: dict[str, Any] = kinds[type(thing)].dump_python(thing, mode="json")
    return body
