"""The convener's agreement that a second listener may be asked (rule 10).

It is one convener's word about one listener. It ends when they don't convene any more, and when the
admin sets up another listener: what was agreed to wasn't that.
"""

from bot.domain.events import Role
from bot.domain.room import Agreement, Room


def stands(room: Room) -> bool:
    """Whether a convener's agreement to the listener that is set up now is there."""
    given = room.agreement
    if given is None or not room.settings.listener:
        return False
    return given.to == room.settings.listener and _convenes(room, given.by)


def give(room: Room, by: str, at: float) -> None:
    """A convener agrees, at that time (epoch seconds)."""
    room.agreement = Agreement(by=by, at=at, to=room.settings.listener)


def end(room: Room) -> None:
    """It is agreed to no longer."""
    room.agreement = None


def review(room: Room) -> None:
    """Somebody's role or the settings have changed: an agreement that doesn't stand is gone.

    So it doesn't come back by itself when they change back.
    """
    if not stands(room):
        end(room)


def _convenes(room: Room, member: str) -> bool:
    known = room.conveners.get(member)
    return known is not None and known.accepted and known.role is Role.CONVENER
