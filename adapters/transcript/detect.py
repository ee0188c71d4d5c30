"""Tells the formats apart by how a file begins."""

import re
from enum import StrEnum
from typing import Final

from adapters.transcript.discord import BEGINS as DISCORD
from adapters.transcript.irc import looks_like_irc
from adapters.transcript.notes import Notes

_MEND: Final = (
    "Heed reads JSON Lines, WebVTT, Slack and DiscordChatExporter exports, and plain IRC logs."
)


class Format(StrEnum):
    """What a file is."""

    JSON_LINES = "JSON Lines"
    WEBVTT = "WebVTT"
    DISCORD = "DiscordChatExporter JSON"
    IRC = "IRC log"


def is_zip(head: bytes) -> bool:
    """Whether a file begins as a zip does, an empty one included."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def format_of(head: str, name: str, notes: Notes) -> Format:
    """Name the format of a text by its beginning; raises TranscriptError where it has none.

    Only where the beginning is broken does the file's name count, so that each bad line of JSON
    Lines can be told.
    """
    begins = head.lstrip()
    if not begins:
        raise notes.failure("the file is empty")
    if re.match(r"WEBVTT(?:[ \t\r\n]|$)", begins):
        return Format.WEBVTT
    if looks_like_irc(head):
        return Format.IRC
    if DISCORD.match(begins):
        return Format.DISCORD
    if _looks_like_json_lines(begins) or name.endswith((".jsonl", ".ndjson")):
        return Format.JSON_LINES
    if begins.startswith(("[", "{")):
        mend = "Write one JSON object a line; of a Slack export, name the whole folder or zip."
        raise notes.failure("this is one JSON document, but no export that Heed knows", mend)
    raise notes.failure("this is no transcript", _MEND)


def _looks_like_json_lines(begins: str) -> bool:
    """Whether an object begins on the first line and doesn't go on over the next ones."""
    return re.match(r"\{[ \t]*[\"}]", begins) is not None
