"""How choices, lists of names and groups are written.

Every parser takes stripped, non-empty text and raises UnfitError with words for the admin. Every
renderer writes a form that its parser reads back as the same value.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.config.problems import UnfitError, shown


def parse_switch(text: str) -> bool:
    """Read yes or no, in the usual spellings."""
    if text.lower() in {"true", "yes", "on", "1"}:
        return True
    if text.lower() in {"false", "no", "off", "0"}:
        return False
    raise UnfitError(f"{shown(text)} is neither true nor false")


def render_switch(value: bool) -> str:  # noqa: FBT001 - the value is what is rendered
    """Write `true` or `false`."""
    return "true" if value else "false"


def parse_choice(text: str, choices: tuple[str, ...]) -> str:
    """Read one of some fixed words; case, and dashes for spaces, don't matter."""
    word = re.sub(r"[-_\s]+", " ", text.lower())
    if word not in choices:
        raise UnfitError(f"{shown(text)} isn't one of its choices", f"Write {_either(choices)}.")
    return word


def _either(choices: tuple[str, ...]) -> str:
    return f"{', '.join(choices[:-1])} or {choices[-1]}"


def parse_names(text: str) -> tuple[str, ...]:
    """Read a list parted by commas; a name given twice counts once."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def render_names(names: tuple[str, ...]) -> str:
    """Write a list parted by commas."""
    return ", ".join(names)


def parse_groups(text: str) -> Mapping[str, str]:
    """Read `name: a, b; name2: c` as each member's group."""
    groups: dict[str, str] = {}
    seen: set[str] = set()
    for part in filter(str.strip, text.split(";")):
        group, colon, listed = part.partition(":")
        group, members = group.strip(), parse_names(listed)
        if not (colon and group and members):
            raise UnfitError(f"{shown(part.strip())} isn't a group with its members")
        if group in seen:
            raise UnfitError(f"the group {shown(group)} is listed twice", "List it once.")
        if twice := next((member for member in members if member in groups), None):
            raise UnfitError(f"{shown(twice)} is in two groups", "Leave each person in one.")
        seen.add(group)
        groups.update(dict.fromkeys(members, group))
    return MappingProxyType(groups)


def render_groups(groups: Mapping[str, str]) -> str:
    """Write groups as `name: a, b; name2: c`."""
    members: dict[str, list[str]] = {}
    for member, group in groups.items():
        members.setdefault(group, []).append(member)
    return "; ".join(f"{group}: {', '.join(listed)}" for group, listed in members.items())
