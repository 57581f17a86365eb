"""What a forecast is made of, its days and weeks with their bands, and more of how it was scored."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SCORES = (
    "pinball",
    "floor",
    "wape_day",
    "wape_week",
    "coverage_80_day",
    "coverage_90_day",
    "coverage_80_week",
    "coverage_90_week",
)


def upgrade() -> None:
    """Columns for parts, totals and scores; NULL in what was stored before."""
    op.add_column("forecast", sa.Column("parts", DOCUMENT, nullable=True))
    op.add_column("forecast", sa.Column("totals", DOCUMENT, nullable=True))
    for name in SCORES:
        op.add_column("forecast_score", sa.Column(name, sa.Double(), nullable=True))
