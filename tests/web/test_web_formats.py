"""How numbers and times read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from math import nan

import pytest

from web import formats as f

SPACE = f.THIN_SPACE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f.number(12345.678, 1), "12,345.7"),
        (f.number(-0.04, 1), "0.0"),
        (f.number(None), "–"),
        (f.number(nan), "–"),
        (f.signed(1.25, 1), "+1.2"),
        (f.signed(-1.25, 1), "−1.2"),
        (f.signed(-0.01, 1), "0.0"),
        (f.signed(None), "–"),
        (f.percent(0.8423), f"84.2{SPACE}%"),
        (f.percent(None), "–"),
        (f.signed_points(-0.031), f"−3.1{SPACE}pp"),
        (f.signed_share(0.02), f"+2.0{SPACE}%"),
        (f.money(1234.5, "EUR"), f"€{SPACE}1,234"),
        (f.money(2, "CHF", 2), f"CHF{SPACE}2.00"),
        (f.seconds(12.4), f"12{SPACE}s"),
        (f.seconds(125), f"2:05{SPACE}min"),
        (f.seconds(nan), "–"),
        (f.duration(7.5), f"7{SPACE}h{SPACE}30"),
        (f.duration(8), f"8{SPACE}h"),
        (f.clock(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Europe/Amsterdam"), "02:30"),
        (f.clock(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/Amsterdam"), "02:30"),
        (f.moment(datetime(2026, 11, 16, 7, 5, tzinfo=UTC), "Europe/Amsterdam"), "16 Nov 2026 08:05"),
        (f.moment(None, None), "–"),
        (f.week_name(date(2026, 11, 16)), "16–22 Nov 2026"),
        (f.week_name(date(2026, 11, 30)), "30 Nov–6 Dec 2026"),
        (f.week_name(date(2026, 12, 28)), "28 Dec 2026–3 Jan 2027"),
        (f.day_month(date(2026, 11, 16)), "Mon 16 Nov"),
    ],
)
def test_reads(text, expected):
    assert text == expected


def test_week_numbers_are_iso():
    assert f.week_number(date(2026, 12, 28)) == 53
    assert f.week_options([date(2026, 11, 16)]) == [("2026-11-16", "Week 47: 16–22 Nov 2026")]
