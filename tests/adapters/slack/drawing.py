"""Blocks as plain text, so that a person can read in review what somebody sees on Slack."""

import html
import re
from collections.abc import Callable
from typing import Any

from adapters.slack.render import Face

Json = dict[str, Any]

RULE = "-" * 60


def face(of: Face) -> str:
    """A message: what an alert says, then what is seen."""
    return "\n".join((f"alert: {_read(of.text)}", RULE, blocks(of.blocks)))


def view(of: Json) -> str:
    """A modal or App Home."""
    frame = [f"{part}: {_text(of[part])}" for part in ("title", "submit", "close") if part in of]
    return "\n".join((f"{of['type']}  {'  |  '.join(frame)}".rstrip(), RULE, blocks(of["blocks"])))


def blocks(of: list[Json]) -> str:
    """Blocks one below the other."""
    return "\n".join(_block(each) for each in of)


def _block(block: Json) -> str:
    match block["type"]:
        case "header":
            return f"# {_text(block['text'])}"
        case "divider":
            return "---"
        case "context":
            return "\n".join(f"  ({line})" for each in block["elements"] for line in _lines(each))
        case "actions":
            return " ".join(_element(each) for each in block["elements"])
        case "input":
            hint = f"\n  ({_text(block['hint'])})" if "hint" in block else ""
            return f"{_text(block['label'])}:\n{_element(block['element'])}{hint}"
    beside = f"   {_element(block['accessory'])}" if "accessory" in block else ""
    return "\n".join(_lines(block["text"])) + beside


def _element(element: Json) -> str:
    return _ELEMENTS[element["type"]](element)


def _button(element: Json) -> str:
    style = {"primary": "*", "danger": "!"}.get(element.get("style", ""), "")
    link = f" -> {element['url']}" if element.get("url") else ""
    return f"[{style}{_text(element['text'])}{link}]"


def _radio(element: Json) -> str:
    chosen = element.get("initial_option")
    return "\n".join(_choice(each, chosen) for each in element["options"])


def _input(element: Json) -> str:
    return f"| {element.get('initial_value', '')}\n  ({element['max_length']} characters at most)"


def _options(element: Json) -> str:
    return " | ".join(_text(each["text"]) for each in element["options"])


_ELEMENTS: dict[str, Callable[[Json], str]] = {
    "button": _button,
    "overflow": lambda of: f"(...: {_options(of)})",
    "radio_buttons": _radio,
    "checkboxes": lambda of: f"[ ] {_options(of)}",
    "static_select": lambda of: f"<{_text(of['placeholder'])}: {_options(of)}>",
    "users_select": lambda of: f"<{_text(of['placeholder'])}: anybody>",
    "plain_text_input": _input,
}


def _choice(option: Json, chosen: Json | None) -> str:
    mark = "(x)" if option == chosen else "( )"
    more = f"  -- {_text(option['description'])}" if "description" in option else ""
    return f"{mark} {_text(option['text'])}{more}"


def _lines(text: Json) -> list[str]:
    return _text(text).split("\n")


def _text(text: Json) -> str:
    shown = str(text["text"])
    if text["type"] == "mrkdwn":
        shown = re.sub(r"<(https://[^|>]*)\|([^>]*)>", r"\2 -> \1", shown)
    return _read(shown)


def _read(text: str) -> str:
    return html.unescape(text)
