"""A part of a shift may be absence: rostered, but sick or on leave granted late."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

KINDS = ("work", "break", "meal", "meeting", "training", "leave")


def upgrade() -> None:
    """Allow ``absence`` among the kinds of activity."""
    with op.batch_alter_table("activity") as table:
        table.alter_column("kind", existing_type=_kind(*KINDS), type_=_kind(*KINDS, "absence"), existing_nullable=False)


def _kind(*words: str) -> sa.Enum:
    return sa.Enum(*words, name="kind", native_enum=False, create_constraint=True, length=20)
