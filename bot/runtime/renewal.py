"""What the admin set for all rooms reaches those that are known already (rule 1 renews notices)."""

from collections.abc import Collection

from bot.domain.events import RoomSet
from bot.domain.options import renewed
from bot.domain.settings import RoomSettings
from bot.runtime.ports import Clock, Intake, platform_of


async def renew(
    intake: Intake, clock: Clock, start: RoomSettings, platforms: Collection[str]
) -> None:
    """Let the platforms' rooms have what Heed starts with now, apart from what was set for them.

    May raise StorageError.
    """
    for name in await intake.rooms():
        if platform_of(name) in platforms:
            await renew_room(intake, clock, start, name)


async def renew_room(intake: Intake, clock: Clock, start: RoomSettings, name: str) -> None:
    """The same for one room, which need not be known yet."""
    room = await intake.look(name)
    wanted = start if room is None else renewed(room.settings, start)
    if room is None or room.settings != wanted:
        await intake.receive(RoomSet(room=name, at=clock.now(), settings=wanted))
