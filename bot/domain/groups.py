"""Which group each member of a room is in, as an admin lists them for fairness figures.

A group's members are listed by display name or id. What begins with `@` stands for a group that
the platform itself knows (a user group of Slack's, a role of Discord's).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.domain.room import Room

PLATFORMS_OWN: Final = "@"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """The group of each member who is in one.

    `unknown` are groups of the platform's that it doesn't have, or didn't tell of just now
    (`silent`).
    """

    by_member: Mapping[str, str]
    unknown: tuple[str, ...] = ()
    silent: bool = False


def owned(listed: Mapping[str, str]) -> frozenset[str]:
    """The names of the platform's own groups among what is listed."""
    return frozenset(
        each.removeprefix(PLATFORMS_OWN) for each in listed if each.startswith(PLATFORMS_OWN)
    )


def by_member(
    room: Room, listed: Mapping[str, str], members: Mapping[str, frozenset[str]]
) -> dict[str, str]:
    """The group of each member who is in exactly one.

    `listed` names the group of each person or platform's group, `members` who is in those of the
    platform. Who is listed by name or id is where they are listed; who would be in two groups by
    the platform's is in none, and neither is anybody whose name several members have.
    """
    found: dict[str, set[str]] = {}
    for name, group in listed.items():
        if name.startswith(PLATFORMS_OWN):
            for member in members.get(name.removeprefix(PLATFORMS_OWN), ()):
                found.setdefault(member, set()).add(group)
    for name, group in listed.items():
        called = None if name.startswith(PLATFORMS_OWN) else _called(room, name)
        if called is not None:
            found[called] = {group}
    return {member: next(iter(groups)) for member, groups in found.items() if len(groups) == 1}


def _called(room: Room, name: str) -> str | None:
    """The member with this id, or else the only one with this name."""
    if name in room.members:
        return name
    wanted = name.casefold()
    same = [each.id for each in room.members.values() if each.name.casefold() == wanted]
    return same[0] if len(same) == 1 else None
