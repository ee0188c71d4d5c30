"""The parts of what Slack sends when somebody presses something or sends a modal in."""

from collections.abc import Mapping
from typing import Any, Final

from adapters.slack.ids import is_id
from adapters.slack.words import clean

Json = Mapping[str, Any]
_DIGITS: Final = 4


class BadPressError(Exception):
    """The payload isn't as Slack documents it; says where."""


def part(of: Json, name: str) -> Json:
    """The object of that name; an empty one where there is none."""
    found = of.get(name)
    return found if isinstance(found, Mapping) else {}


def text_of(of: Json, name: str) -> str:
    """The text of that name, such as it may go on. Raises BadPressError where there is none."""
    text = said_in(of, name)
    if not text:
        raise BadPressError(f"`{name}`")
    return text


def said_in(of: Json, name: str) -> str:
    """The text of that name, such as it may go on; empty where there is none."""
    text = of.get(name)
    return clean(text) if isinstance(text, str) else ""


def number_of(text: str, what: str) -> int:
    """A small number that is written out. Raises BadPressError."""
    if not text.isdecimal() or len(text) > _DIGITS:
        raise BadPressError(what)
    return int(text)


def member_of(body: Json) -> str:
    """Whoever did it. Raises BadPressError."""
    member = part(body, "user").get("id")
    if not is_id(member):
        raise BadPressError("a user")
    return str(member)
