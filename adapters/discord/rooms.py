"""The rooms that were chosen, by memory: of others nothing is taken in (rule 1)."""

from collections.abc import Callable

from adapters.discord.ids import PLATFORM, is_id, place_of, server
from adapters.discord.places import Finder, RoomChannel, spot_of
from adapters.discord.voice import VoiceRoom
from bot.runtime.ports import Intake


class Rooms:
    """Knows which rooms Heed was asked into. `here` tells of a server whether it is told of here.

    All that happens on one server is told to one process, so what that remembers is true.
    """

    def __init__(self, client: Finder, intake: Intake, here: Callable[[int], bool]) -> None:
        self._client = client
        self._intake = intake
        self._here = here
        self._known: set[str] = set()

    async def remember(self) -> None:
        """Find out which rooms are known. Raises StorageError."""
        known = [room for room in await self._intake.rooms() if is_room(room)]
        self._known = {room for room in known if self._here(place_of(room).guild)}

    def __contains__(self, room: str) -> bool:
        """Whether the room was chosen."""
        return room in self._known

    def add(self, room: str) -> None:
        """The room was chosen."""
        self._known.add(room)

    def discard(self, where: str) -> list[str]:
        """A room, or all rooms of a server, aren't heard any more; which they were."""
        gone = [room for room in self._known if room == where or room.startswith(f"{where}/")]
        self._known.difference_update(gone)
        return gone

    def all(self, is_heard: Callable[[int], bool] = lambda _guild: True) -> list[str]:
        """The chosen rooms, or those on servers of which `is_heard` holds."""
        return sorted(room for room in self._known if is_heard(place_of(room).guild))

    def of(self, guild: int) -> list[str]:
        """Those of one server."""
        return sorted(room for room in self._known if room.startswith(f"{server(guild)}/"))

    def is_vocal(self, room: str) -> bool:
        """Whether people can talk aloud there."""
        return isinstance(self._client.get_channel(place_of(room).channel), VoiceRoom)

    def channels(self, guild: int) -> list[RoomChannel]:
        """The channels of a server's rooms, as far as they are seen."""
        found = (self._client.get_channel(place_of(room).channel) for room in self.of(guild))
        return [each for each in found if isinstance(each, RoomChannel) and spot_of(each)]


def is_room(room: str) -> bool:
    """Whether this is the id of a room on Discord."""
    platform, _, rest = room.partition("/")
    guild, _, channel = rest.partition("/")
    return platform == PLATFORM and is_id(guild) and is_id(channel)
