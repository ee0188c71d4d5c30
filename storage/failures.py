"""Deliveries that failed for good: where, what for, when and why. No words, and nobody's name."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import URL, Row, Select, select

from bot.runtime.ports import Errand, Failure
from storage.database import connect
from storage.errors import explained
from storage.tables import HAS_FAILED, parcels

AT_MOST: Final = 100  # of them are told, the latest first


def failed_since(since: float) -> Select[*tuple[Any, ...]]:
    """The rows of what failed since then (epoch seconds), the latest first."""
    found = select(parcels.c.room, parcels.c.errand, parcels.c.due_at, parcels.c.ref)
    lately = found.where(parcels.c.state == HAS_FAILED, parcels.c.due_at >= since)
    return lately.order_by(parcels.c.due_at.desc()).limit(AT_MOST)


def failure_of(row: Row[*tuple[Any, ...]]) -> Failure:
    """The failure in a row: it happened when the parcel's last claim was about to end."""
    return Failure(room=row.room, errand=Errand(row.errand), at=row.due_at, why=row.ref)


async def failures_in(url: URL, since: float) -> Sequence[Failure]:
    """The failures in a database whose schema is up to date. Raises StorageError."""
    engine = connect(url)
    try:
        with explained(engine.url):
            async with engine.connect() as connection:
                return [failure_of(row) for row in await connection.execute(failed_since(since))]
    finally:
        await engine.dispose()
