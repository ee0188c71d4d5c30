"""Domain values to bytes and back: JSON by pydantic, so that the domain itself needs no library.

A field that was added later, with a default, is filled in when an older row is read; one that was
dropped is passed over.
"""

from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.domain.room import Room
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
    try:
        value: T = _adapter(kind).validate_json(body)
    except ValidationError as error:
        # Only where it is wrong: what stands there may be somebody's words.
        where = ", ".join(".".join(map(str, each["loc"])) for each in error.errors())
        raise StorageError(f"a stored {kind.__name__} can't be read ({where})") from None
    return value


def pack_room(room: Room) -> bytes:
    """Write a room without the parts that have tables of their own."""
    return _adapter(Room).dump_json(room, exclude=set(APART))
