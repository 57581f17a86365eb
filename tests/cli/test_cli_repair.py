"""`wfm repair` from files to files: offers, the roster written, and the checker on it."""

import json
import re

import pandas as pd
import pytest
from shell import done as run
from small_site import MONDAY, ZONE, write_site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = write_site(tmp_path_factory.mktemp("repair"))
    starts = pd.date_range(f"{MONDAY} 08:00", f"{MONDAY} 17:30", freq="30min", tz=ZONE)
    days = [starts + pd.Timedelta(days=i) for i in range(5)]
    index = days[0].append(days[1:])
    frame = pd.DataFrame({"work": "pooled", "interval_start": [t.isoformat() for t in index]})
    frame.assign(
        load_erlangs=6.0, agents_required=8.0, fte_required=10.0, service_level=0.8, asa_seconds=10.0, occupancy=0.8
    ).to_csv(folder / "requirement.csv", index=False)
    run("roster", folder / "requirement.csv", *people(folder), "--time-limit", 2, "-o", folder / "roster.csv")
    return folder


def people(folder):
    return "--agents", folder / "agents.csv", "--plan", folder / "plan.toml"


def at_work(site):
    roster = pd.read_csv(site / "roster.csv")
    return sorted(roster.loc[(roster["date"] == str(MONDAY)) & (roster["activity"] == "work"), "agent"].unique())


def test_the_best_offer_is_written_as_the_next_version_without_a_violation(site):
    sick, out = at_work(site)[0], site / "repaired.csv"
    done = run(
        "repair", site / "roster.csv", "--requirement", site / "requirement.csv", *people(site),
        "--absent", f"{sick}:{MONDAY}", "--now", f"{MONDAY}T05:00", "-o", out, "--report", site / "repair.json",
    )  # fmt: skip
    report = json.loads((site / "repair.json").read_text())
    assert report["violations"] == []
    assert (report["taken"], report["version"], report["people_allowed"]) == (1, 2, 3)
    assert "0 rule violations" in done.stderr
    assert "accept the shortfall" in done.stdout
    repaired = pd.read_csv(out)
    assert set(repaired["version"]) == {2}
    gone = repaired[(repaired["agent"] == sick) & (repaired["date"] == str(MONDAY))]
    assert set(gone["activity"]) == {"absence", "meal"}
    assert "0 rule violations" in run("check", out, *people(site)).stdout
    for offer in report["offers"]:
        assert offer["people_touched"] <= 3
        assert sum(offer["terms"].values()) == pytest.approx(-offer["net"])
        assert all(change["price"] > 0 and change["words"] for change in offer["changes"])
        assert all(person["reasons"] for person in offer["touched"])


def test_a_planner_takes_another_offer_and_can_print_them_as_json(site):
    sick = at_work(site)[0]
    done = run(
        "repair", site / "roster.csv", *people(site), "--absent", sick, "--now", f"{MONDAY}T05:00",
        "--take", 2, "--json", "-o", site / "second.csv",
    )  # fmt: skip
    report = json.loads(done.stdout)
    assert report["taken"] == 2
    assert [o["number"] for o in report["offers"]] == list(range(1, len(report["offers"]) + 1))
    run(
        "repair", site / "roster.csv", *people(site), "--absent", sick, "--now", f"{MONDAY}T05:00", "--take", 99, code=2
    )


def test_a_new_requirement_alone_is_repaired_and_nothing_to_repair_is_said(site):
    new = pd.read_csv(site / "requirement.csv").assign(agents_required=12.0)
    new.to_csv(site / "new.csv", index=False)
    done = run(
        "repair", site / "roster.csv", "--requirement", site / "new.csv", *people(site), "--now", f"{MONDAY}T05:00",
        "--json", "--time-limit", 20,
    )  # fmt: skip
    report = json.loads(done.stdout)
    assert report["people_allowed"] > 3
    assert len(report["days"]) == 7
    assert re.search("nothing to repair", run("repair", site / "roster.csv", *people(site), code=2).output)
