"""Who may ask for what: one table, for every platform (docs/permissions.md is made from it)."""

from enum import StrEnum
from typing import Final

from bot.domain.arrangements import convenes
from bot.domain.events import Role
from bot.domain.policy import accepted
from bot.domain.room import Room
from bot.domain.wishes import (
    Conveners,
    ForgetMe,
    Help,
    Later,
    MeetingWish,
    MyData,
    Open,
    OptIn,
    OptOut,
    Pause,
    Resume,
    SettingsWish,
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
    OFFER = "convener me, where nobody convenes"
    ASK = "convener @someone"
    REMOVE = "convener @someone remove"
    STEP_DOWN = "step-down"
    SEE_SETTINGS = "settings"
    SETTINGS = "settings name value, settings reset"


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
    },
    Standing.ADMIN: _MEMBERS | {Deed.ASK, Deed.REMOVE, Deed.SEE_SETTINGS, Deed.SETTINGS},
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


_PLAIN: Final[dict[type[Wish], Deed]] = {
    Help: Deed.HELP,
    MyData: Deed.OWN_DATA,
    ForgetMe: Deed.OWN_DATA,
    OptOut: Deed.OWN_DATA,
    OptIn: Deed.OWN_DATA,
    Open: Deed.OPEN,
    Resume: Deed.RESUME,
    StepDown: Deed.STEP_DOWN,
}
_LATER: Final = {"stats": Deed.STATS, "board": Deed.BOARD, "export": Deed.EXPORT}


def deed_of(wish: Wish, room: Room, *, by_themself: bool = False) -> Deed:
    """What a wish amounts to, as the room is now.

    `by_themself`: those whom a Conveners wish names are whoever has it, and nobody else.
    """
    match wish:
        case Summary():
            return Deed.POST if wish.post else Deed.SUMMARY
        case Later():
            return _LATER[wish.what]
        case MeetingWish():
            return Deed.SEE_MEETING if wish.begin is None else Deed.MEETING
        case Pause():
            return Deed.PAUSE_MEETING if room.meeting else Deed.PAUSE_ROOM
        case SettingsWish():
            return Deed.SETTINGS if wish.reset or wish.value else Deed.SEE_SETTINGS
        case Conveners():
            return _convening(wish, room, by_themself=by_themself)
    return _PLAIN[type(wish)]


def _convening(wish: Conveners, room: Room, *, by_themself: bool) -> Deed:
    if not wish.people:
        return Deed.SEE_CONVENERS
    if wish.remove:
        return Deed.STEP_DOWN if by_themself else Deed.REMOVE
    return Deed.OFFER if by_themself and not wish.deputy and not accepted(room) else Deed.ASK
