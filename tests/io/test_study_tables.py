"""The tables of a study: every figure, with its number and its text."""

from __future__ import annotations

import pytest
from study_example import MODELS, ODD, QUEUES, example

from wfm.io.study_case_tables import (
    case_table,
    cash_table,
    factor_table,
    phase_table,
    score_table,
    staff_table,
    tornado_table,
)
from wfm.io.study_figures import figures_table
from wfm.io.study_read import study_of
from wfm.io.study_service_tables import (
    changes_table,
    curve_lines,
    curve_table,
    simulated_table,
    stress_table,
    times_table,
)
from wfm.io.study_tables import gain_hours_table, gain_table, hours_table


@pytest.fixture(scope="module")
def study():
    return study_of(example())


def test_figures_have_a_row_each_and_leave_out_what_nobody_knows(study):
    rows = {row[0]: row[1:] for row in figures_table(study).text().rows}
    assert rows["agents at the peak"] == ("21.0", "18.0", "17.0")
    assert rows["cost of that (EUR)"] == ("20,000", "17,000", "16,000")
    assert rows["share cross-skilled"] == ("–", "50%", "–")
    assert rows["served worst"] == (ODD,) * 3
    assert "paid hours" not in rows


def test_hours_are_local_and_closed_hours_left_out(study):
    table = hours_table(study)
    assert table.header == ("hour", *MODELS)
    assert len(table.rows) == 5 * 10
    assert table.rows[0] == ("Mon 16 Nov 08:00", 20.0, 17.0, 16.0)
    assert table.rows[2] == ("Mon 16 Nov 10:00", 21.0, 18.0, 17.0)


def test_gain_shows_both_sides_of_the_cap_and_adds_up(study):
    for row in gain_table(study).rows:
        assert row[2] == pytest.approx(sum(row[3:7]))
    texts = gain_table(study).text().rows
    assert texts[0] == ("departmental to chain", "with", "+4", "+2.5", "+1.5", "+0.5", "-0.5", "+22.4%")
    assert [row[1] for row in texts] == ["with", "without"] * 2
    assert gain_hours_table(study).text().rows[1][2:] == ("+151", "+141", "+20", "-10", "+40")


def test_simulated_service_has_its_band_and_goal(study):
    table = simulated_table(study, "queues")
    assert [row[:2] for row in table.rows] == [(m, q) for m in MODELS for q in QUEUES]
    shown = dict(zip(table.header, table.text().rows[1], strict=True))
    assert (shown["service level"], shown["low"], shown["high"], shown["goal"]) == ("90.0%", "85.0%", "94.0%", "80%")
    assert (shown["hang up"], shown["handle time (s)"], shown["longer by"]) == ("3.0%", "305", "+2.0%")
    assert simulated_table(study, "departments").rows[0][1] == "all"


def test_who_loses_comes_worst_first_with_the_verdict(study):
    rows = changes_table(study).text().rows
    assert [row[8] for row in rows] == ["loses", "loses", "may be chance", "may be chance", "gains", "gains"]
    assert rows[0] == ("chain", "queue", ODD, "90.0%", "80.0%", "-10.0%", "-12.0%", "-8.0%", "loses")


def test_bad_weeks_and_times_of_day(study):
    assert stress_table(study).text().rows[0][:4] == ("departmental", "10 % sick", "85.0%", "60.0%")
    table = times_table(study)
    assert table.header[:4] == ("time of day", "departmental", "departmental, low", "departmental, high")
    assert table.text().rows[1][:4] == ("10:00-12:00", "85.0%", "80.0%", "89.0%")


def test_the_curve_has_a_line_a_kind_with_and_without_the_cap(study):
    lines = curve_lines(study)
    assert len(lines) == 6
    assert [p.share for p in lines["chain", True]] == [0.0, 0.5, 1.0]
    assert curve_table(study).text().rows[1] == ("pairs of departments", "with", "50%", "18.0", "900")


def test_business_case_by_month_adds_up(study):
    case = study.cases[1]
    table = cash_table(case, "EUR")
    assert len(table.rows) == 61
    running = 0.0
    for row in table.rows:
        running += float(row[2])
        assert row[5] == pytest.approx(running, abs=0.1)
        assert row[2] == pytest.approx(sum(float(v) for v in row[7:13]), abs=0.01)
    headline = {row[0]: row[1:] for row in case_table(case, "EUR").rows}
    assert headline["cash flow of 5 years (EUR)"][1] == pytest.approx(running, abs=0.1)


def test_tornado_falls_and_says_what_each_input_means(study):
    rows = tornado_table(study.cases[0], "EUR").rows
    swings = [row[6] for row in rows]
    assert swings == sorted(swings, reverse=True)
    assert all(row[7] for row in rows)
    assert all("_" not in row[0] for row in rows)


def test_transition_and_scores(study):
    staff = staff_table(study.transitions[0])
    assert staff.text().rows[1] == ("1", "pilot", "34.0", "5.0", "0.5", "1.0", "40.5", "42.0", "-1.5", "20", "30")
    assert phase_table(study.transitions[0]).text().rows[0] == ("pilot", "1 to 3", "2", "billing")
    scores = score_table(study.centralisation).text().rows
    assert scores[1][:5] == (ODD, "claims", "keep specialist", "0.40", "the score is below 0.45")
    assert scores[0][5].startswith("300 contacts a day: enough; 40 %")
    assert factor_table(study.centralisation).text().rows[0] == ("billing/voice", "1.00", "0.40", "0.70")
