"""Discord's own limits, as far as its library doesn't hold us to them."""

import re
from collections.abc import Iterator
from typing import Any

import discord
from discord import ui
from discord.http import handle_message_parameters

from adapters.discord.render import Face

Json = dict[str, Any]

CONTENT = 2_000
EMBEDS = 10
DESCRIPTION = 4_096
EMBEDS_TOGETHER = 6_000
ROWS = 5
BUTTONS = 5
OPTIONS = 25
CUSTOM_ID = 100
BUTTON = 80
OPTION = 100
PLACEHOLDER = 150
URL = 512
MODAL_TITLE = 45
LABEL = 45
HINT = 100
INPUT = 4_000

BUTTON_KIND, SELECT_KIND, INPUT_KIND, LABEL_KIND = 2, 3, 4, 18
SELECTS = {3, 5, 6, 7, 8}
LINK_STYLE = 5

# What the apps, and Discord itself, take for a mention.
PING = re.compile(r"<@[!&]?\d|@(?:everyone|here)")
CHANNEL = re.compile(r"(?<!\\)<#\d")
# In one of these no mark means anything.
BLOCK = re.compile(r"^```\n[^`\n]*\n```$", re.MULTILINE)
# A link whose words may lie about where it leads; ours read so.
MASKED = re.compile(r"(?<!\\)\[([^\]]*)(?<!\\)\]\(<?(https?://[^)>]*)>?\)")
OUR_WORDS = {"Go to the message", "the message"}
OURS = "https://discord.com/channels/"
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def size(text: str) -> int:
    """Characters as a browser counts them: two for those beyond Unicode's first plane."""
    return len(text.encode("utf-16-le")) // 2


def check_face(face: Face) -> None:
    """A message is as Discord takes it, pings nobody, and hides no link."""
    with handle_message_parameters(**face.new()) as params:
        sent = params.payload
    assert sent is not None
    assert sent["allowed_mentions"] == {"parse": []}
    assert sent["content"].strip() == sent["content"]
    assert 0 < size(sent["content"]) <= CONTENT
    check_text(sent["content"])
    _check_embeds(sent["embeds"])
    _check_rows(sent.get("components", []))
    with handle_message_parameters(**face.instead()) as params:
        assert params.payload is not None
        assert params.payload["components"] == sent.get("components", [])


def check_text(text: str) -> None:
    """A text pings nobody, turns no other's direction, and leads only where it says."""
    assert not PING.search(text)
    assert not TURNING.search(text)
    marked = BLOCK.sub("", text)
    assert "```" not in marked.replace(r"\`", "")
    assert not CHANNEL.search(marked)
    for words, url in MASKED.findall(marked):
        assert words in OUR_WORDS
        assert url.startswith(OURS)


def _check_embeds(embeds: list[Json]) -> None:
    assert len(embeds) <= EMBEDS
    together = 0
    for each in embeds:
        assert discord.Embed.from_dict(each).to_dict() == each
        assert {"description", "type"} <= set(each) <= {"description", "type", "url", "flags"}
        assert 0 < size(each["description"]) <= DESCRIPTION
        check_text(each["description"])
        together += size(each["description"])
    assert together <= EMBEDS_TOGETHER


def _check_rows(rows: list[Json]) -> None:
    assert len(rows) <= ROWS
    names = [each["custom_id"] for row in rows for each in row["components"] if "custom_id" in each]
    assert len(set(names)) == len(names)
    for row in rows:
        assert row["type"] == 1
        kinds = [each["type"] for each in row["components"]]
        assert len(kinds) == 1 if SELECTS & set(kinds) else 1 <= len(kinds) <= BUTTONS
        for each in row["components"]:
            _check_component(each)


def _check_component(each: Json) -> None:
    assert 0 < len(each.get("custom_id", "x")) <= CUSTOM_ID
    if each["type"] == BUTTON_KIND:
        assert 0 < size(each["label"]) <= BUTTON
        assert ("url" in each) is (each["style"] == LINK_STYLE)
        assert len(each.get("url", "")) <= URL
        return
    assert each["type"] in SELECTS
    assert 0 < size(each["placeholder"]) <= PLACEHOLDER
    assert 0 <= each["min_values"] <= each["max_values"] <= OPTIONS
    if each["type"] == SELECT_KIND:
        _check_options(each["options"], each["max_values"])


def _check_options(options: list[Json], most: int) -> None:
    assert most <= len(options)
    assert 1 <= len(options) <= OPTIONS
    values = [each["value"] for each in options]
    assert len(set(values)) == len(values)
    for each in options:
        assert 0 < size(each["label"]) <= OPTION
        assert 0 < len(each["value"]) <= OPTION
        assert size(each.get("description") or "") <= OPTION


def check_modal(modal: ui.Modal) -> None:
    """A modal is as Discord takes it."""
    sent = modal.to_dict()
    assert 0 < size(sent["title"]) <= MODAL_TITLE
    assert 0 < len(sent["custom_id"]) <= CUSTOM_ID
    assert 1 <= len(sent["components"]) <= ROWS
    for each in sent["components"]:
        assert each["type"] == LABEL_KIND
        assert 0 < size(each["label"]) <= LABEL
        assert size(each["description"]) <= HINT
        asked = each["component"]
        assert asked["type"] == INPUT_KIND
        assert len(asked["custom_id"]) <= CUSTOM_ID
        assert 1 <= asked["max_length"] <= INPUT
        assert len(asked.get("value") or "") <= asked["max_length"]


def components(face: Face) -> Iterator[Json]:
    """Everything that can be pressed on a message, as Discord is told of it."""
    for row in face.view.to_components() if face.view else []:
        yield from row["components"]
