"""What somebody in the demo room may ask about themselves: see it, have it erased, opt out."""

from typing import Any

from adapters.web.ears import Ears
from adapters.web.requests import Wish
from bot.runtime.ports import OwnData, platform_of


class OwnDataDesk:
    """Takes these wishes to whoever keeps the data. May raise StorageError."""

    def __init__(self, room: str, ears: Ears, own_data: OwnData) -> None:
        self._platform = platform_of(room)
        self._ears = ears
        self._own_data = own_data

    async def look(self, person: str) -> dict[str, Any]:
        """All that Heed keeps about somebody, as lines, and whether they opted out."""
        await self._ears.tell()  # what they have just said is part of it
        kept = await self._own_data.my_data(self._platform, person)
        return {"lines": kept.lines(), "opted_out": kept.opted_out}

    async def ask(self, person: str, wish: Wish) -> list[str]:
        """Do as they wish; what they are told comes back."""
        await self._ears.tell()  # what they said before their wish is heard before it
        does = {
            Wish.FORGET_ME: self._own_data.forget,
            Wish.OPT_OUT: self._own_data.opt_out,
            Wish.OPT_IN: self._own_data.opt_in,
        }
        return [await does[wish](self._platform, person)]
