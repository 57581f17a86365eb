"""The mark of the intraday update on real data: the rest of the day at noon, on days that run off plan."""

import pytest
from test_forecast_real_data import pytestmark as real_data
from test_forecast_real_data import read

from benchmarks.forecast_intraday import OFF_PLAN, rests_of_days
from wfm.calendars import build_calendar

pytestmark = real_data


@pytest.mark.parametrize(
    ("name", "zone", "country", "year", "weeks"),
    [
        ("bank_na_2003_30min.csv", "America/New_York", "US", 2003, 8),
        ("insurer_fr_2011_30min.csv.gz", "Europe/Paris", "FR", 2011, 2),
    ],
)
def test_at_noon_the_rest_of_a_day_off_plan_errs_at_least_15_percent_less(name, zone, country, year, weeks):
    days = rests_of_days(read(name, zone), build_calendar(country, [year]), weeks)
    off = days[days["off"].abs() > OFF_PLAN]
    assert len(off) >= 10
    assert off["after"].sum() < 0.85 * off["before"].sum()
    assert days["after"].sum() < days["before"].sum()
