"""Parts of a forecast from the shell, and what changed since an earlier run."""

from datetime import timedelta
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from shell import run
from small_site import MONDAY, ZONE, write_site

from wfm.forecast.explain import FACTORS

LAST = MONDAY - timedelta(days=7)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_site(tmp_path_factory.mktemp("explain"))


def test_parts_multiply_and_changes_add_up_in_the_files(folder):
    ask = ("forecast", folder / "history.csv", "--zone", ZONE, "--from", LAST, "--weeks", 1, "--executor", "serial")
    run(*ask, "-o", folder / "f.csv", "--explain", folder / "parts.csv")
    parts = pd.read_csv(folder / "parts.csv")
    assert np.allclose(parts[list(FACTORS)].prod(axis=1), parts["offered"], rtol=1e-4)
    (folder / "events.csv").write_text(f"day,kind,name,queues\n{LAST},mailing,mailing,billing/voice\n")
    (folder / "changes.csv").write_text(
        f"queue,day,kind,value,author,reason\nbilling/voice,{LAST},percent,50,planner,mailing\n"
    )
    more = ("--events", folder / "events.csv", "--adjustments", folder / "changes.csv")
    said = run(*ask, *more, "-o", folder / "g.csv", "--explain", folder / "new.csv", "--since", folder / "parts.csv")
    new = pd.read_csv(folder / "new.csv")
    assert np.allclose(new[[f"by_{name}" for name in FACTORS]].sum(axis=1), new["change_since"], atol=1e-3)
    changed = new[(new["queue"] == "billing/voice") & (new["day"] == str(LAST))].iloc[0]
    assert changed["by_adjustment"] > 0.9 * changed["change_since"] > 0
    assert f"changed since: billing/voice {LAST}: " in said
    assert "most by adjustment" in said


def test_since_without_explain_and_a_file_without_parts_are_refused(folder, tmp_path):
    ask = ("forecast", folder / "history.csv", "--zone", ZONE, "--executor", "serial", "-o", tmp_path / "f.csv")
    assert "--since needs --explain or --picture" in run(*ask, "--since", folder / "history.csv", code=2)
    said = run(*ask, "--since", folder / "history.csv", "--explain", tmp_path / "p.csv", code=2)
    assert "history.csv" in said
    assert "level" in said


def test_the_parts_are_drawn_as_svg_and_as_a_page_with_what_changed(folder):
    ask = ("forecast", folder / "history.csv", "--zone", ZONE, "--from", LAST, "--weeks", 1, "--executor", "serial")
    run(*ask, "-o", folder / "f.csv", "--explain", folder / "parts.csv", "--picture", folder / "parts.svg")
    drawn = ElementTree.parse(folder / "parts.svg").getroot()
    text = " ".join(drawn.itertext())
    parts = pd.read_csv(folder / "parts.csv")
    for queue in parts["queue"].unique():
        assert queue in text
    assert "weekday" in text
    assert "80 % band" in text
    assert "changed since" not in text
    day = parts.iloc[0]
    assert f"{day['offered']:,.0f} contacts" in text
    (folder / "changes.csv").write_text(
        f"queue,day,kind,value,author,reason\nbilling/voice,{LAST},percent,50,planner,mailing\n"
    )
    more = ("--adjustments", folder / "changes.csv", "--since", folder / "parts.csv")
    run(*ask, *more, "-o", folder / "g.csv", "--picture", folder / "new.html")
    page = (folder / "new.html").read_text()
    assert page.startswith("<!doctype html>")
    assert "changed since the earlier run" in page
    assert "by people" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_days_and_weeks_are_written_and_scored(folder):
    ask = ("forecast", folder / "history.csv", "--zone", ZONE, "--from", LAST, "--weeks", 1, "--executor", "serial")
    run(*ask, "-o", folder / "f.csv", "--totals", folder / "totals.csv")
    totals = pd.read_csv(folder / "totals.csv")
    assert (totals.groupby(["queue", "by"]).size().unstack() == [7, 1]).all(axis=None)
    said = run("score", folder / "f.csv", "--actuals", folder / "history.csv", "--totals", folder / "totals.csv",
               "--zone", ZONE, "-o", folder / "scored.csv")  # fmt: skip
    assert "week" in said
    scored = pd.read_csv(folder / "scored.csv")
    assert scored.loc[scored["by"] == "day", "coverage_80"].notna().all()


def test_a_backtest_tells_the_error_week_by_week_ahead(folder):
    said = run("backtest", folder / "history.csv", "--zone", ZONE, "--weeks", 2, "--origins", 1, "--executor", "serial",
        "-o", folder / "scores.csv", "--by-week", folder / "weeks.csv")  # fmt: skip
    weeks = pd.read_csv(folder / "weeks.csv")
    assert sorted(weeks["week_ahead"].unique()) == [1, 2]
    scores = pd.read_csv(folder / "scores.csv")
    assert "by median" in said
    assert "nan" not in said
    assert (scores["wape_median"] > 0).all()
    assert {"pinball", "floor", "wape_day", "wape_week", "coverage_80_week"} <= set(scores.columns)
