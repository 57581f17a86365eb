"""The rest of a day from the shell."""

from datetime import timedelta

import pandas as pd
import pytest
from shell import run
from small_site import MONDAY, ZONE, write_site

TODAY = MONDAY - timedelta(days=7)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = write_site(tmp_path_factory.mktemp("today"))
    run(
        "forecast", folder / "history.csv", "--zone", ZONE, "--from", TODAY, "--weeks", 1, "--executor", "serial",
        "-o", folder / "forecast.csv",
    )  # fmt: skip
    history = pd.read_csv(folder / "history.csv")
    today = history["interval_start"].astype(str).str.startswith(str(TODAY))
    history.loc[today, "offered"] *= 2
    history.to_csv(folder / "busy.csv", index=False)
    return folder


def test_a_busy_morning_raises_the_afternoon_only(folder, tmp_path):
    said = run(
        "reforecast", folder / "forecast.csv", "--actuals", folder / "busy.csv", "--zone", ZONE,
        "--at", f"{TODAY}T12:00", "-o", tmp_path / "new.csv",
    )  # fmt: skip
    before, after = pd.read_csv(folder / "forecast.csv"), pd.read_csv(tmp_path / "new.csv")
    moved = after["offered"] - before["offered"]
    afternoon = before["interval_start"].between(f"{TODAY}T12", f"{TODAY}T24") & (before["offered"] > 0.1)
    assert (moved[afternoon] > 0).all()
    assert (moved[~before["interval_start"].between(f"{TODAY}T12", f"{TODAY}T24")] == 0).all()
    assert "contacts so far where" in said


@pytest.mark.parametrize("at", ["noon", "2031-01-01T12:00"])
def test_a_time_that_is_none_or_outside_the_forecast_is_refused(folder, tmp_path, at):
    said = run(
        "reforecast", folder / "forecast.csv", "--actuals", folder / "busy.csv", "--zone", ZONE, "--at", at,
        "-o", tmp_path / "new.csv", code=2,
    )  # fmt: skip
    assert at[:10] in said
    assert not (tmp_path / "new.csv").exists()
