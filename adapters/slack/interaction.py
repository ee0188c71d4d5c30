"""The parts of what Slack sends when somebody presses something or sends a modal in."""

from collections.abc import Mapping
from typing import Any

from adapters.slack.ids import is_id

Json = Mapping[str, Any]


class BadPressError(Exception):
    """The payload isn't as Slack documents it; says where."""


def part(of: Json, name: str) -> Json:
    """The object of that name; an empty one where there is none."""
    found = of.get(name)
    return found if isinstance(found, Mapping) else {}


def text_of(of: Json, name: str) -> str:
    """The text of that name. Raises BadPressError where there is none."""
    text = of.get(name)
    if not isinstance(text, str) or not text:
        raise BadPressError(f"`{name}`")
    return text


def member_of(body: Json) -> str:
    """Whoever did it. Raises BadPressError."""
    member = part(body, "user").get("id")
    if not is_id(member):
        raise BadPressError("a user")
    return str(member)
