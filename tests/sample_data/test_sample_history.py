"""The history has every feature that its README promises."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sample_data import special_days as special
from sample_data.history import Days, draw_history, expected_rate
from sample_data.organisation import CHANNELS, DEPARTMENTS, FIRST_DAY, LAST_DAY, QUEUES, ZONE

COMMITTED = Path(__file__).parents[2] / "sample_data" / "history.csv.gz"


def read(path: Path) -> pd.DataFrame:
    frame = pd.read_csv(path)
    instant = pd.to_datetime(frame["interval_start"], utc=True)
    local = instant.dt.tz_convert(ZONE)
    return frame.assign(instant=instant, local=local, day=local.dt.date)


@pytest.fixture(scope="module")
def history() -> pd.DataFrame:
    return read(COMMITTED)


@pytest.fixture(scope="module")
def by_day(history: pd.DataFrame) -> pd.DataFrame:
    """Contacts offered, a local day and queue."""
    return history.groupby(["day", "queue"])["offered"].sum().unstack(fill_value=0)


def test_the_same_seed_gives_the_same_draws_and_another_seed_others() -> None:
    span = (date(2026, 10, 19), date(2026, 10, 31))
    first, again, other = (draw_history(seed, *span) for seed in (7, 7, 8))
    pd.testing.assert_frame_equal(first, again)
    assert first["offered"].tolist() != other["offered"].tolist()


def test_it_is_two_years_of_twenty_queues_and_small_in_git(history: pd.DataFrame) -> None:
    assert set(history["queue"]) == {f"{d.name}/{c}" for d in DEPARTMENTS for c in CHANNELS}
    assert history["queue"].nunique() == 20
    assert (history["local"].min().date(), history["local"].max().date()) == (FIRST_DAY, LAST_DAY)
    assert history["interval_start"].max() == "2026-11-15T23:45:00+01:00"
    assert (LAST_DAY - FIRST_DAY).days + 1 == 735
    assert COMMITTED.stat().st_size < 6e6


def test_counts_are_whole_and_add_up_and_no_interval_comes_twice(history: pd.DataFrame) -> None:
    assert history[["offered", "handled", "abandoned"]].dtypes.eq("int64").all()
    assert (history["handled"] + history["abandoned"] == history["offered"]).all()
    assert (history["aht_seconds"].isna() == (history["handled"] == 0)).all()
    assert history["aht_seconds"].min() > 0
    assert not history.duplicated(["queue", "instant"]).any()


def test_closed_hours_have_no_rows(history: pd.DataFrame) -> None:
    voice = history[history["queue"] == "billing/voice"]["local"]
    assert voice.dt.hour.between(8, 19).all()
    assert (voice.dt.day_of_week < 6).all()
    assert date(2026, 4, 27) not in set(voice.dt.date)  # King's Day
    support = history[history["queue"] == "support/voice"]["local"]
    kings_day = support[support.dt.date == date(2026, 4, 27)]
    assert (kings_day.min().hour, kings_day.max().hour) == (10, 17)


@pytest.mark.parametrize(("day", "quarter_hours"), [(date(2025, 3, 30), 92), (date(2025, 10, 26), 100)])
def test_a_day_on_which_the_clock_changes_is_counted_once_an_instant(
    history: pd.DataFrame, day: date, quarter_hours: int
) -> None:
    mail = history[(history["queue"] == "billing/email") & (history["day"] == day)]
    assert quarter_hours - 2 <= len(mail) <= quarter_hours  # but for quarter-hours lost at random
    days = Days.between(day, day)
    assert len(days.slot) == quarter_hours
    rate = expected_rate(next(q for q in QUEUES if q.name == "billing/email"), days, special.holidays())
    by_slot = pd.Series(rate).groupby(days.slot)
    assert np.allclose(by_slot.max(), by_slot.min())  # the local shape stands at local time, repeated hour included


def test_arrivals_of_a_day_run_high_or_low_together(history: pd.DataFrame) -> None:
    days = Days.between(FIRST_DAY, LAST_DAY)
    for name in ("billing/voice", "support/voice", "claims/email"):
        facts = next(q for q in QUEUES if q.name == name)
        rate = pd.Series(expected_rate(facts, days, special.holidays()), index=days.grid.index)
        rows = history[history["queue"] == name]
        daily = pd.DataFrame({"day": rows["day"], "n": rows["offered"], "m": rate.loc[rows["instant"]].to_numpy()})
        total = daily.groupby("day").sum()
        total = total[total["m"] > 20]
        dispersion = ((total["n"] - total["m"]) ** 2 / total["m"]).mean()
        assert dispersion > 1.5  # Poisson counts have 1
        daily["ratio"] = (daily["n"] - daily["m"]) / np.sqrt(daily["m"].clip(lower=0.5))
        morning = rows["local"].dt.hour < 13
        halves = daily["ratio"].groupby([daily["day"], morning]).mean().unstack().dropna()
        assert halves.corr().iloc[0, 1] > 0.15


def test_the_outage_cuts_telephone_and_chat_and_is_announced(history: pd.DataFrame) -> None:
    hours = history["local"].dt.hour * 60 + history["local"].dt.minute
    during = hours.between(10 * 60 + 15, 13 * 60 + 30)
    voice = history[history["queue"].str.endswith("/voice") & during]
    day = voice.groupby(voice["day"])["offered"].sum()
    usual = np.mean([day[special.OUTAGE_DAY + timedelta(weeks=w)] for w in (-2, -1, 1, 2)])
    assert day[special.OUTAGE_DAY] < 0.06 * usual


def test_the_promised_gaps_are_missing_rows(history: pd.DataFrame) -> None:
    for gap in special.GAPS:
        queue = gap.queue or "claims/email"
        rows = history[(history["queue"] == queue) & (history["day"] == gap.day)]
        slots = (rows["local"].dt.hour * 60 + rows["local"].dt.minute) // 15
        assert not set(slots) & set(gap.slots)


def test_campaigns_and_holidays_move_the_day(by_day: pd.DataFrame) -> None:
    lifts = []
    for _, first, _, department, _ in special.CAMPAIGNS:
        if first + timedelta(weeks=1) > LAST_DAY:
            continue
        usual = np.mean([by_day.loc[first + timedelta(weeks=w), f"{department}/voice"] for w in (-1, 1)])
        lifts.append(by_day.loc[first, f"{department}/voice"] / usual)
    assert 1.15 < np.mean(lifts) < 1.45
    assert by_day.loc[date(2025, 12, 24), "billing/voice"] < 0.8 * by_day.loc[date(2025, 12, 17), "billing/voice"]
    assert by_day.loc[date(2026, 4, 27), "billing/voice"] == 0
    assert 0 < by_day.loc[date(2026, 4, 27), "support/voice"] < 0.4 * by_day.loc[date(2026, 4, 20), "support/voice"]


def test_season_week_and_trend_are_there(by_day: pd.DataFrame) -> None:
    index = pd.DatetimeIndex(by_day.index.astype(str))
    weekday = by_day["billing/voice"].groupby(index.day_of_week).median()
    assert weekday[0] > 1.1 * weekday[4] > 2 * weekday[5] > weekday[6] == 0
    month = by_day["contracts/voice"][index.year == 2025].groupby(index.month[index.year == 2025]).mean()
    assert month[11] > 1.2 * month[7]
    year = by_day["support/messaging"]
    assert year.iloc[-365:].sum() > 1.15 * year.iloc[:365].sum()


def test_handle_time_drifts_and_is_longer_in_the_evening(history: pd.DataFrame) -> None:
    rows = history[(history["queue"] == "claims/voice") & history["aht_seconds"].notna()]
    spent = rows["aht_seconds"] * rows["handled"]

    def mean(which: pd.Series) -> float:
        return float(spent[which].sum() / rows["handled"][which].sum())

    evening, morning = rows["local"].dt.hour >= 18, rows["local"].dt.hour < 10
    assert mean(evening) > 1.05 * mean(morning)
    assert 1.015 < mean(rows["local"].dt.year == 2026) / mean(rows["local"].dt.year == 2025) < 1.05


def test_more_customers_give_up_when_more_come_than_planned(history: pd.DataFrame) -> None:
    rows = history[history["queue"] == "billing/voice"]
    day = rows.groupby(rows["day"])[["offered", "abandoned"]].sum()
    like = day.groupby(pd.DatetimeIndex(day.index.astype(str)).day_of_week)["offered"].transform("median")
    share = day["abandoned"] / day["offered"]
    busy, quiet = share[day["offered"] > 1.1 * like], share[day["offered"] < 0.95 * like]
    assert busy.mean() > 1.2 * quiet.mean() > 0.01
