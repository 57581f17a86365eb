"""Days and weeks have bands of their own, which agree with those of the intervals and follow every change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from forecast_data import OFFICE, ZONE, joined, made_up

from wfm.forecast import add_queue, apply_changes, forecast, forecast_hierarchy, reforecast, score_forecast
from wfm.forecast.band_fit import fit_bands
from wfm.forecast.bands import interval_levels, mixed, period_levels
from wfm.forecast.distribution import default_spread, quantiles
from wfm.forecast.evidence import Evidence
from wfm.forecast.new_queue import NewQueue
from wfm.forecast.totals import KEY, LEVELS, sums
from wfm.intervals import IntervalGrid, local_instant, zone_of
from wfm.types import Calendar
from wfm.types.changes import ForecastChange
from wfm.types.contacts import TOTALS

FIRST = date(2025, 1, 6)
AHEAD = FIRST + timedelta(days=140)


@pytest.fixture(scope="module")
def history():
    return joined(made_up(days=168, noise=0.1), made_up("small/voice", days=168, level=9.0, week=OFFICE, seed=4))


@pytest.fixture(scope="module")
def made(history):
    return forecast(history.before(AHEAD), IntervalGrid.days(AHEAD, 14, ZONE, 30), Calendar(()))


def of(made, by, queue="service/voice"):
    totals = made.totals
    return totals[(totals["queue"] == queue) & (totals["by"] == by)].reset_index(drop=True)


def agree(made):
    """Totals are the sums of the means, ordered, and no wider than fully dependent intervals would be."""
    both = made.totals.merge(sums(made), on=KEY, suffixes=("", "_sum"))
    assert len(both) == len(made.totals) == len(sums(made))
    assert both["offered"].to_numpy() == pytest.approx(both["offered_sum"].to_numpy())
    levels = both[LEVELS].to_numpy(float)
    assert (np.diff(levels, axis=1) >= -1e-9).all()
    assert (levels >= 0).all()
    assert (both["offered_p95"] <= both["offered_p95_sum"] * 1.02 + 0.5).all()
    assert (both["offered_p05"] >= both["offered_p05_sum"] * 0.98 - 0.5).all()


def test_totals_agree_with_the_intervals(made):
    assert list(made.totals.columns) == list(TOTALS)
    assert len(of(made, "day")) == 14
    assert of(made, "week")["first_day"].tolist() == [AHEAD, AHEAD + timedelta(days=7)]
    agree(made)


def test_bands_are_relatively_narrower_the_longer_the_period(made):
    def relative(frame):
        return ((frame["offered_p90"] - frame["offered_p10"]).sum()) / frame["offered"].sum()

    interval = made.frame[made.frame["queue"] == "service/voice"]
    assert relative(of(made, "week")) < relative(of(made, "day")) < relative(interval)


def test_a_day_is_wider_than_its_intervals_would_be_by_chance_alone(made):
    days = of(made, "day")
    poisson = 2 * 1.2816 * np.sqrt(days["offered"])
    assert ((days["offered_p90"] - days["offered_p10"]) > poisson).all()


def test_totals_follow_people(made):
    start = local_instant(AHEAD, 0, zone_of(ZONE))
    change = ForecastChange(
        "service/voice", start, start + timedelta(days=1), "percent", 50.0, "planner", "letter", datetime.now(UTC)
    )
    changed = apply_changes(made, [change])
    agree(changed)
    assert of(changed, "day").loc[0, "offered"] == pytest.approx(1.5 * of(made, "day").loc[0, "offered"])
    assert of(changed, "day").loc[1].equals(of(made, "day").loc[1])
    assert of(changed, "week").loc[0, "offered_p90"] > of(made, "week").loc[0, "offered_p90"]


def test_totals_follow_the_morning(made, history):
    noon = local_instant(AHEAD + timedelta(days=1), 720, zone_of(ZONE))
    agree(reforecast(made, history, noon))


def test_a_new_queue_has_totals_of_its_own_and_is_less_certain(made):
    added = add_queue(made, NewQueue.parse("new/voice", "service/voice", "120/day"))
    agree(added)
    new, like = of(added, "week", "new/voice"), of(added, "week")
    share = [(f["offered_p90"] - f["offered_p10"]) / f["offered"] for f in (new, like)]
    assert (share[0] > 2 * share[1]).all()


def test_sums_of_queues_have_totals(history):
    horizon = IntervalGrid.days(AHEAD, 7, ZONE, 30)
    agree(forecast_hierarchy(history.before(AHEAD), horizon, Calendar(())).sums)


def test_a_short_day_of_the_clock_change_adds_up():
    history = made_up(days=77, shape=np.full(48, 1 / 48))
    horizon = IntervalGrid.days(date(2025, 3, 24), 7, ZONE, 30)
    agree(forecast(history.before(date(2025, 3, 24)), horizon, Calendar(())))


def test_days_and_weeks_are_scored(made, history):
    scores = score_forecast(made, history).set_index(["queue", "by"])
    for by in ("interval", "day", "week"):
        assert 0 <= scores.loc[("service/voice", by), "coverage_80"] <= 1
    assert scores.loc[("service/voice", "interval"), "pinball"] > 0


def test_mixed_quantiles_jump_between_the_cases():
    spread = default_spread(0.001)
    found = mixed(np.array([1000.0]), np.array([0.0]), 0.3, spread, (0.05, 0.29, 0.31, 0.9))[0]
    assert found[:2].tolist() == [0, 0]
    assert found[2] > 850
    # 0.9 of both cases together is (0.9 - 0.3) / 0.7 of the open one.
    wanted = quantiles(np.array([1000.0]), spread, (6 / 7,))[0, 0]
    assert found[3] == pytest.approx(wanted, rel=0.005)


def test_a_day_without_doubt_keeps_its_own_band():
    mean = np.full((2, 4), 50.0)
    other = (np.zeros((2, 4)), np.array([0.0, 0.4]))
    spread = default_spread(0.01)
    found = interval_levels(mean, spread, other)
    assert np.array_equal(found[0], interval_levels(mean, spread)[0])
    assert (found[1, :, 1] == 0).all()


@pytest.mark.parametrize("v", [1e-4, 0.01, 0.3])
def test_sums_stay_between_independent_and_fully_dependent_parts(v):
    mean = np.random.default_rng(2).gamma(2.0, 20.0, 48)
    parts = quantiles(mean, default_spread(0.05))
    total, found = period_levels(mean, np.zeros(48, dtype=np.int64), default_spread(v), parts)
    high = found[0, -1] - total[0]
    assert high <= (parts[:, -1] - mean).sum() + 1e-9
    assert high >= np.sqrt(((parts[:, -1] - mean) ** 2).sum()) - 1e-9


def test_bands_cover_what_they_promise_at_every_level():
    """Level errors common to a week and to a day, and Poisson noise: coverage over many made-up pasts."""
    random = np.random.default_rng(8)
    inside = {"interval": [], "day": [], "week": []}
    for _ in range(60):
        mean = np.full((7, 20), 40.0)

        def drawn(mean=mean):
            rate = (
                mean
                * random.gamma(400, 1 / 400)
                * random.gamma(400, 1 / 400, (7, 1))
                * random.gamma(200, 1 / 200, (7, 20))
            )
            return random.poisson(rate).astype(float)

        bands = fit_bands([Evidence(drawn(), mean) for _ in range(4)], 0.01)
        came = drawn()
        for name, actual, expected, spread in (
            ("interval", came, mean, bands.interval),
            ("day", came.sum(axis=1), mean.sum(axis=1), bands.day),
            ("week", came.sum(keepdims=True)[0], mean.sum(keepdims=True)[0], bands.week),
        ):
            low, high = np.moveaxis(quantiles(expected, spread, (0.10, 0.90)), -1, 0)
            inside[name].append(((actual >= low) & (actual <= high)).mean())
    assert np.mean(inside["interval"]) == pytest.approx(0.8, abs=0.03)
    assert np.mean(inside["day"]) == pytest.approx(0.8, abs=0.06)
    assert np.mean(inside["week"]) == pytest.approx(0.82, abs=0.13)


def test_totals_are_read_as_they_were_written(made, tmp_path):
    from wfm.io.totals_file import read_totals, write_totals

    write_totals(made, tmp_path / "totals.csv")
    found = read_totals(tmp_path / "totals.csv")
    wanted = made.totals.astype({"queue": "str", "by": "str"})
    pd.testing.assert_frame_equal(found, wanted, check_exact=False, atol=1e-5)
