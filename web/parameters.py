"""Reading the address of a page: days and choices, with a readable fault where one cannot be."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask import request

from wfm.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence


def day_parameter(name: str) -> date | None:
    """A day such as ``week=2026-11-16``; None where the address names none.

    Raises:
        DataError: The text is no day.
    """
    text = request.args.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DataError(
            "the address names a day that cannot be read", column=name, value=text, remedy="Write it as 2026-11-16."
        ) from None


def choice_parameter(name: str, choices: Sequence[str], default: str) -> str:
    """One of ``choices``; ``default`` where the address names none.

    Raises:
        DataError: The address names something else.
    """
    text = request.args.get(name, "").strip()
    if not text:
        return default
    if text not in choices:
        known = ", ".join(choices)
        raise DataError("the address asks for an unknown choice", column=name, value=text, remedy=f"Known: {known}.")
    return text


def text_parameter(name: str) -> str | None:
    """A text, None where the address names none."""
    return request.args.get(name, "").strip() or None


def nearest_week(weeks: Sequence[date], today: date) -> date | None:
    """The week to open: the first that has not ended yet, else the last there is; None where there is none."""
    from datetime import timedelta

    coming = [w for w in weeks if w + timedelta(days=7) > today]
    return min(coming) if coming else max(weeks, default=None)
