"""`wfm simulate`: a roster file and a forecast file in, proof.csv and a report out."""

import json
from datetime import timedelta

import pandas as pd
import pytest
from shell import run
from small_site import MONDAY, ZONE, write_site

WORKED = [("08:00", "12:00", "work"), ("12:00", "12:30", "meal"), ("12:30", "16:30", "work")]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = write_site(tmp_path_factory.mktemp("site"))
    starts = pd.date_range(f"{MONDAY}", periods=7 * 48, freq="30min", tz=ZONE)
    opened = (starts.day_of_week < 5) & (starts.hour >= 8) & (starts.hour < 18)
    frames = []
    for queue, level in (("billing/voice", 10), ("billing/email", 4), ("claims/voice", 8)):
        mean = opened * float(level)
        bands = {f"offered_p{p:02d}": mean * f for p, f in zip((5, 10, 25, 50, 75, 90, 95), (.4, .5, .75, 1, 1.2, 1.5, 1.6), strict=True)}  # noqa: E501  # fmt: skip
        frames.append(
            pd.DataFrame({"queue": queue, "interval_start": starts, "offered": mean, **bands, "aht_seconds": 300.0})
        )
    pd.concat(frames).assign(model="made up").to_csv(folder / "forecast.csv", index=False)
    rows = []
    for agent in [f"b{i}" for i in range(6)] + [f"c{i}" for i in range(6)]:
        for day in (MONDAY + timedelta(days=d) for d in range(4)):
            for start, end, activity in WORKED:
                work = "pooled" if activity == "work" else ""
                paid = "no" if activity == "meal" else "yes"
                rows.append((agent, day, f"{day}T{start}:00+01:00", f"{day}T{end}:00+01:00", activity, work, paid))
    columns = ["agent", "date", "start", "end", "activity", "work", "paid"]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "roster.csv", index=False)
    return folder


def simulate(site, *more, code=0):
    arguments = [
        "simulate", site / "roster.csv", "--forecast", site / "forecast.csv", "--plan", site / "plan.toml",
        "--agents", site / "agents.csv", "-o", site / "proof.csv", "--report", site / "proof.json", *more,
    ]  # fmt: skip
    return run(*arguments, code=code)


def test_proof_and_report_tell_the_same(site):
    said = simulate(site, "--replications", 20)
    proof, report = pd.read_csv(site / "proof.csv"), json.loads((site / "proof.json").read_text())
    assert len(proof) == 3 * 7 * 48
    assert proof["interval_start"][0] == f"{MONDAY}T00:00:00+01:00"
    assert report["replications"] == 20
    assert report["absence"] == pytest.approx(0.05)
    offered = proof.groupby("queue")["offered"].sum()
    for queue in report["queues"]:
        assert queue["offered"] == pytest.approx(offered[queue["queue"]], rel=1e-4)
    # Nobody works on Friday, so every half-hour of it misses; before four at night nothing is offered.
    friday = (MONDAY + timedelta(days=4)).isoformat()
    missed = {m["interval_start"] for m in report["misses"] if m["measure"] == "service_level"}
    assert sum(m.startswith(friday) for m in missed) == 20
    assert f"{report['missed_intervals']} intervals of 30 minutes will miss a goal" in said
    night = proof[proof["interval_start"] == f"{MONDAY}T03:00:00+01:00"]
    assert night["service_level"].isna().all()


def test_seed_and_absence_can_be_chosen(site):
    simulate(site, "--replications", 10, "--seed", 4)
    first = (site / "proof.csv").read_bytes()
    simulate(site, "--replications", 10, "--seed", 4)
    assert (site / "proof.csv").read_bytes() == first
    simulate(site, "--replications", 10, "--seed", 4, "--absence", 0.3, "--mean-only")
    assert (site / "proof.csv").read_bytes() != first
    assert json.loads((site / "proof.json").read_text())["absence"] == 0.3


def test_the_variable_for_the_executor_counts_and_the_option_before_it(site, monkeypatch):
    monkeypatch.setenv("WFM_EXECUTOR", "nowhere")
    assert "unknown executor 'nowhere'" in simulate(site, "--replications", 2, code=2)
    simulate(site, "--replications", 2, "--executor", "serial")


def test_a_roster_of_another_model_is_one_line(site):
    said = simulate(site, "--model", "departmental", "--replications", 2, code=2)
    assert said.startswith("wfm: the roster holds the work 'pooled'")


def test_the_end_of_one_week_is_the_beginning_of_the_next(site):
    simulate(site, "--replications", 5, "--backlog", "billing/email=3")
    first = json.loads((site / "proof.json").read_text())
    left = {q["queue"]: q["left_hours"] for q in first["queues"]}
    assert left["billing/email"] >= 0
    assert left["billing/voice"] is None
    (site / "earlier.json").write_text(
        json.dumps(
            {"queues": [{"queue": "billing/email", "left_hours": 3.0}, {"queue": "billing/voice", "left_hours": None}]}
        )
    )
    again = simulate(site, "--replications", 5, "--backlog-from", site / "earlier.json")
    assert "36 pieces wait at the start" in again
    assert json.loads((site / "proof.json").read_text())["queues"] == first["queues"]
    assert "not the report" in simulate(site, "--backlog-from", site / "plan.toml", code=2)


def test_weeks_are_played_until_the_service_level_is_known_well_enough(site):
    simulate(site, "--replications", 2, "--half-width", "0.02")
    assert json.loads((site / "proof.json").read_text())["replications"] > 2


def outlook(site, *more, code=0):
    arguments = [
        "outlook", site / "roster.csv", "--forecast", site / "forecast.csv", "--plan", site / "plan.toml",
        "--agents", site / "agents.csv", "-o", site / "service.csv", "--report", site / "outlook.json", *more,
    ]  # fmt: skip
    return run(*arguments, code=code), pd.read_csv(site / "service.csv") if code == 0 else None


def test_the_formulas_tell_the_service_of_a_roster(site):
    said, found = outlook(site, "--absence", 0.0)
    assert "in time" in said
    monday = found[found["interval_start"].str.startswith(MONDAY.isoformat())].set_index("interval_start")
    # Twelve people for 18 contacts of five minutes in half an hour (3 Erlangs); nobody from 16:30 on, or on Friday.
    assert monday.loc[f"{MONDAY}T10:00:00+01:00", "service_level"] > 0.99
    assert monday.loc[f"{MONDAY}T17:00:00+01:00", "service_level"] == 0
    friday = found[found["interval_start"].str.startswith((MONDAY + timedelta(days=4)).isoformat())]
    assert friday["service_level"].max() == 0
    everybody, fewer = found["occupancy"].mean(), outlook(site, "--absence", 0.5)[1]["occupancy"].mean()
    assert fewer > everybody


def test_a_backlog_is_carried_through_the_outlook_and_to_the_next_week(site):
    _, plain = outlook(site)
    _, more = outlook(site, "--backlog", "billing/email=5")
    assert more["backlog_hours"].iloc[0] == pytest.approx(plain["backlog_hours"].iloc[0] + 5)
    left = {q["queue"]: q["left_hours"] for q in json.loads((site / "outlook.json").read_text())["queues"]}
    assert sum(left.values()) == pytest.approx(more["backlog_hours"].iloc[-1], rel=1e-3)
    _, following = outlook(site, "--backlog-from", site / "outlook.json")
    assert following["backlog_hours"].iloc[0] == pytest.approx(sum(left.values()), rel=1e-3)
    assert "backlog of" in outlook(site, "--backlog", "claims/voice=5", code=2)[0]
