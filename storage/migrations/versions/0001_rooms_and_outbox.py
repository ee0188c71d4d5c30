"""Rooms with their parts, the outbox, the events seen and conveners' places."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "places",
        sa.Column("convener", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("convener", "day", name="pk_places"),
    )
    op.create_index("ix_places_day", "places", ["day"], unique=False)
    op.create_table(
        "rooms",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wake_at", sa.Double(), nullable=True),
        sa.Column("posted", sa.Integer(), nullable=False),
        sa.Column("retention", sa.Double(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("room", name="pk_rooms"),
    )
    op.create_index(
        "ix_rooms_wake_at",
        "rooms",
        ["wake_at"],
        unique=False,
        sqlite_where=sa.text("wake_at IS NOT NULL"),
        postgresql_where=sa.text("wake_at IS NOT NULL"),
    )
    op.create_table(
        "cards",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("meeting", sa.String(), nullable=True),
        sa.Column("expires_at", sa.Double(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["room"], ["rooms.room"], name="fk_cards_room", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("room", "id", name="pk_cards"),
    )
    op.create_index(
        "ix_cards_expires_at",
        "cards",
        ["expires_at"],
        unique=False,
        sqlite_where=sa.text("expires_at IS NOT NULL"),
        postgresql_where=sa.text("expires_at IS NOT NULL"),
    )
    op.create_table(
        "members",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room"], ["rooms.room"], name="fk_members_room", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("room", "id", name="pk_members"),
    )
    op.create_table(
        "parcels",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("errand", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due_at", sa.Double(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room"], ["rooms.room"], name="fk_parcels_room", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("room", "id", name="pk_parcels"),
    )
    op.create_index("ix_parcels_card", "parcels", ["room", "card"], unique=False)
    op.create_index(
        "ix_parcels_due_at",
        "parcels",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_parcels_waiting",
        "parcels",
        ["room", "number"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "questions",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", sa.Double(), nullable=False),
        sa.Column("meeting", sa.String(), nullable=True),
        sa.Column("in_play", sa.Boolean(), nullable=False),
        sa.Column("private_until", sa.Double(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room"], ["rooms.room"], name="fk_questions_room", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("room", "id", name="pk_questions"),
    )
    op.create_index("ix_questions_asked_at", "questions", ["room", "asked_at"], unique=False)
    op.create_index("ix_questions_message", "questions", ["room", "message"], unique=False)
    op.create_index(
        "ix_questions_in_play",
        "questions",
        ["room", "ordinal"],
        unique=False,
        sqlite_where=sa.text("in_play = 1"),
        postgresql_where=sa.text("in_play"),
    )
    op.create_index(
        "ix_questions_private_until",
        "questions",
        ["private_until"],
        unique=False,
        sqlite_where=sa.text("private_until IS NOT NULL"),
        postgresql_where=sa.text("private_until IS NOT NULL"),
    )
    op.create_table(
        "seen_events",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room"], ["rooms.room"], name="fk_seen_events_room", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("room", "key", name="pk_seen_events"),
    )
    op.create_index("ix_seen_events_at", "seen_events", ["at"], unique=False)
    op.create_table(
        "turns",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["room"], ["rooms.room"], name="fk_turns_room", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("room", "id", name="pk_turns"),
    )
    # ### end Alembic commands ###


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table("turns")
    op.drop_table("seen_events")
    op.drop_table("questions")
    op.drop_table("parcels")
    op.drop_table("members")
    op.drop_table("cards")
    op.drop_table("rooms")
    op.drop_table("places")
