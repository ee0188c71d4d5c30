"""What people see of a message or a modal: its words, and what can be pressed in it."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord

Json = dict[str, Any]
Shown = Any
"""A message, as SimCord or the library has it."""


def text_of(shown: Shown) -> str:
    """All words of a message, one below the other."""
    found = [shown.content]
    for embed in shown.embeds:
        found += [embed.title or "", embed.description or ""]
    for each in pressables(shown):
        found += [each.get("label", ""), each.get("placeholder", "")]
        found += [option["label"] for option in each.get("options", [])]
    return "\n".join(each for each in found if each)


def pressables(shown: Shown) -> list[Json]:
    """All that can be pressed on a message."""
    rows = [_raw(each) for each in shown.components]
    return [item for row in rows for item in row.get("components", [row])]


def _raw(component: Any) -> Json:  # noqa: ANN401 - of either library
    found: Json = component if isinstance(component, dict) else component.to_dict()
    return found


def labels(shown: Shown) -> list[str]:
    """What stands on the buttons of a message, and in its menus."""
    found = []
    for each in pressables(shown):
        found += [each["label"]] if "label" in each else []
        found += [option["label"] for option in each.get("options", [])]
    return found


def menu_with(shown: Shown, label: str) -> tuple[str, str]:
    """The custom id of the menu that offers something, and the value of what it offers."""
    for each in pressables(shown):
        for option in each.get("options", []):
            if option["label"] == label:
                return each["custom_id"], option["value"]
    raise AssertionError(f"there is no “{label}” among {labels(shown)}")


def menu_of(shown: Shown, kind: discord.ComponentType) -> str:
    """The custom id of the menu of a kind, such as one of people."""
    found = (each["custom_id"] for each in pressables(shown) if each["type"] == kind.value)
    return str(next(found))


def words_of(modal: Mapping[str, Any]) -> str:
    """All words of a modal."""
    return "\n".join(_texts(modal))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key in ("title", "label", "description", "value", "placeholder"):
            if isinstance(value.get(key), str):
                yield value[key]
        for key in ("components", "component"):
            yield from _texts(value.get(key))
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
