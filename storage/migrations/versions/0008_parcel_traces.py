"""When a parcel was posted, and what was being followed then: for figures, logs and traces."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.add_column(
        "parcels", sa.Column("posted_at", sa.Double(), server_default="0", nullable=False)
    )
    op.add_column("parcels", sa.Column("trace", sa.String(), server_default="", nullable=False))
