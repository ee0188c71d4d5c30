"""Asking somebody to convene, or relieving them: whom it means, what happens, and what is said."""

from collections.abc import Sequence

from bot.domain import answers
from bot.domain.events import ConvenerInvited, ConvenerSteppedDown, Event, Role
from bot.domain.room import Room
from bot.domain.wishes import ME, Conveners, person_of


def found(room: Room, said: str, by: str) -> str:
    """The id of somebody who is in the room, by their id or their name; empty where none is."""
    name = person_of(said)
    if name.casefold() == ME:
        return by
    present = [each for each in room.members.values() if each.present and not each.bot]
    if any(each.id == name for each in present):
        return name
    called = [each.id for each in present if each.name.casefold() == name.casefold()]
    return called[0] if len(called) == 1 else ""


def wanted(
    room: Room, people: Sequence[str], wish: Conveners, *, by: str, at: float
) -> list[Event]:
    """What is to happen to these people, one event for each. `at` in epoch seconds."""
    role = Role.DEPUTY if wish.deputy else Role.CONVENER
    return [
        ConvenerSteppedDown(room=room.id, at=at, member=each)
        if wish.remove
        else ConvenerInvited(room=room.id, at=at, member=each, role=role, by=by)
        for each in people
    ]


def what_came(room: Room, member: str, by: str, wish: Conveners) -> str:
    """What whoever asked for it is told, from the room as it is afterwards."""
    known = room.conveners.get(member)
    if wish.remove:
        return "" if member == by else f"{room.name_of(member)} doesn't convene here any more."
    if member == by:
        return f"{answers.role(room, member)} A card to try comes to you: press it, and you're set."
    if known is not None and known.accepted:
        return f"{room.name_of(member)} has said yes already."
    return f"Heed asks {room.name_of(member)} privately. Until they say yes, nothing changes."
