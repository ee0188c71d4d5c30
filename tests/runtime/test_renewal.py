"""What an admin changes in the .env reaches known rooms, but not what was set for them."""

from dataclasses import replace
from pathlib import Path

from bot.domain.settings import Patience
from bot.runtime.renewal import renew
from storage import open_store
from tests.runtime.house import ADMIN, ROOM, START, House

OTHER = replace(START, run_by="the office", patience=Patience(messages=9, seconds=900.0))


async def test_a_new_start_renews_what_was_not_set_for_the_room(tmp_path: Path) -> None:
    """And the notice, where that says something else now; other platforms' rooms stay."""
    async with open_store(f"sqlite+aiosqlite:///{tmp_path / 'heed.db'}") as store:
        house = House(store)
        await house.begins()
        await house.ask(ADMIN, "settings patience 4 messages, 3m")
        await renew(house.companion, house.clock, OTHER, ["another"])
        assert (await house.room()).settings.run_by == ""
        await renew(house.companion, house.clock, OTHER, ["fake"])
        await house.settle()
        settings = (await house.room()).settings
        assert (settings.run_by, settings.patience.messages) == ("the office", 4)
        assert house.sender.kinds.count("notice") == 2
        await renew(house.companion, house.clock, OTHER, ["fake"])
        assert await house.companion.rooms() == [ROOM]
        assert (await house.room()).settings == settings
