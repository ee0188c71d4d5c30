"""Deleting what has been kept long enough, a batch at a time (rules 3 and 9)."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import ColumnElement, Delete, Select, Table, delete, exists, select, tuple_, union

from storage.lifetimes import KEYS_KEPT, PLACES_KEPT, WEEK
from storage.tables import (
    WAITING,
    cards,
    install_states,
    parcels,
    passes,
    places,
    questions,
    rooms,
    seen_events,
    turns,
)

BATCH: Final = 500  # rows


def rooms_to_tidy(now: float) -> Select[str]:
    """Rooms that hold a card, a mark, a question or a turn for longer than they should."""
    too_old = now - rooms.c.retention
    mine = rooms.c.room
    old_question = exists().where(questions.c.room == mine, questions.c.asked_at < too_old)
    old_turn = exists().where(turns.c.room == mine, turns.c.at < too_old)
    found = union(
        select(cards.c.room).where(cards.c.expires_at <= now),
        select(questions.c.room).where(marks_due(now)),
        select(rooms.c.room).where(old_question | old_turn),
    ).subquery()
    return select(found.c.room).limit(BATCH)


def marks_due(now: float) -> ColumnElement[bool]:
    """Questions out of play whose private marks are to go."""
    return (questions.c.private_until <= now) & ~questions.c.in_play


def sweeps(now: float) -> tuple[Delete, ...]:
    """One batch each of what no room remembers; to be repeated until nothing is found."""
    oldest_day = datetime.fromtimestamp(now - PLACES_KEPT, UTC).date().isoformat()
    its_card = exists().where(cards.c.room == parcels.c.room, cards.c.id == parcels.c.card)
    done = (parcels.c.state != WAITING) & (parcels.c.due_at < now - WEEK) & ~its_card
    return (
        _batch(seen_events, seen_events.c.at < now - KEYS_KEPT),
        _batch(places, places.c.day < oldest_day),
        _batch(install_states, install_states.c.expires_at < now),
        _batch(passes, passes.c.expires_at <= now),
        _batch(parcels, done),
    )


def _batch(table: Table, condition: ColumnElement[bool]) -> Delete:
    key = tuple(table.primary_key.columns)
    return delete(table).where(tuple_(*key).in_(select(*key).where(condition).limit(BATCH)))
