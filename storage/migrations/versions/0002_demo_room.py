"""The demo's own chat: its items and what Heed has still to hear of them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "demo_rooms",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("room", name="pk_demo_rooms"),
    )
    op.create_table(
        "demo_items",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("room", "kind", "id", name="pk_demo_items"),
    )
    op.create_index("ix_demo_items_rev", "demo_items", ["room", "rev"], unique=False)
    op.create_table(
        "demo_happenings",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("room", "number", name="pk_demo_happenings"),
    )
