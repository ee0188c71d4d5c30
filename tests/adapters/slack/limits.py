"""Slack's own limits, as far as its SDK doesn't hold us to them."""

import json
import re
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from adapters.slack.render import Face

Json = dict[str, Any]

MESSAGE_TEXT = 4_000
MESSAGE_BLOCKS = 50
MESSAGE_SIZE = 16_000
VIEW_BLOCKS = 100
VIEW_SIZE = 250_000
LONGEST = {"section": 3_000, "header": 150, "context": 3_000, "input": 2_000, "button": 75}
OPTION = 75
OPTION_VALUE = 150
BUTTON_VALUE = 2_000
URL = 3_000
PING = re.compile(r"<(?!https://)")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def check_face(face: Face) -> None:
    """A message is as Slack takes it, and pings nobody."""
    assert 0 < size(face.text) <= MESSAGE_TEXT
    assert not PING.search(face.text)
    assert not TURNING.search(json.dumps(face.blocks, ensure_ascii=False) + face.text)
    assert len(face.blocks) <= MESSAGE_BLOCKS
    assert len(json.dumps(face.blocks, ensure_ascii=False)) <= MESSAGE_SIZE
    _check_blocks(face.blocks)


def check_view(view: Json) -> None:
    """A modal or App Home is as Slack takes it, and pings nobody."""
    parsed = View(**view)
    parsed.validate_json()
    assert parsed.to_dict() == view
    assert not TURNING.search(json.dumps(_shown(view), ensure_ascii=False))
    assert len(view["blocks"]) <= VIEW_BLOCKS
    assert size(json.dumps(view, ensure_ascii=False)) <= VIEW_SIZE
    assert size(view.get("private_metadata", "")) <= 3_000
    for part in ("title", "submit", "close"):
        if part in view:
            assert view[part]["type"] == "plain_text"
            assert 0 < size(view[part]["text"]) <= 24
    inputs = any(each["type"] == "input" for each in view["blocks"])
    assert "submit" in view or not inputs
    _check_blocks(view["blocks"])


def _shown(view: Json) -> list[Json]:
    """Its blocks, without what stands in a box to be changed: that is the person's own to see."""
    return [each for each in view["blocks"] if each["type"] != "input"]


def size(text: str) -> int:
    """Characters as a browser counts them: two for those beyond Unicode's first plane."""
    return len(text.encode("utf-16-le")) // 2


def _check_blocks(blocks: list[Json]) -> None:
    names = [each["block_id"] for each in blocks if "block_id" in each]
    assert len(set(names)) == len(names)
    for each in blocks:
        _check_block(each)


def _check_block(block: Json) -> None:
    parsed = Block.parse(block)
    assert parsed is not None
    parsed.validate_json()
    assert parsed.to_dict() == block
    if block["type"] in {"actions", "context"}:
        assert block["elements"]
    if block["type"] == "header":
        assert block["text"]["type"] == "plain_text"
    pressable = [each for each in _walk(block) if "action_id" in each]
    if pressable and block["type"] != "input":
        assert "block_id" in block
    ids = [each["action_id"] for each in pressable]
    assert len(set(ids)) == len(ids)
    assert all(0 < len(each) <= 255 for each in ids)
    for each in _walk(block):
        _check_part(each, LONGEST.get(block["type"], 3_000))


def _check_part(part: Json, longest: int) -> None:
    match part:
        case {"type": "plain_text" | "mrkdwn" as kind, "text": str(text)}:
            assert 0 < size(text) <= longest
            assert not PING.search(text)
            assert kind == "plain_text" or part["verbatim"] is True
        case {"type": "button"}:
            assert size(part["text"]["text"]) <= LONGEST["button"]
            assert len(part.get("value", "")) <= BUTTON_VALUE
            assert len(part.get("url") or "") <= URL
        case {"type": "overflow", "options": options}:
            assert 2 <= len(options) <= 5
        case {"type": "static_select", "options": options}:
            assert 1 <= len(options) <= 100
        case {"type": "radio_buttons" | "checkboxes", "options": options}:
            assert 1 <= len(options) <= 10
        case {"text": {"text": str(text)}, "value": str(value)}:
            assert size(text) <= OPTION
            assert 0 < len(value) <= OPTION_VALUE
            assert size(part.get("description", {}).get("text", "")) <= OPTION


def _walk(part: object) -> Iterator[Json]:
    if isinstance(part, dict):
        yield part
        for each in part.values():
            yield from _walk(each)
    elif isinstance(part, list):
        for each in part:
            yield from _walk(each)
