"""Rooms kept in memory as they were last written, so that an event needn't read them again."""

from collections import OrderedDict

from storage.loaded import Loaded


class RoomCache:
    """The rooms used last. What it holds is a guess that its version confirms."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._rooms: OrderedDict[str, Loaded] = OrderedDict()

    def get(self, room: str, version: int) -> Loaded | None:
        """The room if it is held in that version."""
        loaded = self._rooms.get(room)
        if loaded is None or loaded.version != version:
            return None
        self._rooms.move_to_end(room)
        return loaded

    def put(self, loaded: Loaded) -> None:
        """Hold a room; the one that wasn't used for longest may go for it."""
        self._rooms[loaded.room.id] = loaded
        self._rooms.move_to_end(loaded.room.id)
        if len(self._rooms) > self._size:
            self._rooms.popitem(last=False)

    def drop(self, room: str) -> None:
        """Forget a room."""
        self._rooms.pop(room, None)

    def clear(self) -> None:
        """Forget them all."""
        self._rooms.clear()
