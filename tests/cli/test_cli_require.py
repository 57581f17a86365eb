"""`wfm require`: the staffing choices of the plan, and what is said about them."""

import re

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from wfm.cli import main

PLAN = """
[site]
zone = "Europe/Amsterdam"
[queue_defaults]
open = ["mon-fri 08:00-18:00"]
aht_seconds = 300
[[queue]]
department = "billing"
channel = "voice"
[[queue]]
department = "billing"
channel = "email"
response_hours = 4
"""
FACTORS = {"p05": 0.6, "p10": 0.7, "p25": 0.85, "p50": 1.0, "p75": 1.15, "p90": 1.35, "p95": 1.5}


@pytest.fixture
def forecast_path(tmp_path):
    start = pd.date_range("2026-11-16T08:00+01:00", periods=40, freq="15min").tz_convert("UTC")
    frames = []
    for queue, contacts in (("billing/voice", 12.0), ("billing/email", 6.0)):
        bands = {f"offered_{name}": contacts * factor for name, factor in FACTORS.items()}
        frames.append(
            pd.DataFrame(
                {
                    "queue": queue,
                    "interval_start": start,
                    "offered": contacts,
                    **bands,
                    "aht_seconds": 300.0,
                    "model": "m",
                }
            )
        )
    path = tmp_path / "forecast.csv"
    frame = pd.concat(frames)
    frame["interval_start"] = frame["interval_start"].map(lambda t: t.isoformat())
    frame.to_csv(path, index=False)
    return path


def required(tmp_path, forecast_path, keys="", *options, code=0):
    (tmp_path / "plan.toml").write_text(PLAN + keys)
    out = tmp_path / "requirement.csv"
    arguments = ["require", str(forecast_path), "--plan", str(tmp_path / "plan.toml"), "-o", str(out), *options]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == code, done.output
    hours = float(pd.read_csv(out)["agents_required"].sum()) / 4 if code == 0 else np.nan
    return done.output, hours


def costs(text):
    line = next(line for line in text.splitlines() if line.startswith("agent-hours by"))
    return [float(n.replace(",", "")) for n in re.findall(r"[\d,]+\.\d(?=[,;])", line)]


def test_what_each_choice_costs_is_told_and_the_plans_own_is_written(tmp_path, forecast_path):
    for place, demand in enumerate(("mean", "quantile", "expected")):
        said, hours = required(tmp_path, forecast_path, f'[staffing]\ndemand = "{demand}"\nquantile = 0.9\n')
        assert costs(said)[place] == pytest.approx(hours, abs=0.06)
        mean, quantile, expected = costs(said)
        assert mean < expected < quantile
        assert "its 0.9 quantile" in said


def test_blending_is_a_key_of_the_plan_and_of_a_model(tmp_path, forecast_path):
    apart, more = required(tmp_path, forecast_path)
    blended, less = required(tmp_path, forecast_path, "[staffing]\nblend = true\n")
    assert less < more
    assert "no blending" in apart
    assert "fit between real-time contacts" in blended
    _, own = required(tmp_path, forecast_path, "[staffing]\nblend = true\n[model.pooled]\nblend = false\n")
    assert own == pytest.approx(more)


def test_a_backlog_is_staffed(tmp_path, forecast_path):
    _, without = required(tmp_path, forecast_path, "", "--backlog", "billing/email=0")
    _, with_it = required(tmp_path, forecast_path, "", "--backlog", "billing/email=20")
    assert 0.7 * 20 / 0.9 < with_it - without <= 20 / 0.9 + 0.1  # some of what came meanwhile is left to the next day


def test_a_backlog_that_cannot_be_read_is_named(tmp_path, forecast_path):
    said, _ = required(tmp_path, forecast_path, "", "--backlog", "billing/email", code=2)
    assert "QUEUE=HOURS" in said


def test_what_another_service_level_costs(tmp_path, forecast_path):
    # Without a cap on occupancy, which would hide the change.
    goal = "goal = { service_level = 0.8, threshold_seconds = 20, max_occupancy = 1.0 }\n"
    said, _ = required(tmp_path, forecast_path, goal, "--what-if", "85/20", "--what-if", "50/60")
    dearer, cheaper = (line for line in said.splitlines() if line.startswith("with "))
    assert dearer.startswith("with 85/20 in every queue:")
    assert "agent-hours by formula, +" in dearer
    assert "agent-hours by formula, -" in cheaper
    assert "PERCENT/SECONDS" in required(tmp_path, forecast_path, "", "--what-if", "many", code=2)[0]


@pytest.mark.parametrize(
    ("keys", "options"),
    [
        ("", ("--by", "simulation")),
        ('[staffing]\nby = "simulation"\n', ()),
        ('[model.pooled]\nby = "simulation"\n', ()),
    ],
)
def test_the_requirement_by_simulation_is_asked_for_in_the_plan_or_here(tmp_path, forecast_path, keys, options):
    said, hours = required(tmp_path, forecast_path, keys, "--replications", "4", "--executor", "serial", *options)
    assert "note: by simulation" in said
    _, formula = required(tmp_path, forecast_path, keys, "--by", "formula")
    assert 0.8 * formula < hours < 1.1 * formula
