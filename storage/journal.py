"""A room's journal in its table: a page for each change of the room, and the room before them.

What may stand in it is decided in `bot/domain/journal.py`; here it is sealed and written.
"""

from collections.abc import Mapping
from typing import Any, Final

from pydantic_core import from_json
from sqlalchemy import Select, bindparam, delete, exists, func, insert, select, update

from bot.domain import events, remembered
from bot.domain.journal import Entry, Journal, Page, Told
from bot.domain.room import Card
from bot.runtime.ports import StorageError
from storage.codec import pack, read, unpack_whole
from storage.database import Transaction
from storage.rows import Values
from storage.sealing import Sealer
from storage.tables import journal, rooms

_MINE: Final = journal.c.room == bindparam("this")
_WRITE: Final = insert(journal)
_READ: Final = (
    select(journal.c.number, journal.c.is_base, journal.c.body)
    .where(_MINE)
    .order_by(journal.c.number)
)
_DROP_FROM: Final = delete(journal).where(_MINE, journal.c.number >= bindparam("number"))
_DROP_BEFORE: Final = delete(journal).where(_MINE, journal.c.number < bindparam("number"))
_END: Final = update(rooms).where(rooms.c.room == bindparam("this")).values(pages=0)

_KINDS: Final[Mapping[str, type[events.Event]]] = {
    kind.__name__: kind
    for module in (events, remembered)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, events.Event)
}


async def write(transaction: Transaction, sealer: Sealer, room: str, entry: Entry) -> int:
    """Write what changed; how many pages more there are comes back, a base counting as one."""

    async def drop(statement: Any, number: int) -> int:  # noqa: ANN401 - a deletion
        return (await transaction.execute(statement, {"this": room, "number": number})).rowcount

    grown = 0
    if entry.void_from is not None:
        grown -= await drop(_DROP_FROM, entry.void_from)
    rows: list[Values] = []
    if entry.base is not None:
        grown -= await drop(_DROP_BEFORE, entry.first)
        rows.append(_row(room, entry.first - 1, entry.at, pack(entry.base), is_base=True))
    if entry.page is not None:
        rows.append(_row(room, entry.page.number, entry.at, _packed(entry.page), is_base=False))
    if rows:
        sealed = [each | {"body": sealer.seal(each["body"])} for each in rows]
        await transaction.execute(_WRITE, sealed)
    return grown + len(rows)


async def read_all(transaction: Transaction, sealer: Sealer, room: str) -> Journal | None:
    """The journal; None where there is none. Raises StorageError where it can't be read."""
    found = (await transaction.execute(_READ, {"this": room})).all()
    if not found:
        return None
    base, *pages = found
    if not base.is_base:
        raise StorageError(f"the journal of {room} has no beginning")
    return Journal(
        base=unpack_whole(sealer.open(base.body)),
        pages=tuple(_page(each.number, sealer.open(each.body)) for each in pages),
    )


def silent(since: float, limit: int) -> Select[str]:
    """Rooms whose journals were last written before then: nothing can be late for them."""
    last = func.max(journal.c.at)
    return select(journal.c.room).group_by(journal.c.room).having(last < since).limit(limit)


async def end(transaction: Transaction, room: str, since: float) -> None:
    """End a room's journal, unless it has been written in since then."""
    lock = select(rooms.c.room).where(rooms.c.room == room).with_for_update()
    await transaction.execute(lock)
    lately = select(exists().where(journal.c.room == room, journal.c.at >= since))
    if not (await transaction.execute(lately)).scalar_one():
        await transaction.execute(_DROP_FROM, {"this": room, "number": 0})
        await transaction.execute(_END, {"this": room})


# --- rows ------------------------------------------------------------------------------------


def _row(room: str, number: int, at: float, body: bytes, *, is_base: bool) -> Values:
    return {"room": room, "number": number, "at": at, "is_base": is_base, "body": body}


def _packed(page: Page) -> bytes:
    """A page as JSON: each thing told as [kind, event, said, given]."""
    return b"[" + b",".join(map(_packed_told, page.told)) + b"]"


def _packed_told(told: Told) -> bytes:
    event = told.event
    parts = (pack(type(event).__name__), pack(event), pack(told.said), pack(told.given))
    return b"[" + b",".join(parts) + b"]"


def _page(number: int, body: bytes) -> Page:
    """The page; raises StorageError where the row isn't one."""
    try:
        return Page(number=number, told=tuple(map(_told, from_json(body))))
    except (ValueError, TypeError):
        # Its own words aren't passed on: they may quote the row.
        raise StorageError("a page of a journal can't be read") from None


def _told(parts: list[Any]) -> Told:
    kind, event, said, given = parts
    if kind not in _KINDS:
        raise StorageError(f"a journal tells of a {kind}, which this version doesn't know")
    return Told(
        event=read(_KINDS[kind], event),
        said=read(tuple[str, ...], said),
        given=tuple(read(Card, each) for each in given),
    )
