"""The tables. Each leads with its room, so that a database spread by room keeps one together.

`body` holds one domain value as JSON (see `codec`); beside it stand only the columns that a query
needs. Times are epoch seconds. `ordinal` keeps the order in which a room remembers its parts.
"""

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    literal,
    text,
)

WAITING: Final = "waiting"  # a parcel's state until it has an outcome
# The same in a query: spelt out, as the indices of what waits spell it.
IS_WAITING: Final = literal(WAITING, literal_execute=True)
FAILED: Final = "failed"  # its state once that is given up
HAS_FAILED: Final = literal(FAILED, literal_execute=True)

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def _of_room() -> Column[str]:
    """The first column of whatever belongs to a room, and goes with it."""
    return Column("room", String, ForeignKey("rooms.room", ondelete="CASCADE"), primary_key=True)


def _some_rows(name: str, *columns: str, where: str, sqlite: str = "") -> Index:
    """An index of the few rows that a query looks for among many.

    SQLite uses it only where a query says the very same.
    """
    return Index(name, *columns, sqlite_where=text(sqlite or where), postgresql_where=text(where))


rooms: Final = Table(
    "rooms",
    metadata,
    Column("room", String, primary_key=True),
    Column("version", Integer, nullable=False),
    # When its deadline is looked at; the room's own deadline stands in the body.
    Column("wake_at", Double),
    # How many parcels it has ever had.
    Column("posted", Integer, nullable=False),
    # How long its questions are kept, in seconds.
    Column("retention", Double, nullable=False),
    Column("body", LargeBinary, nullable=False),
    # How many pages its journal has, with its base; 0 where it has none.
    Column("pages", Integer, nullable=False, server_default="0"),
    _some_rows("ix_rooms_wake_at", "wake_at", where="wake_at IS NOT NULL"),
)

members: Final = Table(
    "members",
    metadata,
    _of_room(),
    Column("id", String, primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_members_id", "id"),
)

turns: Final = Table(
    "turns",
    metadata,
    _of_room(),
    Column("id", String, primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("at", Double, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

journal: Final = Table(
    "journal",
    metadata,
    _of_room(),
    # The version of the room that it led to; a base's is that of the room as it stands there.
    Column("number", Integer, primary_key=True, autoincrement=False),
    # The room's time then.
    Column("at", Double, nullable=False),
    Column("is_base", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

questions: Final = Table(
    "questions",
    metadata,
    _of_room(),
    Column("id", String, primary_key=True),
    Column("message", String, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("asked_at", Double, nullable=False),
    Column("meeting", String),
    # Whether it is in the room's memory; the others are kept for reports.
    Column("in_play", Boolean, nullable=False),
    # When the convener's private marks on it are to go; null where that isn't known yet.
    Column("private_until", Double),
    Column("body", LargeBinary, nullable=False),
    Index("ix_questions_asked_at", "room", "asked_at"),
    Index("ix_questions_message", "room", "message"),
    _some_rows("ix_questions_in_play", "room", "ordinal", where="in_play", sqlite="in_play = 1"),
    _some_rows("ix_questions_private_until", "private_until", where="private_until IS NOT NULL"),
)

cards: Final = Table(
    "cards",
    metadata,
    _of_room(),
    Column("id", String, primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("meeting", String),
    # A week after its meeting; null while that runs.
    Column("expires_at", Double),
    Column("body", LargeBinary, nullable=False),
    _some_rows("ix_cards_expires_at", "expires_at", where="expires_at IS NOT NULL"),
)

parcels: Final = Table(
    "parcels",
    metadata,
    _of_room(),
    Column("id", String, primary_key=True),
    # The room's parcels go out in this order.
    Column("number", Integer, nullable=False),
    Column("errand", String, nullable=False),
    Column("recipient", String, nullable=False),
    Column("card", String, nullable=False),
    Column("question", String, nullable=False),
    # A follow's words until they are delivered, then empty.
    Column("text", String, nullable=False),
    Column("due_at", Double, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", String, nullable=False),
    # What the platform calls the thing that was delivered; of what failed for good, why.
    Column("ref", String, nullable=False),
    # When that happened which it tells of, and what was followed then; of older ones 0 and empty.
    Column("posted_at", Double, nullable=False, server_default="0"),
    Column("trace", String, nullable=False, server_default=""),
    Index("ix_parcels_card", "room", "card"),
    _some_rows("ix_parcels_waiting", "room", "number", where=f"state = '{WAITING}'"),
    _some_rows("ix_parcels_due_at", "due_at", where=f"state = '{WAITING}'"),
    _some_rows("ix_parcels_failed", "due_at", where=f"state = '{FAILED}'"),
)

seen_events: Final = Table(
    "seen_events",
    metadata,
    _of_room(),
    Column("key", String, primary_key=True),
    Column("at", Double, nullable=False),
    Index("ix_seen_events_at", "at"),
)

# Leave to see a room's board: whose, whether its link was used, and until when it holds.
passes: Final = Table(
    "passes",
    metadata,
    _of_room(),
    Column("id", String, primary_key=True),
    Column("member", String, nullable=False),
    Column("entered", Boolean, nullable=False),
    Column("expires_at", Double, nullable=False),
    Index("ix_passes_expires_at", "expires_at"),
    Index("ix_passes_member", "member"),
)

# A convener's day spans rooms, so this one leads with the convener.
places: Final = Table(
    "places",
    metadata,
    Column("convener", String, primary_key=True),
    Column("day", String, primary_key=True),
    Column("used", Integer, nullable=False),
    Index("ix_places_day", "day"),
)

CALLS: Final = "the second listener"
"""Who stands among the places with the second listener's calls, of all rooms together."""


def calls_of(room: str) -> str:
    """Who stands there with its calls for one room."""
    return f"{room}/{CALLS}"


# Who isn't to be read, as keyed hashes of their ids; by the platform that they are on.
opt_outs: Final = Table(
    "opt_outs",
    metadata,
    Column("platform", String, primary_key=True),
    Column("who", String, primary_key=True),
)

# A few things that hold for the whole installation, such as its own secret.
installation: Final = Table(
    "installation",
    metadata,
    Column("name", String, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# Workspaces that installed Heed for themselves, by the path of their rooms: their tokens, sealed.
tenants: Final = Table(
    "tenants",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# Installs under way, by platform: whoever comes back from it has to bring the state once, in time.
install_states: Final = Table(
    "install_states",
    metadata,
    Column("tenant", String, primary_key=True),
    Column("state", String, primary_key=True),
    Column("expires_at", Double, nullable=False),
)
