"""Who may ask for what: one table, for every platform (docs/permissions.md is made from it)."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final

from bot.domain.arrangements import convenes
from bot.domain.events import Role
from bot.domain.policy import accepted
from bot.domain.room import Room
from bot.domain.wishes import (
    BoardWish,
    Conveners,
    Export,
    ForgetMe,
    Help,
    ListenerWish,
    MeetingWish,
    MyData,
    Open,
    OptIn,
    OptOut,
    Pause,
    Resume,
    SettingsWish,
    Stats,
    StepDown,
    Summary,
    Wish,
)


class Standing(StrEnum):
    """What somebody is to a room; a person may be several of these."""

    OUTSIDER = "somebody else"
    MEMBER = "member"
    DEPUTY = "deputy"
    CONVENER = "convener"
    ADMIN = "admin"


class Deed(StrEnum):
    """What can be asked for."""

    HELP = "help"
    OWN_DATA = "my-data, forget-me, opt-out, opt-in"
    SUMMARY = "summary: what was followed"
    WHOLE_SUMMARY = "summary: everything"
    POST = "summary … post"
    OPEN = "open"
    STATS = "stats"
    BOARD = "board"
    EXPORT = "export"
    SEE_MEETING = "meeting"
    MEETING = "meeting start, meeting end"
    PAUSE_MEETING = "pause, while a meeting runs"
    PAUSE_ROOM = "pause, between meetings"
    RESUME = "resume"
    SEE_CONVENERS = "convener"
    OFFER = "convener me, where nobody convenes or they were asked to"
    ASK = "convener @someone"
    REMOVE = "convener @someone remove"
    STEP_DOWN = "step-down"
    SEE_SETTINGS = "settings"
    SETTINGS = "settings name value, settings reset"
    SEE_LISTENER = "settings listener"
    LISTENER = "settings listener on, settings listener off"


_EVERYBODY: Final = frozenset({Deed.HELP, Deed.OWN_DATA})
_MEMBERS: Final = _EVERYBODY | {
    Deed.SUMMARY,
    Deed.SEE_MEETING,
    Deed.PAUSE_MEETING,
    Deed.SEE_CONVENERS,
    Deed.OFFER,
}
MAY: Final[dict[Standing, frozenset[Deed]]] = {
    Standing.OUTSIDER: _EVERYBODY,
    Standing.MEMBER: _MEMBERS,
    Standing.DEPUTY: _MEMBERS | {Deed.STEP_DOWN},
    Standing.CONVENER: _MEMBERS
    | {
        Deed.WHOLE_SUMMARY,
        Deed.POST,
        Deed.OPEN,
        Deed.STATS,
        Deed.BOARD,
        Deed.EXPORT,
        Deed.MEETING,
        Deed.PAUSE_ROOM,
        Deed.RESUME,
        Deed.ASK,
        Deed.STEP_DOWN,
        Deed.SEE_LISTENER,
        Deed.LISTENER,
    },
    Standing.ADMIN: _MEMBERS
    | {Deed.ASK, Deed.REMOVE, Deed.SEE_SETTINGS, Deed.SETTINGS, Deed.SEE_LISTENER},
}
"""What each standing may. An admin sees no more of what was said than any member (rule 2)."""


def standings(room: Room, member: str, *, admin: bool, present: bool) -> frozenset[Standing]:
    """What somebody is to the room. `admin` and `present` are their platform's own word.

    Who isn't in the room is nothing else to it, whatever they are elsewhere.
    """
    if not present:
        return frozenset({Standing.OUTSIDER})
    found = {Standing.MEMBER}
    known = room.conveners.get(member)
    if convenes(room, member):
        found.add(Standing.CONVENER)
    elif known is not None and known.accepted and known.role is Role.DEPUTY:
        found.add(Standing.DEPUTY)
    if admin:
        found.add(Standing.ADMIN)
    return frozenset(found)


def may(who: frozenset[Standing], deed: Deed) -> bool:
    """Whether any of somebody's standings allows it."""
    return any(deed in MAY[each] for each in who)


def deed_of(wish: Wish, room: Room, *, by: str, people: tuple[str, ...] = ()) -> Deed:
    """What a member's wish amounts to, as the room is now; `people` are those that it names."""
    if isinstance(wish, Conveners):
        return _convening(room, by, people, remove=wish.remove, deputy=wish.deputy)
    return _DEEDS[type(wish)](wish, room)


def _convening(room: Room, by: str, people: tuple[str, ...], *, remove: bool, deputy: bool) -> Deed:
    if not people:
        return Deed.SEE_CONVENERS
    themself = set(people) == {by}
    if remove:
        return Deed.STEP_DOWN if themself else Deed.REMOVE
    asked = by in room.conveners or not (deputy or accepted(room))
    return Deed.OFFER if themself and asked else Deed.ASK


_DEEDS: Final[dict[type[Wish], Callable[[Any, Room], Deed]]] = {
    Help: lambda *_: Deed.HELP,
    MyData: lambda *_: Deed.OWN_DATA,
    ForgetMe: lambda *_: Deed.OWN_DATA,
    OptOut: lambda *_: Deed.OWN_DATA,
    OptIn: lambda *_: Deed.OWN_DATA,
    Summary: lambda wish, _: Deed.POST if wish.post else Deed.SUMMARY,
    Open: lambda *_: Deed.OPEN,
    Export: lambda *_: Deed.EXPORT,
    BoardWish: lambda *_: Deed.BOARD,
    Stats: lambda *_: Deed.STATS,
    MeetingWish: lambda wish, _: Deed.SEE_MEETING if wish.begin is None else Deed.MEETING,
    Pause: lambda _, room: Deed.PAUSE_MEETING if room.meeting else Deed.PAUSE_ROOM,
    Resume: lambda *_: Deed.RESUME,
    StepDown: lambda *_: Deed.STEP_DOWN,
    ListenerWish: lambda wish, _: Deed.SEE_LISTENER if wish.on is None else Deed.LISTENER,
    SettingsWish: lambda wish, _: Deed.SETTINGS if wish.reset or wish.value else Deed.SEE_SETTINGS,
}
