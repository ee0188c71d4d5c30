"""What this process remembers of rooms' last minutes, so that late events find their place.

The rest is in the store: each change of a room is written in its journal, which is read again only
where something late belongs to what isn't remembered here (after a restart, or because another
replica applied what is around it).
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from bot.domain import journal
from bot.domain import window as windows
from bot.domain.events import Event
from bot.domain.rewind import Rewind
from bot.domain.window import WITHIN, Window
from bot.runtime.ports import Unit

ROOMS: Final = 256  # rooms remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A room's last minute, up to that version of it."""

    version: int
    window: Window


class Recollection:
    """Windows on rooms: one for each unit that is at work, and those that were committed."""

    def __init__(self, teller: Rewind) -> None:
        self._teller = teller
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._working: WeakKeyDictionary[Unit, Window] = WeakKeyDictionary()

    async def window(self, unit: Unit, event: Event) -> Window:
        """What is remembered of the unit's room, as far as the event needs it."""
        window = self._working.get(unit)
        if window is None:
            window = self._working[unit] = self._taken(unit, event)
        if windows.lacks(window, unit.room, event):
            known = await unit.journal()
            if known is not None:
                left = await unit.retired(journal.left(known, unit.room))
                self._teller.extend(window, unit.room, known, left)
        return window

    async def commit(self, unit: Unit) -> None:
        """Write what was told in the room's journal, commit, and remember it."""
        number = unit.version + 1
        window = self._working.pop(unit, None) or self._known(unit)
        if window is not None:
            entry = windows.entry(window, number=number, pages=unit.pages)
            if entry is not None:
                await unit.note(entry)
        await unit.commit()
        if window is not None:
            windows.settle(window, number)
            self._held[unit.room.id] = _Held(version=number, window=window)
            self._forget(window.after.now)

    def drop(self, room: str) -> None:
        """Remember nothing of a room: somebody else has changed it."""
        self._held.pop(room, None)

    def _taken(self, unit: Unit, event: Event) -> Window:
        """The room's window. It isn't held any more until the unit is committed."""
        window = self._known(unit)
        if window is None:
            silent = event.at - unit.room.now > WITHIN  # nothing can belong before it
            window = windows.begin(unit.room, whole=silent or not unit.pages)
        elif not unit.pages:
            windows.rewrite(window)  # the journal has been ended
        return window

    def _known(self, unit: Unit) -> Window | None:
        """What is held of the room, if that is true: it was changed by nobody else since."""
        held = self._held.pop(unit.room.id, None)
        if held is None or held.version != unit.version or held.window.after != unit.room:
            return None
        return held.window

    def _forget(self, now: float) -> None:
        """Windows are for late events: of rooms that have fallen silent they aren't needed."""
        while self._held:
            oldest = next(iter(self._held.values()))
            if len(self._held) <= ROOMS and oldest.window.after.now >= now - WITHIN:
                return
            self._held.popitem(last=False)
