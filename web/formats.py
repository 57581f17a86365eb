"""How numbers, shares and times read on a page: one filter a quantity, 24-hour clock, an en dash for unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.intervals import zone_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from flask import Flask

UNKNOWN = "–"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
CURRENCIES = {"EUR": "€", "USD": "$", "GBP": "£"}
THIN_SPACE = "\u202f"


def number(value: float | None, decimals: int = 0) -> str:
    """``12,345.6``; an en dash where the value is unknown."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is unequal to itself
        return UNKNOWN
    text = f"{value:,.{decimals}f}"
    return text[1:] if text.startswith("-") and float(text.replace(",", "")) == 0 else text


def signed(value: float | None, decimals: int = 0) -> str:
    """``+1.2`` or ``−1.2`` with a real minus; 0 bears no sign."""
    text = number(value, decimals)
    if text == UNKNOWN:
        return text
    if text.startswith("-"):
        return f"−{text[1:]}"
    return text if float(text.replace(",", "")) == 0 else f"+{text}"


def percent(share: float | None, decimals: int = 1) -> str:
    """A share as ``84.2 %``."""
    text = number(None if share is None else 100 * share, decimals)
    return text if text == UNKNOWN else f"{text}{THIN_SPACE}%"


def signed_points(difference: float | None, decimals: int = 1) -> str:
    """A difference of shares in percentage points: ``+1.2 pp``."""
    text = signed(None if difference is None else 100 * difference, decimals)
    return text if text == UNKNOWN else f"{text}{THIN_SPACE}pp"


def money(value: float | None, currency: str, decimals: int = 0) -> str:
    """``€ 12,345``: the sign where it is well known, else the code."""
    text = number(value, decimals)
    if text == UNKNOWN:
        return text
    sign = "−" if text.startswith("-") else ""
    return f"{sign}{CURRENCIES.get(currency, currency)}{THIN_SPACE}{text.removeprefix('-')}"


def seconds(value: float | None) -> str:
    """A short time: ``12 s`` or ``2:05 min``."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is unequal to itself
        return UNKNOWN
    whole = round(value)
    return f"{whole}{THIN_SPACE}s" if whole < 60 else f"{whole // 60}:{whole % 60:02d}{THIN_SPACE}min"


def duration(hours: float) -> str:
    """A length of work: ``7 h 30`` or ``8 h``."""
    minutes = round(60 * hours)
    rest = f"{THIN_SPACE}{minutes % 60:02d}" if minutes % 60 else ""
    return f"{minutes // 60}{THIN_SPACE}h{rest}"


def clock(instant: datetime, zone: str) -> str:
    """The local clock time of an instant: ``08:15``."""
    return instant.astimezone(zone_of(zone)).strftime("%H:%M")


def moment(instant: datetime | None, zone: str | None) -> str:
    """Local day and time: ``16 Nov 2026 08:15``."""
    if instant is None:
        return UNKNOWN
    local = instant.astimezone(zone_of(zone or "UTC"))
    return f"{long_day(local.date(), weekday=False)} {local:%H:%M}"


def long_day(day: date, *, weekday: bool = True) -> str:
    """``Monday 16 Nov 2026``."""
    text = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {text}" if weekday else text


def short_day(day: date) -> str:
    """``Mon 16``."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day}"


def day_month(day: date) -> str:
    """``Mon 16 Nov``."""
    return f"{short_day(day)} {MONTHS[day.month - 1]}"


def week_name(first: date) -> str:
    """A week by its days: ``16–22 Nov 2026``."""
    from datetime import timedelta

    last = first + timedelta(days=6)
    start = str(first.day)
    if first.month != last.month:
        start += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start}–{long_day(last, weekday=False)}"


def week_number(first: date) -> int:
    """The ISO number of the week."""
    return first.isocalendar().week


def signed_share(share: float | None, decimals: int = 1) -> str:
    """A signed share as ``+1.2 %``."""
    text = signed(None if share is None else 100 * share, decimals)
    return text if text == UNKNOWN else f"{text}{THIN_SPACE}%"


def zip_self(values: Iterable[str]) -> list[tuple[str, str]]:
    """Options of a choice whose value is what people read."""
    return [(value, value) for value in values]


def week_options(weeks: Iterable[date]) -> list[tuple[str, str]]:
    """Options of a choice of weeks."""
    return [(first.isoformat(), f"Week {week_number(first)}: {week_name(first)}") for first in weeks]


FILTERS = (
    number,
    signed,
    percent,
    signed_points,
    signed_share,
    money,
    seconds,
    duration,
    clock,
    moment,
    long_day,
    short_day,
    day_month,
    week_name,
    week_number,
    zip_self,
    week_options,
)


def add_formats(app: Flask) -> None:
    """Make the filters known to templates, under their own names."""
    from web.access import may_open

    for function in FILTERS:
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.globals["may_open"] = may_open
