"""The simulator against what is known: formulas, published designs, another simulator."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest

from wfm.simulate import AgentGroup, Scenario, SimulatedQueue, simulate
from wfm.staffing import service

REFERENCE = Path(__file__).parents[3] / "shared" / "data" / "staffing_reference.csv"
# Twenty settings are to hold together: a 95 % interval for all of them is 3.02 / 1.96 of one alone (Bonferroni).
TOGETHER = 3.0233 / 1.96
# Shares so near 1 that hardly a contact misses have no normal interval.
RARE = 2e-4


def settings() -> list[tuple[int, float, float, float]]:
    rng = random.Random(11)
    found = []
    for _ in range(20):
        load = 10 ** rng.uniform(0, 2)
        agents = max(1, round(load * rng.uniform(0.75, 1.3)))
        found.append((agents, load, rng.choice([0.3, 1.0, 3.0]), rng.choice([0.0, 0.1, 0.5])))
    return found


@pytest.mark.parametrize(("agents", "load", "patience", "threshold"), settings())
def test_erlang_a_lies_inside_the_interval(agents: int, load: float, patience: float, threshold: float) -> None:
    minute = 60.0
    queue = SimulatedQueue("q", load, minute, patience_seconds=patience * minute, threshold_seconds=threshold * minute)
    scenario = Scenario((queue,), (AgentGroup("a", agents, {"q": 0}),), minute, 1200, warm_up=60)
    found = simulate(scenario, replications=30, seed=5)
    row = found.queues().iloc[0]
    truth = service(
        agents,
        load,
        minute,
        interval_seconds=minute,
        patience_seconds=patience * minute,
        threshold_seconds=threshold * minute,
    )
    for name in ("service_level_answered", "service_level_without_early"):
        assert abs(row[name] - float(getattr(truth, name))) <= TOGETHER * row[f"{name}_half_width"] + RARE, name
    for name in ("service_level", "abandonment", "asa_seconds", "wait_seconds"):
        assert abs(row[name] - float(getattr(truth, name))) <= TOGETHER * row[f"{name}_half_width"], name
    busy = found.groups().iloc[0]
    assert abs(busy["occupancy"] - float(truth.occupancy)) <= TOGETHER * busy["occupancy_half_width"]


DESIGNS = {
    "separate": (4.55, ({"short": 0}, {"long": 0})),
    "pooled": (6.15, ({"short": 0, "long": 0}, {"short": 0, "long": 0})),
    "two-way overflow": (4.11, ({"short": 0, "long": 1}, {"long": 0, "short": 1})),
    "one-way overflow": (3.92, ({"short": 0}, {"long": 0, "short": 1})),
}


@pytest.mark.parametrize("design", DESIGNS)
def test_pooling_designs_of_van_dijk_and_van_der_sluis(design: str) -> None:
    """Two agents; 50 contacts of 1 minute and 5 of 10 minutes an hour, all handle times fixed (2008, table 1)."""
    minutes, takes = DESIGNS[design]
    queues = (SimulatedQueue("short", 50, 60, handle_cv=0), SimulatedQueue("long", 5, 600, handle_cv=0))
    groups = tuple(AgentGroup(name, 1, t) for name, t in zip("ab", takes, strict=True))
    found = simulate(Scenario(queues, groups, 3600.0, 24 * 500, warm_up=240), replications=12, seed=3)
    total = found.counts.sum(axis=(0, 1, 2))
    assert total[5] / (total[1] + total[3]) / 60 == pytest.approx(minutes, rel=0.03)


def test_merged_queue_of_unlike_handle_times_waits_nearly_as_the_stretched_formula_says() -> None:
    """What `require` assumes of a pool: waits stretched by E[S^2] / (2 E[S]^2). On the safe side, far from plain."""
    queues = (SimulatedQueue("short", 500, 60), SimulatedQueue("long", 50, 600))
    groups = (AgentGroup("a", 19, {"short": 0, "long": 0}),)
    found = simulate(Scenario(queues, groups, 3600.0, 24 * 30, warm_up=48), replications=20, seed=3)
    total = found.counts.sum(axis=(0, 1, 2))
    stretch = 55 * (50 * 60**2 + 5 * 600**2) / 6000**2
    kw = {"interval_seconds": 3600.0}
    plain = float(service(19, 550, 6000 / 55, **kw).asa_seconds)
    stretched = float(service(19, 550, 6000 / 55, wait_stretch=stretch, **kw).asa_seconds)
    measured = total[4] / total[1]
    assert measured > 2 * plain
    assert 0.75 * stretched < measured < stretched


@pytest.mark.real_data
@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference data is not beside this repository")
def test_eight_hours_from_empty_agree_with_another_simulator() -> None:
    table = pd.read_csv(REFERENCE)
    rows = table[table["model"].str.endswith("8h_from_empty")]
    assert len(rows) == 4
    for patience, same in rows.groupby(rows["patience_s"].fillna(0.0)):
        row = same.iloc[0]
        queue = SimulatedQueue(
            "q", row.calls, row.aht_s, patience_seconds=patience or None, threshold_seconds=row.target_s
        )
        groups = (AgentGroup("a", row.agents, {"q": 0}),)
        found = simulate(Scenario((queue,), groups, row.interval_s, 480), replications=3000, seed=2)
        line = found.queues().iloc[0]
        measured = {
            "asa_s": line["asa_seconds"],
            "asa_served_s": line["asa_seconds"],
            "abandoned_per_day": found.counts[:, 0, :, 3].sum(axis=1).mean(),
            "sl_excl_early_abandon": line["service_level_without_early"],
        }
        for stated in same.itertuples():
            assert measured[stated.measure] == pytest.approx(stated.value, abs=stated.tolerance), stated.id


@pytest.mark.real_data
@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference data is not beside this repository")
def test_steady_state_agrees_with_a_published_simulation() -> None:
    row = pd.read_csv(REFERENCE).set_index("model").loc["erlang_c_simulated"]
    queue = SimulatedQueue("q", 100, row["aht_s"])
    groups = (AgentGroup("a", row["agents"], {"q": 0}),)
    found = simulate(Scenario((queue,), groups, 100.0, 4000, warm_up=100), replications=25, seed=2)
    waiting = float(found.queues()["wait_seconds"].iloc[0]) * row["calls"] / row["interval_s"]
    assert waiting == pytest.approx(row["value"], abs=row["tolerance"])
