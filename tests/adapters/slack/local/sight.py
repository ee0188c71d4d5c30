"""What people see of a message or a view: its words, and what can be pressed in it."""

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]


def elements(blocks: Sequence[Json]) -> list[Json]:
    """All that can be pressed in some blocks, each with its block's id."""
    found = []
    for block in blocks:
        inside = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        found += [
            {**each, "block_id": block.get("block_id")}
            for each in inside
            if each and "action_id" in each
        ]
    return found


def pressable(blocks: Sequence[Json], label: str) -> Json:
    """The action of the button, or of the menu's option, with this label."""
    labels = []
    for each in elements(blocks):
        named = {key: each[key] for key in ("type", "action_id", "block_id")}
        if each["type"] == "button":
            labels.append(each["text"]["text"])
            if labels[-1] == label:
                return {**named, "value": each.get("value"), "text": each["text"]}
        for option in each.get("options", []):
            labels.append(option["text"]["text"])
            if labels[-1] == label:
                return {**named, "selected_option": option}
    raise AssertionError(f"there is no “{label}” among {labels}")


def text_of(shown: Json) -> str:
    """All words of a message or a view, one below the other."""
    found: list[str] = []
    _words(shown.get("blocks") or shown.get("text", ""), found)
    return "\n".join(found)


def _words(value: object, found: list[str]) -> None:
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, list):
        for each in value:
            _words(each, found)
    elif isinstance(value, dict):
        for key in ("text", "elements", "fields", "label", "element", "accessory", "options"):
            if key in value:
                _words(value[key], found)
        for key in ("description", "hint", "initial_value", "placeholder"):
            if key in value:
                _words(value[key], found)
