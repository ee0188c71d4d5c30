"""Claims on the outbox: which parcel's turn it is, and how it is taken up.

Of each room it is the first that waits. A claim lasts until the parcel's `due_at`, and each raises
`attempts`, so one that was lost can't be renewed.
"""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from bot.runtime.ports import Parcel
from storage.tables import IS_WAITING, parcels


def rooms_with_due(now: float, busy: Collection[str], limit: int) -> Select[*tuple[Any, ...]]:
    """Rooms whose first parcel is due (epoch seconds) and that aren't busy, the earliest first."""
    return (
        _first_of_each_room(parcels.c.room)
        .where(parcels.c.due_at <= now, parcels.c.room.not_in(sorted(busy)))
        .order_by(parcels.c.due_at)
        .limit(limit)
    )


def claimed_beyond(now: float) -> ColumnElement[bool]:
    """What was taken up before and isn't free again by then (epoch seconds)."""
    waiting = (parcels.c.state == IS_WAITING) & (parcels.c.due_at > now)
    return waiting & (parcels.c.attempts > 0)


def claimed_as(parcel: Parcel) -> ColumnElement[bool]:
    """This parcel, unless it has ended or somebody else took it up in the meantime."""
    return (
        (parcels.c.room == parcel.room)
        & (parcels.c.id == parcel.id)
        & (parcels.c.state == IS_WAITING)
        & (parcels.c.attempts == parcel.attempts)
    )


def _first_of_each_room(*columns: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """The parcels whose turn it is: nothing that was posted before them still waits."""
    earlier = parcels.alias()
    before = exists().where(
        earlier.c.room == parcels.c.room,
        earlier.c.state == IS_WAITING,
        earlier.c.number < parcels.c.number,
    )
    return select(*columns).where(parcels.c.state == IS_WAITING, ~before)


def _claim() -> ReturningUpdate[*tuple[Any, ...]]:
    """Statements of one room alone: a database that is spread by room runs them on one machine."""
    room: BindParameter[str] = bindparam("of")
    turn = (
        _first_of_each_room(parcels.c.id)
        .where(parcels.c.room == room, parcels.c.due_at <= bindparam("now"))
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return (
        update(parcels)
        .where(parcels.c.room == room, parcels.c.id == turn)
        .values(due_at=bindparam("until"), attempts=parcels.c.attempts + 1)
        .returning(*parcels.c)
    )


CLAIM: Final = _claim()
"""Take up the first parcel of the room `of`, if it is due `now` and nobody else is taking it up."""

NEXT: Final = _first_of_each_room(parcels.c.due_at).order_by(parcels.c.due_at).limit(1)
"""When the earliest parcel may be taken up."""
