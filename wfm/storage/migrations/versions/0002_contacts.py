"""History, forecasts and requirements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

INSTANT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """History, forecasts and requirements."""
    _history_import()
    _history_day()
    _forecast()
    _forecast_day()
    _forecast_score()
    _forecast_adjustment()
    _requirement()
    _requirement_day()


def _history_import() -> None:
    op.create_table(
        "history_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("interval_minutes", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("first", INSTANT, nullable=False),
        sa.Column("last", INSTANT, nullable=False),
        sa.Column("notes", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_import")),
    )


def _history_day() -> None:
    op.create_table(
        "history_day",
        sa.Column("queue_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("first_interval", INSTANT, nullable=False),
        sa.Column("intervals", sa.Integer(), nullable=False),
        sa.Column("offered", sa.Double(), nullable=False),
        sa.Column("handled", sa.Double(), nullable=True),
        sa.Column("abandoned", sa.Double(), nullable=True),
        sa.Column("aht_seconds", sa.Double(), nullable=True),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("fk_history_day_queue_id")),
        sa.PrimaryKeyConstraint("queue_id", "day", name=op.f("pk_history_day")),
    )
    op.create_index(op.f("ix_history_day_day"), "history_day", ["day"], unique=False)


def _forecast() -> None:
    op.create_table(
        "forecast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=True),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("interval_minutes", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("has_scores", sa.Boolean(), nullable=False),
        sa.Column("notes", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast")),
    )
    op.create_index(op.f("ix_forecast_first_day"), "forecast", ["first_day"], unique=False)


def _forecast_day() -> None:
    op.create_table(
        "forecast_day",
        sa.Column("forecast_id", sa.Integer(), nullable=False),
        sa.Column("queue_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("first_interval", INSTANT, nullable=False),
        sa.Column("intervals", sa.Integer(), nullable=False),
        sa.Column("offered", sa.Double(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_forecast_day_forecast_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("fk_forecast_day_queue_id")),
        sa.PrimaryKeyConstraint("forecast_id", "queue_id", "day", "model", name=op.f("pk_forecast_day")),
    )
    op.create_index(op.f("ix_forecast_day_queue_id"), "forecast_day", ["queue_id"], unique=False)


def _forecast_score() -> None:
    op.create_table(
        "forecast_score",
        sa.Column("forecast_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("origin", sa.Date(), nullable=True),
        sa.Column("wape", sa.Double(), nullable=True),
        sa.Column("wape_naive", sa.Double(), nullable=True),
        sa.Column("mase", sa.Double(), nullable=True),
        sa.Column("bias", sa.Double(), nullable=True),
        sa.Column("coverage_80", sa.Double(), nullable=True),
        sa.Column("coverage_90", sa.Double(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_forecast_score_forecast_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("forecast_id", "position", name=op.f("pk_forecast_score")),
    )


def _forecast_adjustment() -> None:
    op.create_table(
        "forecast_adjustment",
        sa.Column("forecast_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("start", INSTANT, nullable=False),
        sa.Column("end", INSTANT, nullable=False),
        sa.Column("factor", sa.Double(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["forecast_id"], ["forecast.id"], name=op.f("fk_forecast_adjustment_forecast_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("forecast_id", "position", name=op.f("pk_forecast_adjustment")),
    )


def _requirement() -> None:
    op.create_table(
        "requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("interval_minutes", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("notes", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
    )
    op.create_index(op.f("ix_requirement_first_day"), "requirement", ["first_day"], unique=False)
    op.create_index(op.f("ix_requirement_model"), "requirement", ["model"], unique=False)


def _requirement_day() -> None:
    op.create_table(
        "requirement_day",
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("work", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("first_interval", INSTANT, nullable=False),
        sa.Column("intervals", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_requirement_day_requirement_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("requirement_id", "work", "day", name=op.f("pk_requirement_day")),
    )
