"""How much there is in the store, counted by the database itself."""

from typing import Final

from sqlalchemy import func, select

from storage.tables import IS_WAITING, parcels, rooms

_WAITING: Final = parcels.c.state == IS_WAITING
_KNOWN: Final = func.nullif(parcels.c.posted_at, 0.0)  # of parcels from before it was written down

BACKLOG: Final = select(
    select(func.count()).select_from(rooms).scalar_subquery().label("rooms"),
    select(func.count()).where(_WAITING).scalar_subquery().label("parcels"),
    select(func.min(_KNOWN)).where(_WAITING).scalar_subquery().label("oldest"),
    select(func.min(rooms.c.wake_at))
    .where(rooms.c.wake_at.is_not(None))
    .scalar_subquery()
    .label("due"),
)
"""One row: rooms, parcels that wait, when the oldest of them was posted, the earliest deadline."""
