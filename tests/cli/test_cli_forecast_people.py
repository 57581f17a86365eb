"""Changes by people from the shell: applied, kept apart from the raw forecast, scored; notes told briefly."""

from datetime import timedelta

import pandas as pd
import pytest
from shell import run
from small_site import MONDAY, ZONE, write_site

from wfm.io.read import read_history
from wfm.io.write import write_history

HEADER = "queue,day,kind,value,from,to,author,reason,made_at\n"
LAST = MONDAY - timedelta(days=7)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_site(tmp_path_factory.mktemp("people"))


@pytest.fixture(scope="module")
def changed(folder):
    (folder / "changes.csv").write_text(
        HEADER
        + f"billing/voice,{LAST},percent,20,,,planner A,mailing,2026-11-01T10:00\n"
        + f"claims/voice,{LAST}..{LAST + timedelta(days=1)},total,100,,,planner B,storm,\n"
        + f"billing/email,{LAST},absolute,5,09:00,12:00,planner A,letter,\n"
    )
    return run(
        "forecast", folder / "history.csv", "--zone", ZONE, "--from", LAST, "--weeks", 1, "--executor", "serial",
        "--adjustments", folder / "changes.csv", "--raw", folder / "raw.csv", "-o", folder / "forecast.csv",
    )  # fmt: skip


def day_sum(path, queue, day):
    frame = pd.read_csv(path)
    mine = (frame["queue"] == queue) & frame["interval_start"].str.startswith(str(day))
    return frame.loc[mine, "offered"].sum()


def test_changes_are_in_the_forecast_and_not_in_the_raw_one(folder, changed):
    assert "changed: billing/voice: mailing (+20 %), by planner A" in changed
    ratio = day_sum(folder / "forecast.csv", "billing/voice", LAST) / day_sum(folder / "raw.csv", "billing/voice", LAST)
    assert ratio == pytest.approx(1.2, rel=1e-4)
    assert day_sum(folder / "forecast.csv", "claims/voice", LAST + timedelta(days=1)) == pytest.approx(100, abs=1e-3)


def test_score_tells_raw_from_adjusted_and_whose_change_helped(folder, changed):
    said = run(
        "score", folder / "raw.csv", "--actuals", folder / "history.csv", "--zone", ZONE,
        "--adjustments", folder / "changes.csv", "-o", folder / "scores.csv",
    )  # fmt: skip
    scores = pd.read_csv(folder / "scores.csv")
    assert set(scores["forecast"]) == {"raw", "adjusted"}
    assert f"planner B: claims/voice {LAST}, 100 contacts in all (storm):" in said
    assert "what came in" in said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"billing/voice,{LAST},rise,20,,,a,b,", ("row 2", "column kind", "percent, add, total, copy")),
        (f"billing/voice,{LAST},percent,much,,,a,b,", ("row 2", "column value", "much")),
        (f"billing/voice,{LAST},percent,5,,,,b,", ("row 2", "author is blank")),
        ("billing/voice,soon,percent,5,,,a,b,", ("row 2", "column day")),
        (f"billing/voice,{LAST},copy,monday,,,a,b,", ("row 2", "2026-11-20")),
        (f"billing/voice,{LAST},add,5,12:00,09:00,a,b,", ("row 2", "ends before it begins")),
        (f"billing/voice,{LAST},percent,-120,,,a,b,", ("row 2", "below -100")),
        (f"nobody,{LAST},percent,5,,,a,b,", ("no such queue to change", "nobody", "billing/voice")),
    ],
)
def test_a_bad_change_is_named_by_row_and_column_and_nothing_is_written(folder, changed, tmp_path, row, said):
    (tmp_path / "bad.csv").write_text(HEADER + row + "\n")
    done = run(
        "forecast", folder / "history.csv", "--zone", ZONE, "--from", LAST, "--weeks", 1, "--executor", "serial",
        "--adjustments", tmp_path / "bad.csv", "-o", tmp_path / "out.csv", code=2,
    )  # fmt: skip
    assert all(text in done.splitlines()[-1] for text in said), done
    assert not (tmp_path / "out.csv").exists()


def test_a_file_with_offsets_and_no_zone_says_that_days_are_utc(folder, tmp_path):
    write_history(read_history(folder / "history.csv", zone=ZONE), tmp_path / "offsets.csv")
    said = run("forecast", tmp_path / "offsets.csv", "--executor", "serial", "-o", tmp_path / "out.csv")
    assert "midnight UTC" in said
    assert "--zone" in said


def test_notes_are_one_line_a_queue_unless_all_are_asked_for(folder, tmp_path):
    ask = ("forecast", folder / "history.csv", "--zone", ZONE, "--executor", "serial", "-o", tmp_path / "out.csv")
    brief = [line for line in run(*ask).splitlines() if line.startswith("note: ")]
    for queue in ("billing/voice", "billing/email", "claims/voice"):
        assert sum(f" {queue}:" in line for line in brief) <= 1
    assert all(len(line) <= 200 for line in brief)
    assert any("all queues: taken as closed: Saturdays" in line for line in brief)
    full = [line for line in run(*ask, "--all-notes").splitlines() if line.startswith("note: ")]
    assert len(full) >= len(brief) - 1
