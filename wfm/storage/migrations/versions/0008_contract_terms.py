"""What contracts ask of runs of days, weekends, starts and totals; the pattern an agent follows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns; contracts and agents that are stored ask for nothing of the kind."""
    op.add_column("contract", sa.Column("min_hours_total", sa.Double(), nullable=True))
    op.add_column("contract", sa.Column("max_hours_total", sa.Double(), nullable=True))
    for name, usual in (
        ("min_consecutive_days", "1"),
        ("min_consecutive_days_off", "1"),
        ("weekends_off", "0"),
        ("weekends_off_weeks", "1"),
    ):
        op.add_column("contract", sa.Column(name, sa.Integer(), nullable=False, server_default=usual))
    op.add_column("contract", sa.Column("max_start_variation_minutes", sa.Integer(), nullable=True))
    op.add_column("agent", sa.Column("pattern", sa.String(), nullable=False, server_default=sa.text("''")))
    op.add_column("agent", sa.Column("pattern_week", sa.Integer(), nullable=False, server_default="0"))
