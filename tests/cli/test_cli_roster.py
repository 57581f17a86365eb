"""`wfm roster` and `wfm check` with locks, notice, and the same answer for the same iteration limit."""

import pandas as pd
import pytest
from shell import done as run
from small_site import MONDAY, ZONE, write_site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = write_site(tmp_path_factory.mktemp("roster"))
    starts = pd.date_range(f"{MONDAY} 08:00", f"{MONDAY} 17:30", freq="30min", tz=ZONE)
    index = [t + pd.Timedelta(days=d) for d in range(5) for t in starts]
    frame = pd.DataFrame({"work": "pooled", "interval_start": [t.isoformat() for t in index]})
    frame.assign(
        load_erlangs=6.0, agents_required=8.25, fte_required=10.0, service_level=0.8, asa_seconds=10.0, occupancy=0.8
    ).to_csv(folder / "requirement.csv", index=False)
    rostered(folder, "first.csv")
    return folder


def people(folder):
    return "--agents", folder / "agents.csv", "--plan", folder / "plan.toml"


def rostered(folder, out, *more):
    limit = ("--iteration-limit", 2, "--time-limit", 120)
    run("roster", folder / "requirement.csv", *people(folder), *limit, *more, "-o", folder / out)
    return (folder / out).read_text()


def test_the_same_seed_and_iteration_limit_write_the_same_file(site):
    assert rostered(site, "again.csv") == (site / "first.csv").read_text()


def test_locked_shifts_stay_and_the_checker_asks_for_them(site):
    first = pd.read_csv(site / "first.csv")
    # The first shift of somebody at the other end of the window: another roster has to be built around it.
    locked = first[(first["agent"] == first["agent"][0]) & (first["date"] == first["date"][0])].copy()
    start = pd.Timestamp(locked["start"].min())
    by = pd.Timedelta(minutes=90 if start.hour == 8 and start.minute == 0 else -60 * (start.hour - 8) - start.minute)
    for column in ("start", "end"):
        locked[column] = [(t + by).isoformat() for t in pd.to_datetime(locked[column])]
    locked.to_csv(site / "locks.csv", index=False)
    rostered(site, "locked.csv", "--locks", site / "locks.csv")
    second = pd.read_csv(site / "locked.csv")
    kept = second[(second["agent"] == locked["agent"].iloc[0]) & (second["date"] == locked["date"].iloc[0])]
    assert list(kept["start"]) == list(locked["start"])
    assert "0 rule violations" in run("check", site / "locked.csv", *people(site), "--locks", site / "locks.csv").stdout
    told = run("check", site / "first.csv", *people(site), "--locks", site / "locks.csv", code=1).stdout
    assert "contract locks:" in told


def test_notice_is_judged_where_the_day_of_publication_is_given(site):
    early = ("--published-on", MONDAY - pd.Timedelta(days=30), "--pattern-published-on", MONDAY - pd.Timedelta(days=30))
    assert run("check", site / "first.csv", *people(site), *early).stdout.startswith("0 rule violations")
    late = ("--published-on", MONDAY - pd.Timedelta(days=3))
    told = run("check", site / "first.csv", *people(site), *late, code=1).stdout
    assert "law notice:" in told
    assert "3 days ahead; the rule asks 4" in told
