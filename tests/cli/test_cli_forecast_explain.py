"""Parts of a forecast from the shell, and what changed since an earlier run."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from small_site import MONDAY, ZONE, write_site

from wfm.cli import main
from wfm.forecast.explain import FACTORS

LAST = MONDAY - timedelta(days=7)


def run(*arguments, code=0):
    done = CliRunner().invoke(main, [str(a) for a in arguments])
    assert done.exit_code == code, done.output
    return done.output


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
    assert "--since needs --explain" in run(*ask, "--since", folder / "history.csv", code=2)
    said = run(*ask, "--since", folder / "history.csv", "--explain", tmp_path / "p.csv", code=2)
    assert "history.csv" in said
    assert "level" in said
