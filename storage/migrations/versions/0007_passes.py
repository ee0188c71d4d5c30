"""Passes to boards."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "passes",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("entered", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room"], ["rooms.room"], name="fk_passes_room", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("room", "id", name="pk_passes"),
    )
    op.create_index("ix_passes_expires_at", "passes", ["expires_at"], unique=False)
    op.create_index("ix_passes_member", "passes", ["member"], unique=False)
