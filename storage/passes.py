"""Passes to boards: who may see which room's board, and until when."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any, Final

from sqlalchemy import Executable, Row, Select, delete, insert, select, update

from bot.runtime.ports import Pass
from storage.tables import passes

AT_MOST: Final = 12
"""Passes that one member has in a room: nobody needs more at once."""

Read = Callable[[Select[*tuple[Any, ...]]], Awaitable[Sequence[Row[*tuple[Any, ...]]]]]
Write = Callable[[Executable], Awaitable[int]]


class SqlPasses:
    """Keeps them in a table; `read` and `write` run one statement each, as Installations' do."""

    def __init__(self, read: Read, write: Write) -> None:
        self._read = read
        self._write = write

    async def issue(self, granted: Pass) -> None:
        """Keep a new one; of too many, those end that would end first."""
        theirs = (passes.c.room == granted.room) & (passes.c.member == granted.member)
        latest = (
            select(passes.c.id)
            .where(theirs)
            .order_by(passes.c.expires_at.desc(), passes.c.id)
            .limit(AT_MOST - 1)
        )
        await self._write(delete(passes).where(theirs, passes.c.id.not_in(latest)))
        row = {
            "room": granted.room,
            "id": granted.id,
            "member": granted.member,
            "entered": False,
            "expires_at": granted.until,
        }
        await self._write(insert(passes).values(row))

    async def enter(self, room: str, name: str, now: float) -> bool:
        """Enter on a pass; False where it has ended, or somebody did so before."""
        this = (passes.c.room == room) & (passes.c.id == name)
        new = ~passes.c.entered & (passes.c.expires_at > now)
        return await self._write(update(passes).where(this, new).values(entered=True)) == 1

    async def valid(self, room: str, now: float) -> Collection[str]:
        """The passes to a room that were entered on, and hold now."""
        holds = passes.c.entered & (passes.c.expires_at > now)
        rows = await self._read(select(passes.c.id).where(passes.c.room == room, holds))
        return frozenset(row.id for row in rows)

    async def revoke(self, room: str, member: str) -> int:
        """End all that a member has in a room; how many there were comes back."""
        theirs = (passes.c.room == room) & (passes.c.member == member)
        return await self._write(delete(passes).where(theirs))

    async def drop(self, room: str, name: str) -> None:
        """End this one."""
        await self._write(delete(passes).where(passes.c.room == room, passes.c.id == name))
