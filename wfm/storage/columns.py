"""Column types that keep the house rules in the database: instants in UTC, words from closed lists, plain documents."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, DateTime, Enum
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from wfm.errors import DataError

if TYPE_CHECKING:
    from enum import StrEnum

    from sqlalchemy import Dialect


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Goes in with any offset, comes out in UTC; one without an offset is refused.

    PostgreSQL keeps it as ``timestamptz``; SQLite, which has no type for instants, as UTC text.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The value as the database keeps it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise DataError("an instant without an offset cannot be stored", value=value.isoformat())
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The value as Python reads it."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: A small document whose shape its repository knows; never searched by its inside. None is NULL, not JSON's null.
Document = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def word(values: type[StrEnum] | tuple[str, ...], name: str, length: int = 20) -> Enum:
    """A text column that holds one of a closed list of words, checked by the database too."""
    words: Any = values
    options: dict[str, Any] = {"native_enum": False, "create_constraint": True, "length": length, "name": name}
    if isinstance(values, tuple):
        return Enum(*values, **options)
    return Enum(words, values_callable=lambda kind: [member.value for member in kind], **options)
