"""People's changes: exact sums, quantiles that follow, a ledger, and the raw forecast left alone."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from forecast_data import ZONE, day_totals, made_up
from hypothesis import given, settings
from hypothesis import strategies as st

from wfm.errors import DataError
from wfm.forecast import apply_changes, forecast, score_changes
from wfm.intervals import IntervalGrid, local_instant, zone_of
from wfm.types import Calendar, History, SpecialDay
from wfm.types.changes import ForecastChange
from wfm.types.contacts import QUANTILE_COLUMNS

FIRST = date(2025, 1, 6)
AHEAD = FIRST + timedelta(days=84)  # Monday 31 March
QUEUE = "service/voice"
NOW = datetime(2025, 3, 28, 9, tzinfo=UTC)
TRUTH = made_up(days=98)
LEVELS = list(QUANTILE_COLUMNS)


def at(day, minute=0):
    return local_instant(day, minute, zone_of(ZONE))


def change(kind, value=None, day=AHEAD, copied=None, minutes=(0, 1440), queue=QUEUE, author="planner"):
    return ForecastChange(queue, at(day, minutes[0]), at(day, minutes[1]), kind, value, author, "fair", NOW, copied)


@pytest.fixture(scope="module")
def raw():
    closed = Calendar((SpecialDay(AHEAD + timedelta(days=4), "holiday", "Day off"),))
    office = TRUTH.before(AHEAD)
    return forecast(office, IntervalGrid.days(AHEAD, 14, ZONE, 30), closed)


def test_percent_multiplies_every_interval_and_leaves_others_and_the_raw_forecast(raw):
    before = raw.frame.copy()
    done = apply_changes(raw, [change("percent", 20)])
    totals, changed = day_totals(raw), day_totals(done)
    assert changed[AHEAD] == pytest.approx(1.2 * totals[AHEAD])
    assert changed.drop(AHEAD).equals(totals.drop(AHEAD))
    pd.testing.assert_frame_equal(raw.frame, before)
    assert raw.adjustments == ()


@pytest.mark.parametrize(("kind", "value", "wanted"), [("total", 1000.0, 1000.0), ("add", -100.0, None)])
def test_totals_and_additions_are_met_exactly_with_the_shape_kept(raw, kind, value, wanted):
    done = apply_changes(raw, [change(kind, value)])
    before, after = day_totals(raw)[AHEAD], day_totals(done)[AHEAD]
    assert after == pytest.approx(before + value if wanted is None else wanted)
    rows = raw.frame["interval_start"] < pd.Timestamp(at(AHEAD + timedelta(days=1)))
    share = done.frame.loc[rows, "offered"] / after
    assert np.allclose(share, raw.frame.loc[rows, "offered"] / before)


def test_a_change_of_some_hours_touches_only_those(raw):
    done = apply_changes(raw, [change("add", 60, minutes=(540, 720))])
    difference = done.frame["offered"] - raw.frame["offered"]
    local = raw.frame["interval_start"].dt.tz_convert(ZONE)
    inside = (local.dt.date == AHEAD) & local.dt.hour.between(9, 11)
    assert difference[inside].sum() == pytest.approx(60)
    assert (difference[~inside] == 0).all()


def test_a_copied_day_brings_its_shape_and_bands_to_a_day_taken_for_sunday(raw):
    source, target = AHEAD + timedelta(days=2), AHEAD + timedelta(days=4)
    done = apply_changes(raw, [change("copy", day=target, copied=source), change("total", 300.0, day=target)])
    local = done.frame["interval_start"].dt.tz_convert(ZONE).dt.date
    one, other = done.frame[local == source], done.frame[local == target]
    assert other["offered"].sum() == pytest.approx(300)
    shares = [f["offered"].to_numpy() / f["offered"].sum() for f in (one, other)]
    assert np.allclose(*shares)
    assert [a.reason for a in done.adjustments] == [f"fair (a copy of {source})", "fair (300 contacts in all)"]


def test_a_day_of_history_can_be_copied_with_honest_quantiles(raw):
    source = FIRST + timedelta(days=70)
    done = apply_changes(raw, [change("copy", 10.0, copied=source)], TRUTH)
    frame = TRUTH.frame[TRUTH.frame["interval_start"].dt.tz_convert(ZONE).dt.date == source]
    assert day_totals(done)[AHEAD] == pytest.approx(1.1 * frame["offered"].sum())
    assert (np.diff(done.frame[LEVELS].to_numpy(), axis=1) >= 0).all()


def test_a_copy_onto_a_clock_change_keeps_wall_clock_times():
    truth = made_up(first=date(2025, 8, 4), days=77)
    sunday, before = date(2025, 10, 26), date(2025, 10, 19)
    raw = forecast(truth.before(date(2025, 10, 19)), IntervalGrid.days(date(2025, 10, 19), 14, ZONE, 30), Calendar())
    done = apply_changes(raw, [change("copy", day=sunday, copied=before)])
    local = done.frame["interval_start"].dt.tz_convert(ZONE)
    clock = local.dt.strftime("%H:%M")
    source = done.frame[local.dt.date == before].set_index(clock[local.dt.date == before])["offered"]
    target = done.frame[local.dt.date == sunday]
    assert len(target) == 50
    assert np.allclose(target["offered"], source.reindex(clock[local.dt.date == sunday]))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["percent", "total"]), st.floats(0.01, 500)), min_size=1, max_size=4))
def test_quantiles_stay_ordered_and_never_negative(raw, asked):
    frame = apply_changes(raw, [change(kind, value) for kind, value in asked]).frame
    levels = frame[LEVELS].to_numpy()
    assert (levels >= 0).all()
    assert (np.diff(levels, axis=1) >= -1e-9).all()


def test_a_larger_mean_has_a_relatively_narrower_band(raw):
    done = apply_changes(raw, [change("percent", 100)])
    rows = (raw.frame["offered"] > 5) & (raw.frame["interval_start"] < pd.Timestamp(at(AHEAD + timedelta(days=1))))
    wide, narrow = (
        ((f["offered_p90"] - f["offered_p10"]) / f["offered"])[rows].mean() for f in (raw.frame, done.frame)
    )
    assert 0.6 * wide < narrow < wide


def test_the_ledger_gives_the_ratio_the_author_and_the_reason(raw):
    (entry,) = apply_changes(raw, [change("percent", -25)]).adjustments
    assert (entry.author, entry.reason, entry.made_at) == ("planner", "fair (-25 %)", NOW)
    assert entry.factor == pytest.approx(0.75)


def test_scores_say_who_added_value(raw):
    factor = np.where(TRUTH.frame["interval_start"] >= at(AHEAD), 2.0, 1.0)
    doubled = History(TRUTH.frame.assign(offered=factor * TRUTH.frame["offered"]), 30, ZONE)
    right, wrong = (
        change("percent", 100, author="knows"),
        change("percent", -50, AHEAD + timedelta(days=1), author="guesses"),
    )
    scores = score_changes(raw, [right, wrong], doubled).set_index("author")
    assert scores.loc["knows", "error_after"] < 0.4 * scores.loc["knows", "error_before"]
    assert scores.loc["guesses", "error_after"] > scores.loc["guesses", "error_before"]
    unknown = score_changes(raw, [change("percent", 5, AHEAD + timedelta(days=13))], TRUTH.before(AHEAD))
    assert unknown.empty


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (lambda: change("percent", 5, queue="nobody"), "no interval of the forecast"),
        (lambda: change("percent", 5, date(2026, 1, 1)), "no interval of the forecast"),
        (lambda: change("add", -1e6), "cannot be taken away"),
        (lambda: change("add", 50, minutes=(0, 120)), "Copy a day"),
        (lambda: change("copy", copied=date(2020, 1, 1)), "neither in the forecast nor in the history"),
        (lambda: change("percent", -101), "below -100"),
        (lambda: change("total", float("nan")), "finite"),
        (lambda: change("percent"), "has a value"),
        (lambda: change("percent", 5, author=" "), "author"),
    ],
)
def test_impossible_changes_are_refused_in_words(raw, asked, problem):
    with pytest.raises(DataError, match=problem):
        apply_changes(raw, [asked()])
