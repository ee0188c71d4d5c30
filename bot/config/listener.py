"""How the second listener is set up: where it is, its model, how much it may be asked.

Every parser takes stripped, non-empty text and raises UnfitError with words for the admin. Every
renderer writes a form that its parser reads back as the same value.
"""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from bot.config.durations import parse_duration
from bot.config.places import is_this_machine, parse_web_address
from bot.config.problems import UnfitError, is_token, shown

LONGEST: Final = 15.0
"""The longest time limit in seconds: the core doesn't wait much longer (bot/domain/listener.py)."""

_MODEL: Final = re.compile(r"[A-Za-z0-9][\w.:/@+-]{0,99}", re.ASCII)
_CALLS: Final = re.compile(
    r"(\d{1,6})(?:\s*(?:calls?\s*)?(?:/|a|an|each|per)\s*(day|room))?", re.IGNORECASE | re.ASCII
)
_BETWEEN: Final = re.compile(r"[,;]|(?<=\s)and(?=\s)")
_NEAR: Final = (".local", ".internal", ".localhost", ".lan", ".home.arpa")


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """How often it may be asked in a day: in all, and for one room."""

    a_day: int = 500
    a_room: int = 100


def parse_address(text: str) -> str:
    """Read where the second listener is; unencrypted only where that stays in one's own network."""
    url = parse_web_address(text)
    host = urlsplit(url).hostname or ""
    if url.startswith("http://") and not is_near(host):
        raise UnfitError(
            f"{shown(text)} would carry people's words unencrypted (http) over the internet",
            "Write https://…; http is for this machine and one's own network.",
        )
    return url


def is_near(host: str) -> bool:
    """Whether a host is this machine or in a network of one's own, by its name or number."""
    try:
        number = ip_address(host)
    except ValueError:
        name = host.casefold()
        return "." not in name or name.endswith(_NEAR)
    return number.is_loopback or number.is_private or number.is_link_local


def parse_model(text: str) -> str:
    """Read a model's name, as its server calls it."""
    if _MODEL.fullmatch(text) and not is_token(text):  # rooms are told of the model
        return text
    raise UnfitError(f"{shown(text)} isn't a model's name")


def parse_calls(text: str) -> Calls:
    """Read `500 a day, 100 a room`, or one of the two; the other keeps its default."""
    given: dict[str, int] = {}
    parts = [part for part in map(str.strip, _BETWEEN.split(text)) if part]
    for part, place in zip(parts, ("day", "room"), strict=False):
        found = _CALLS.fullmatch(part)
        if found is None:
            raise UnfitError(f"{shown(part)} isn't a number of calls a day or a room")
        given[(found[2] or place).lower()] = int(found[1])
    if not given or len(given) != len(parts):
        raise UnfitError(f"{shown(text)} says more or less than one number a day and one a room")
    return Calls(
        a_day=given.get("day", Calls().a_day),
        a_room=given.get("room", Calls().a_room),
    )


def render_calls(calls: Calls) -> str:
    """Write `500 a day, 100 a room`."""
    return f"{calls.a_day} a day, {calls.a_room} a room"


def parse_limit(text: str) -> float:
    """Read how long an answer may take, in seconds."""
    seconds = parse_duration(text)
    if not 1.0 <= seconds <= LONGEST:
        raise UnfitError(f"{shown(text)} is no time that a nudge could wait", "Write 1s to 15s.")
    return seconds


def called(base_url: str | None, model: str) -> str:
    """What people call the second listener; empty where it isn't set up."""
    if base_url is None or not model:
        return ""
    parts = urlsplit(base_url)
    if is_this_machine(parts.hostname or ""):
        return f"{model}, on the same server"
    return f"{model}, at {parts.netloc}"
