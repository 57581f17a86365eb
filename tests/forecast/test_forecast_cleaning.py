from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from forecast_data import OFFICE, ZONE, hump, made_up
from scipy.stats import poisson

from wfm.forecast.cleaning import _chance_of_so_far, clean
from wfm.forecast.days import day_number, queue_days
from wfm.forecast.notes import cleaning_notes
from wfm.forecast.omitted_zeros import with_zeros_restored
from wfm.types import History

FIRST = date(2025, 1, 6)


def cleaned(history, kinds=None):
    days = queue_days("service/voice", history.frame, history.zone, history.interval_minutes)
    return clean(days, kinds or {})


def changed(history, change):
    frame = history.frame.copy()
    local = frame["interval_start"].dt.tz_convert(ZONE)
    return History(change(frame, local), 30, ZONE)


def flagged(result, kind):
    return [(FIRST + timedelta(days=f.day - day_number(FIRST))) for f in result.flags if f.kind == kind]


def test_a_clean_history_has_no_flags():
    result = cleaned(made_up(days=140))
    assert result.flags == ()
    assert result.known.all()
    assert result.normal.all()


def test_a_gap_is_filled_from_the_rest_of_its_day_and_flagged():
    day = date(2025, 3, 12)
    whole = made_up(days=140)

    def cut(frame, local):
        return frame[~((local.dt.date == day) & (local.dt.hour == 10))]

    result = cleaned(changed(whole, cut))
    assert flagged(result, "gap") == [day]
    row = day_number(day) - day_number(FIRST)
    assert result.totals[row] == pytest.approx(cleaned(whole).totals[row], rel=0.08)


def test_a_day_without_rows_teaches_nothing_and_is_named():
    day = date(2025, 3, 12)
    result = cleaned(changed(made_up(days=140), lambda frame, local: frame[local.dt.date != day]))
    assert flagged(result, "missing day") == [day]
    assert not result.known[day_number(day) - day_number(FIRST)]
    assert any("2025-03-12" in note for note in cleaning_notes(result))


def test_silence_in_a_busy_hour_is_an_outage_not_a_lack_of_demand():
    day = date(2025, 3, 12)

    def silent(frame, local):
        frame.loc[(local.dt.date == day) & (local.dt.hour == 11), "offered"] = 0.0
        return frame

    whole = made_up(days=140)
    result = cleaned(changed(whole, silent))
    assert flagged(result, "outage") == [day]
    row = day_number(day) - day_number(FIRST)
    assert result.totals[row] == pytest.approx(cleaned(whole).totals[row], rel=0.08)


def test_zeros_on_a_whole_open_day_are_not_demand():
    day = date(2025, 3, 12)
    result = cleaned(made_up(days=140, special={day: 0.0}))
    assert flagged(result, "outage day") == [day]
    assert np.isnan(result.totals[day_number(day) - day_number(FIRST)])


@pytest.mark.parametrize(("factor", "kind"), [(0.4, "outage day"), (2.5, "outlier")])
def test_a_single_day_far_from_its_like_is_flagged_and_not_learned_from(factor, kind):
    day = date(2025, 3, 12)
    result = cleaned(made_up(days=140, special={day: factor}))
    assert flagged(result, kind) == [day]
    assert not result.known[day_number(day) - day_number(FIRST)]


def test_the_chance_of_a_count_so_far_off_is_the_tail_of_a_poisson_on_its_side():
    count, mean = np.array([0.0, 0.0, 0.5, 3.0, 3.5, 40.0, 900.0]), np.array([5.0, 5.0, 3.0, 9.0, 2.0, 12.0, 600.0])
    below = np.array([True, False, False, True, False, False, False])
    expected = np.where(below, poisson.cdf(count, mean), poisson.sf(count - 1, mean))
    assert np.array_equal(_chance_of_so_far(count, mean, below=below), expected)


def test_a_new_level_is_not_a_row_of_outliers():
    result = cleaned(made_up(days=140, level=lambda d: 400.0 if d < 120 else 900.0))
    assert result.flags == ()


def test_a_weekday_that_changed_for_good_is_not_a_row_of_outliers():
    new = [FIRST + timedelta(days=d) for d in range(140) if d % 7 == 6 and d > 112]
    result = cleaned(made_up(days=140, special=dict.fromkeys(new, 3.0)))
    assert result.flags == ()


def test_a_known_event_is_no_outlier():
    day = date(2025, 3, 12)
    result = cleaned(made_up(days=140, special={day: 2.5}), {day_number(day): ("campaign", "mailing")})
    assert result.flags == ()
    assert result.known[day_number(day) - day_number(FIRST)]
    assert not result.normal[day_number(day) - day_number(FIRST)]


def test_closed_weekends_and_nights_are_closed_cells():
    result = cleaned(made_up(days=140, week=OFFICE))
    assert result.opened.tolist() == [True] * 5 + [False] * 2
    assert not result.open_cells[0, :14].any()
    assert result.open_cells[0, 16:36].all()
    assert any("Saturdays, Sundays" in note for note in cleaning_notes(result))


def test_a_quiet_queue_is_open_where_chance_explains_the_zeros():
    result = cleaned(made_up(days=364, level=5.0, shape=hump(30, 0, 24)))
    assert result.open_cells.mean() > 0.9


@pytest.mark.parametrize(("contacts_by_slot", "closed"), [(1.0, False), (20.0, True)])
def test_a_silent_stretch_of_the_night_is_closed_only_where_chance_cannot_explain_it(contacts_by_slot, closed):
    night = contacts_by_slot / 182 / 9
    history = made_up(days=364, level=9.0, shape=hump(15, 8, 18) + night, week=np.ones(7), minutes=15)
    days = queue_days("service/voice", history.frame, ZONE, 15)
    counts = days.counts.copy()
    counts[:, 6:9] = 0.0
    result = clean(replace(days, counts=counts), {})
    assert (~result.open_cells[:, 7]).all() == closed
    assert any("midnight" in note for note in cleaning_notes(result)) == closed


def test_the_skipped_hour_is_no_gap():
    history = made_up(first=date(2025, 3, 1), days=60, shape=np.full(48, 1 / 48))
    days = queue_days("service/voice", history.frame, ZONE, 30)
    assert clean(days, {}).flags == ()


def test_a_history_that_lies_within_an_event_is_learned_from():
    kinds = {day_number(FIRST) + d: ("school_holiday", "summer") for d in range(21)}
    result = cleaned(made_up(days=21), kinds)
    assert result.normal.all()


def test_days_of_which_a_third_was_seen_are_used_where_there_is_nothing_better():
    random = np.random.default_rng(2)
    result = cleaned(changed(made_up(days=42), lambda frame, local: frame[random.random(len(frame)) < 0.3]))
    assert result.known.sum() > 30
    assert np.nanmean(result.totals) == pytest.approx(600 * 6 / 7, rel=0.1)


def test_rows_of_zero_that_a_file_leaves_out_are_put_back():
    history = made_up(days=140, level=12.0, shape=hump(30, 0, 24))
    positive = History(history.frame[history.frame["offered"] > 0], 30, ZONE)
    whole, sparse = (queue_days("service/voice", h.frame, ZONE, 30) for h in (history, positive))
    restored = with_zeros_restored(sparse)
    assert restored.zeros_left_out
    assert np.nansum(restored.counts != whole.counts) <= 2
    assert with_zeros_restored(whole) is whole


def test_gaps_of_a_busy_queue_are_not_taken_for_zeros():
    history = made_up(days=140, level=2000.0, week=OFFICE)
    local = history.frame["interval_start"].dt.tz_convert(ZONE)
    rows = (local.dt.hour >= 8) & (local.dt.hour < 18) & (local.dt.day_of_week < 5) & (history.frame.index % 20 != 0)
    days = queue_days("service/voice", history.frame[rows], ZONE, 30)
    assert with_zeros_restored(days) is days
