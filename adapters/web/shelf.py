"""What the demo room keeps its state on. Everything kept is an item: small, named, with a number.

The numbers (`rev`) only ever grow within a room, so a page that says how far it has read gets
exactly what changed since, however long it was away. An item with an `audience` is read by that
person alone; one for everybody has none.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

NOBODY = "-"
"""The audience of what no page ever gets."""


class Item(Protocol):
    """One kept thing, as it was last changed."""

    @property
    def kind(self) -> str:
        """What it is: a message, a person, a card and so on."""

    @property
    def id(self) -> str:
        """Its name, unique within its kind."""

    @property
    def rev(self) -> int:
        """The number of its last change."""

    @property
    def body(self) -> Mapping[str, Any]:
        """What it says, as JSON would hold it."""


class Change(Protocol):
    """One transaction on a room: kept as a whole, or not at all."""

    async def number(self) -> int:
        """Give the room's next number."""

    async def get(self, kind: str, name: str) -> Item | None:
        """One item, None where there is none."""

    async def all(self, kind: str) -> Sequence[Item]:
        """All items of a kind, in the order of their last change."""

    async def put(self, kind: str, name: str, body: Mapping[str, Any], audience: str = "") -> None:
        """Keep an item in place of what had its name before."""

    async def drop(self, kind: str, name: str) -> None:
        """Delete an item; pages that have it keep it until they are opened anew."""

    async def tell(self, body: Mapping[str, Any]) -> None:
        """Queue something for Heed to hear, in order, until it has been heard."""


class Shelf(Protocol):
    """Where the demo room's items are kept."""

    def change(self, room: str) -> AbstractAsyncContextManager[Change]:
        """A transaction; changes of one room follow each other, and an error undoes one."""

    async def get(self, room: str, kind: str, name: str) -> Item | None:
        """One item, None where there is none."""

    async def all(self, room: str, kind: str) -> Sequence[Item]:
        """All items of a kind, in the order of their last change."""

    async def since(self, room: str, rev: int, *, audience: str, limit: int) -> Sequence[Item]:
        """What changed after `rev`, for everybody or for this audience, oldest change first."""

    async def rev(self, room: str) -> int:
        """The number of the room's last change; 0 in a new room."""

    async def untold(self, room: str, limit: int) -> Sequence[tuple[int, Mapping[str, Any]]]:
        """What Heed has still to hear, in order, each with its number."""

    async def told(self, room: str, number: int) -> None:
        """Heed has heard this: it isn't kept any longer."""
