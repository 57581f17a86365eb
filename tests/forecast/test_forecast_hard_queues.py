"""Small and hard queues through the command: tiny, night-only, closed at weekends, two weeks, a step, no history."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from forecast_data import OFFICE, WEEK, ZONE, hump, joined, made_up

from wfm.cli import main
from wfm.io.write import write_history

FIRST = date(2025, 1, 6)


def run(folder, history, *more, days):
    write_history(history, folder / "history.csv")
    ahead = FIRST + timedelta(days=days)
    arguments = ("forecast", folder / "history.csv", "--zone", ZONE, "--from", ahead, "--weeks", 1)
    done = CliRunner().invoke(
        main, [str(a) for a in (*arguments, "--executor", "serial", "-o", folder / "f.csv", *more)]
    )
    assert done.exit_code == 0, done.output
    frame = pd.read_csv(folder / "f.csv")
    frame["day"] = frame["interval_start"].str[:10]
    frame["hour"] = frame["interval_start"].str[11:13].astype(int)
    return frame, done.output


def ordered(frame):
    levels = frame[[c for c in frame.columns if c.startswith("offered_p")]].to_numpy()
    return (levels >= 0).all() and (np.diff(levels, axis=1) >= 0).all()


def test_five_contacts_a_day(tmp_path):
    queues = [made_up(f"tiny {i}", days=84, level=5.0, week=np.ones(7), seed=i) for i in range(1, 7)]
    frame, said = run(tmp_path, joined(*queues), days=84)
    assert frame["offered"].sum() == pytest.approx(6 * 35, rel=0.15)
    assert frame.groupby("queue")["offered"].sum().between(20, 50).all()
    assert ordered(frame)
    assert "contacts a day" in said
    assert "outage" not in said


def test_night_only(tmp_path):
    frame, said = run(tmp_path, made_up(days=84, level=100.0, shape=hump(opens=22, closes=6)), days=84)
    assert "open over midnight (22:00 to 06:00, read from the history)" in said
    night = (frame["hour"] >= 22) | (frame["hour"] < 6)
    assert frame.loc[~night, "offered"].sum() < 0.01 * frame["offered"].sum()
    assert frame["offered"].sum() == pytest.approx(100 * WEEK.sum(), rel=0.1)


def test_closed_on_weekends(tmp_path):
    frame, said = run(tmp_path, made_up(days=84, week=OFFICE), days=84)
    weekend = pd.to_datetime(frame["day"]).dt.day_of_week >= 5
    assert (frame.loc[weekend, "offered"] == 0).all()
    assert "Saturdays, Sundays" in said


def test_two_weeks_only(tmp_path):
    frame, said = run(tmp_path, made_up(days=14), days=14)
    assert frame["offered"].sum() == pytest.approx(600 * WEEK.sum(), rel=0.1)
    assert ordered(frame)
    assert "2 weeks of history" in said


def test_all_of_it_at_once_two_weeks_of_a_tiny_night_queue_closed_on_weekends(tmp_path):
    tiny = made_up(days=14, level=5.0, week=OFFICE / OFFICE[:5].mean(), shape=hump(opens=22, closes=6), seed=4)
    frame, _ = run(tmp_path, tiny, days=14)
    assert ordered(frame)
    assert frame["offered"].sum() == pytest.approx(tiny.frame["offered"].sum() / 2, rel=0.35)
    assert frame["offered_p95"].max() < 5


def test_a_step_last_month(tmp_path):
    stepped = made_up(days=168, level=lambda d: 600.0 if d < 140 else 900.0)
    frame, said = run(tmp_path, stepped, "--totals", tmp_path / "totals.csv", "--all-notes", days=168)
    assert frame["offered"].sum() == pytest.approx(900 * WEEK.sum(), rel=0.08)
    assert "the level changed by" in said
    assert "the bands take it that the level does not step again" in said
    # The past origins that could not know of the step say nothing on the days after it: a day varies by 4 %.
    totals = pd.read_csv(tmp_path / "totals.csv")
    day = totals[totals["by"] == "day"]
    width = (day["offered_p90"] - day["offered_p10"]) / day["offered"]
    assert width.between(0.08, 0.3).all()


def test_a_queue_without_history(tmp_path):
    frame, said = run(
        tmp_path, made_up(days=84, week=OFFICE), "--new-queue", "chat", "service/voice", "120/day", days=84
    )
    new = frame[frame["queue"] == "chat"]
    assert new["offered"].sum() == pytest.approx(600, rel=0.01)
    assert ordered(new)
    assert "note: chat: no history" in said
