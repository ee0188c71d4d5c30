"""Domain values to bytes and back: JSON by pydantic, so that the domain itself needs no library.

A field that was added later, with a default, is filled in when an older row is read; one that was
dropped is passed over.
"""

from collections import deque
from collections.abc import Callable
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.domain.room import REMEMBERED_TURNS, Room
from bot.runtime.ports import StorageError

T = TypeVar("T")

# These parts of a room have tables of their own.
APART: Final = frozenset({"members", "turns", "questions", "cards"})


_ADAPTERS: Final[dict[type[Any], TypeAdapter[Any]]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def pack(value: Any) -> bytes:  # noqa: ANN401 - any frozen value of the domain
    """Write a value as JSON. Its floats must be finite."""
    return _adapter(type(value)).dump_json(value)


def unpack(kind: type[T], body: bytes) -> T:
    """Read a value of that kind; raises StorageError where the row isn't one."""
    return _valid(kind, lambda adapter: adapter.validate_json(body))


def read(kind: type[T], value: Any) -> T:  # noqa: ANN401 - what JSON can say
    """Read a value of that kind from what stood in JSON; raises StorageError as `unpack` does."""
    return _valid(kind, lambda adapter: adapter.validate_python(value))


def unpack_whole(body: bytes) -> Room:
    """Read a room that was written with all its parts."""
    room = unpack(Room, body)
    room.turns = deque(room.turns, maxlen=REMEMBERED_TURNS)
    return room


def _valid(kind: type[T], validate: Callable[[TypeAdapter[Any]], T]) -> T:
    try:
        return validate(_adapter(kind))
    except ValidationError as error:
        # Only in which field it is wrong: what stands there, keys too, may be somebody's words.
        where = ", ".join(
            dict.fromkeys(str(each["loc"][0]) for each in error.errors() if each["loc"])
        )
        raise StorageError(f"a stored {kind.__name__} can't be read ({where})") from None


def pack_room(room: Room) -> bytes:
    """Write a room without the parts that have tables of their own."""
    return _adapter(Room).dump_json(room, exclude=set(APART))
