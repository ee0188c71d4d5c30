"""Doors: who is let in to a board, and who is no more.

A link is a ticket behind the `#` of an address, which browsers don't send: it is in no log, no
referrer and no preview. It opens once, by a press, and gives a cookie that holds for one pass.
Whether its holder still convenes is looked at again at every request and every update.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from adapters.board.tickets import Tickets
from bot.domain.answers import BOARD_LASTS
from bot.domain.permissions import Deed, may, standings
from bot.domain.room import Room
from bot.runtime.ports import Clock, Intake, Pass, Passes

_NAME_BYTES: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """How links and cookies are written."""

    links: Tickets
    cookies: Tickets


class Doors:
    """Implements Boards. `home` is where the boards are: an address, or a path of this server."""

    def __init__(self, home: str, keys: Keys, passes: Passes, intake: Intake, clock: Clock) -> None:
        self._home = home
        self._keys = keys
        self._passes = passes
        self._intake = intake
        self._clock = clock

    async def invite(self, room: str, member: str) -> str:
        """A new link to the board of a room, for this member alone: it opens once."""
        granted = Pass(
            id=secrets.token_urlsafe(_NAME_BYTES),
            room=room,
            member=member,
            # In whole seconds, as a ticket has them.
            until=int(self._clock.now()) + BOARD_LASTS,
        )
        await self._passes.issue(granted)
        return f"{self._home}#{self._keys.links.write(granted)}"

    async def end(self, room: str, member: str) -> int:
        """End all links and pages that they have of it; how many there were comes back."""
        ended = await self._passes.revoke(room, member)
        self._intake.refresh(room)
        return ended

    async def leave(self, granted: Pass) -> None:
        """End this one alone."""
        await self._passes.drop(granted.room, granted.id)
        self._intake.refresh(granted.room)

    async def enter(self, ticket: str) -> tuple[Pass, str] | None:
        """Exchange a link's ticket, once, for a pass and its cookie; None where it is refused."""
        now = self._clock.now()
        granted = self._keys.links.read(ticket, now)
        if granted is None or not await self._convenes(granted):
            return None
        if not await self._passes.enter(granted.room, granted.id, now):
            return None
        return granted, self._keys.cookies.write(granted)

    async def _convenes(self, granted: Pass) -> bool:
        room = await self._intake.look(granted.room)
        return room is not None and convenes(room, granted.member)

    async def admitted(self, granted: Pass) -> Room | None:
        """The room, if the pass opens its board at this very moment."""
        room = await self._intake.look(granted.room)
        return room if self.holds(granted, room, await self.valid(granted.room)) else None

    def holds(self, granted: Pass, room: Room | None, valid: Collection[str]) -> bool:
        """Whether a pass opens the room's board, the passes in `valid` being those that hold."""
        if room is None or granted.id not in valid or granted.until <= self._clock.now():
            return False
        return convenes(room, granted.member)

    def shown(self, cookie: str, name: str) -> Pass | None:
        """The pass of that name that a cookie stands for; whether it still holds is asked next."""
        granted = self._keys.cookies.read(cookie, self._clock.now())
        return granted if granted is not None and granted.id == name else None

    async def valid(self, room: str) -> Collection[str]:
        """The passes to a room's board that hold now, as far as the room allows."""
        return await self._passes.valid(room, self._clock.now())


def convenes(room: Room, member: str) -> bool:
    """Whether somebody may see the room's board now, as the table of permissions has it."""
    known = room.members.get(member)
    here = known is None or known.present
    return may(standings(room, member, admin=False, present=here), Deed.BOARD)
