"""Run by Alembic: applies migrations on the connection that ``wfm.storage.migrate`` hands over."""

from __future__ import annotations

from alembic import context

from wfm.storage.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
