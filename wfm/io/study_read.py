"""The document of a comparison read back as a study: what the report, the workbook and the page all show."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from wfm.errors import DataError
from wfm.io.comparison import comparison_document
from wfm.types.business_case import BusinessCase
from wfm.types.study import Study

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import TypeAdapter

    from wfm.types import Comparison

T = TypeVar("T")
OUTCOMES = ("low", "expected", "high")


def study_of(comparison: Comparison) -> Study:
    """A comparison just made, by way of its document: nobody is shown anything else than what is stored."""
    zone = comparison.scenarios[0].requirement.zone if comparison.scenarios else "UTC"
    return read_study(comparison_document(comparison), zone)


def read_study(document: Mapping[str, Any], zone: str) -> Study:
    """The study in a document of :mod:`wfm.io.comparison`; what an earlier version did not study is empty.

    Args:
        document: As ``read_comparison`` gives it.
        zone: Where people read its times.

    Raises:
        DataError: A part of the document is missing or of the wrong kind.
    """
    content = {
        **document,
        "zone": zone,
        "cases": [_case(case) for case in document.get("business_cases", ())],
    }
    return _validated(_reader(), content)


def read_cases(document: Mapping[str, Any]) -> tuple[BusinessCase, ...]:
    """The business cases alone, for those who need no more: in a tenth of the time.

    Raises:
        DataError: As :func:`read_study`.
    """
    return _validated(_case_reader(), [_case(case) for case in document.get("business_cases", ())])


def prepare() -> None:
    """Build the reader now, so that nobody waits for it on the first page."""
    _reader()
    _case_reader()


def _validated(reader: TypeAdapter[T], content: object) -> T:
    from pydantic import ValidationError

    try:
        return reader.validate_python(content)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        remedy = "Run `wfm compare` again."
        raise DataError(f"not a comparison of this version: {place}: {fault['msg']}", remedy=remedy) from None


@cache
def _reader() -> TypeAdapter[Study]:
    """The validation of the document: building it takes longer than using it."""
    from pydantic import TypeAdapter

    return TypeAdapter(Study)


@cache
def _case_reader() -> TypeAdapter[tuple[BusinessCase, ...]]:
    from pydantic import TypeAdapter

    return TypeAdapter(tuple[BusinessCase, ...])


def _case(case: Mapping[str, Any]) -> dict[str, Any]:
    """The document keeps the cash flow by column, the type by month."""
    return {**case, **{name: _outcome(case[name]) for name in OUTCOMES if name in case}}


def _outcome(outcome: Mapping[str, Any]) -> dict[str, Any]:
    columns: Mapping[str, list[float]] = outcome.get("months", {})
    rows = zip(*columns.values(), strict=True)
    return {**outcome, "months": [dict(zip(columns, row, strict=True)) for row in rows]}
