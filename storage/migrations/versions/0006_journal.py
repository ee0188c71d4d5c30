"""A room's journal: what was told of it lately, so that late events find their place anywhere."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.add_column("rooms", sa.Column("pages", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "journal",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("is_base", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room"], ["rooms.room"], name="fk_journal_room", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("room", "number", name="pk_journal"),
    )
