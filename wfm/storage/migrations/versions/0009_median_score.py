"""The error of a forecast's median, beside that of its mean."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the score; NULL in what was stored before."""
    op.add_column("forecast_score", sa.Column("wape_median", sa.Double(), nullable=True))
