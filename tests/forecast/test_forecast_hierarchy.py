"""Sums of queues: they add up, know their own uncertainty, and may pull the queues."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from forecast_data import OFFICE, ZONE, day_totals, joined, made_up

from wfm.cli import main
from wfm.errors import DataError
from wfm.forecast import forecast_hierarchy, score_forecast
from wfm.forecast.hierarchy import _agreed, sums_of
from wfm.intervals import IntervalGrid
from wfm.io.write import write_history
from wfm.types import Calendar, History
from wfm.types.contacts import QUANTILE_COLUMNS

FIRST = date(2025, 1, 6)
AHEAD = FIRST + timedelta(days=70)
NAMES = ("billing/chat", "billing/voice", "claims/voice")
WEEKS = (OFFICE + 0.3, OFFICE, OFFICE)
TRUTH = joined(*(made_up(NAMES[i], days=84, level=200.0, seed=i, week=WEEKS[i]) for i in range(3)))
LEVELS = list(QUANTILE_COLUMNS)


def made(reconcile, history=TRUTH):
    grid = IntervalGrid.days(AHEAD, 14, ZONE, 30)
    return forecast_hierarchy(history.before(AHEAD), grid, Calendar(), reconcile=reconcile)


@pytest.fixture(scope="module")
def plain():
    return made(False)


def test_sums_are_named_by_department_channel_and_total():
    assert sums_of(NAMES) == {
        "department billing": NAMES[:2],
        "channel voice": NAMES[1:],
        "total": NAMES,
    }
    assert sums_of(("a", "b")) == {"total": ("a", "b")}
    assert sums_of(("billing/chat", "billing/voice")) == {"total": ("billing/chat", "billing/voice")}


@pytest.mark.parametrize("reconcile", [False, True])
def test_every_sum_is_the_sum_of_its_queues_in_every_interval(reconcile):
    both = made(reconcile)
    wide = both.queues.frame.pivot_table(index="interval_start", columns="queue", values="offered")
    for name, members in sums_of(NAMES).items():
        mine = both.sums.frame[both.sums.frame["queue"] == name].set_index("interval_start")["offered"]
        assert np.allclose(mine, wide[list(members)].sum(axis=1).reindex(mine.index))
    for frame in (both.queues.frame, both.sums.frame):
        assert (np.diff(frame[LEVELS].to_numpy(), axis=1) >= -1e-9).all()
        assert (frame[LEVELS].to_numpy() >= 0).all()
    closed = day_totals(both.queues, "claims/voice")[AHEAD + timedelta(days=5)]
    assert closed == 0


def test_bands_of_a_sum_are_narrower_than_those_of_its_queues_and_hold_what_came(plain):
    def width(frame):
        busy = frame[frame["offered"] > 5]
        return ((busy["offered_p90"] - busy["offered_p10"]) / busy["offered"]).mean()

    total = plain.sums.frame[plain.sums.frame["queue"] == "total"]
    assert width(total) < width(plain.queues.frame)
    came = TRUTH.frame.groupby("interval_start")[["offered", "handled", "abandoned", "aht_seconds"]].sum(min_count=1)
    scores = score_forecast(plain.sums, History(came.reset_index().assign(queue="total"), 30, ZONE)).set_index("by")
    assert 0.68 < scores.loc["interval", "coverage_80"] < 0.92


def test_queues_that_rose_together_but_hid_it_are_pulled_by_a_sum_that_is_surer():
    summing = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    mean = np.array([100.0, 100.0, 260.0])
    sure_sum = _agreed(summing, mean, np.array([400.0, 400.0, 1.0]), 2)
    sure_queues = _agreed(summing, mean, np.array([1.0, 1.0, 4000.0]), 2)
    assert np.allclose(sure_sum, 1.3, atol=0.01)
    assert np.allclose(sure_queues, 1.0, atol=0.01)
    uneven = _agreed(summing, mean, np.array([400.0, 4.0, 1.0]), 2)
    assert uneven[0] > 1.5
    assert uneven[1] < 1.02
    assert np.allclose(_agreed(summing, np.array([0.0, 100.0, 130.0]), np.ones(3), 2), [1.0, 1.15])


def test_one_queue_has_no_sum():
    grid = IntervalGrid.days(AHEAD, 7, ZONE, 30)
    with pytest.raises(DataError, match="two queues"):
        forecast_hierarchy(made_up(days=70), grid, Calendar())


def test_the_command_writes_sums_of_queues_as_people_changed_them(tmp_path):
    write_history(TRUTH.before(AHEAD), tmp_path / "history.csv")
    (tmp_path / "changes.csv").write_text(
        f"queue,day,kind,value,author,reason\nclaims/voice,{AHEAD},total,900,planner,storm\n"
    )
    arguments = (
        "forecast", tmp_path / "history.csv", "--zone", ZONE, "--from", AHEAD, "--weeks", 1, "--executor", "serial",
        "--adjustments", tmp_path / "changes.csv", "--sums", tmp_path / "sums.csv", "-o", tmp_path / "f.csv",
        "--new-queue", "claims/chat", "billing/chat", "50/day",
    )  # fmt: skip
    done = CliRunner().invoke(main, [str(a) for a in arguments])
    assert done.exit_code == 0, done.output
    queues, sums = pd.read_csv(tmp_path / "f.csv"), pd.read_csv(tmp_path / "sums.csv")
    assert set(sums["queue"]) == {"department billing", "channel voice", "total"}
    assert sums.loc[sums["queue"] == "total", "offered"].sum() == pytest.approx(queues["offered"].sum(), rel=1e-6)
