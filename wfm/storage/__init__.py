"""Storage: SQLAlchemy tables, sessions, repositories (types in, types out) and Alembic migrations."""
