"""The business case of one operating model against another: low, expected, high, and what matters most."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wfm.compare.case_cash import cash_flow
from wfm.compare.case_inputs import case_inputs
from wfm.types.business_case import BusinessCase, CaseOutcome, TornadoBar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from wfm.types import Agent, Forecast, Plan, Scenario
    from wfm.types.business_case import CaseFacts, CaseInput

WEEKS_A_YEAR = 365.25 / 7


def business_case(
    facts: CaseFacts,
    changes: Mapping[str, tuple[float, float, float]] | None = None,
    *,
    migrated: Sequence[float] | None = None,
) -> BusinessCase:
    """The case for ``facts``.

    Args:
        facts: What the comparison found (:func:`case_facts`).
        changes: (low, expected, high) of inputs that differ from their default, as in ``Plan.business_case``.
        migrated: Share of the organisation that has moved by each month, as of a transition plan.

    Raises:
        ConfigError: An input is unknown or out of range.
    """
    return _case(facts, _with_own_wages(case_inputs(changes or {}), facts, changes or {}), migrated)


def case_with(case: BusinessCase, values: Mapping[str, float]) -> BusinessCase:
    """The case once more with ``values`` expected; a range widens to hold its value, a certain input stays certain.

    Raises:
        ConfigError: A value is out of range.
    """
    return _case(case.facts, [_moved(r, values[r.name]) if r.name in values else r for r in case.inputs], None)


def _moved(row: CaseInput, value: float) -> CaseInput:
    low, high = (value, value) if row.low == row.high else (min(row.low, value), max(row.high, value))
    return replace(row, low=low, expected=value, high=high, source="set by hand")


def _case(facts: CaseFacts, inputs: Sequence[CaseInput], migrated: Sequence[float] | None) -> BusinessCase:
    expected = {row.name: row.expected for row in inputs}
    tornado = _tornado(facts, inputs, expected, migrated)
    better = {bar.name: bar.npv_at_high >= bar.npv_at_low for bar in tornado}
    worst = {row.name: row.low if better.get(row.name, True) else row.high for row in inputs}
    best = {row.name: row.high if better.get(row.name, True) else row.low for row in inputs}
    return BusinessCase(
        facts=facts,
        inputs=tuple(inputs),
        low=outcome(facts, worst, migrated),
        expected=outcome(facts, expected, migrated),
        high=outcome(facts, best, migrated),
        tornado=tuple(sorted(tornado, key=lambda bar: (-bar.swing, bar.name))),
        notes=_notes(facts),
    )


def outcome(facts: CaseFacts, values: Mapping[str, float], migrated: Sequence[float] | None = None) -> CaseOutcome:
    """Cash flow and its summary for one set of values.

    Net present value: sum of net / (1 + rate)^(month / 12), month 0 at once. Return: the net cash flow of the term by
    the money spent on platform (running cost included), guidance and training, neither discounted.
    """
    months = cash_flow(facts, values, migrated)
    below = [m.month for m in months if m.cumulative < 0]
    payback = 0 if not below else below[-1] + 1 if below[-1] < months[-1].month else None
    spent = -sum(m.platform + m.guidance + m.training for m in months)
    return CaseOutcome(
        values=values,
        months=months,
        npv=months[-1].cumulative_discounted,
        payback_month=payback,
        roi=months[-1].cumulative / spent if spent > 0 else None,
    )


def case_facts(forecast: Forecast, plan: Plan, agents: Sequence[Agent], before: Scenario, after: Scenario) -> CaseFacts:
    """What the business case starts from, out of two scenarios on the same forecast.

    People to train are the agents on the list (of a cross-skilled model those it would train); without a list, the
    full-time people of the new model. A full-time year costs the hours of the longest contract at the team's average
    cost.
    """
    from wfm.types.business_case import CaseFacts

    rows = _work_rows(forecast, plan)
    by_channel = rows.groupby("channel")[["offered", "work"]].sum()
    days = max(1, forecast.frame["interval_start"].dt.tz_convert(forecast.zone).dt.date.nunique())
    work, offered = float(by_channel["work"].sum()), float(by_channel["offered"].sum())
    return CaseFacts(
        model_before=before.model,
        model_after=after.model,
        fte_before=before.fte_required,
        fte_after=after.fte_required,
        employees=_people_to_train(after, agents),
        contacts_a_year={str(c): float(n) * WEEKS_A_YEAR * 7 / days for c, n in by_channel["offered"].items()},
        work_share={str(c): float(w) / work for c, w in by_channel["work"].items()} if work else {},
        aht_seconds=work / offered if offered else 0.0,
        agent_cost_a_year=_full_time_cost(before, days),
        people_moved=1.0 if after.cross_skilled_share is None else after.cross_skilled_share,
    )


def _people_to_train(after: Scenario, agents: Sequence[Agent]) -> float:
    if agents:
        return float(len(agents) if after.cross_skilled_agents is None else after.cross_skilled_agents)
    return after.fte_required * (1.0 if after.cross_skilled_share is None else after.cross_skilled_share)


def _work_rows(forecast: Forecast, plan: Plan) -> pd.DataFrame:
    """Contacts and seconds of handling, with the channel; the plan's handle time where the forecast has none."""
    frame = forecast.frame
    queues = {queue: plan.queue(queue) for queue in forecast.queues}
    planned = frame["queue"].map({name: queue.aht_seconds or 0.0 for name, queue in queues.items()})
    aht = frame["aht_seconds"].fillna(planned)
    channels = frame["queue"].map({name: queue.queue.channel.value for name, queue in queues.items()})
    return frame.assign(channel=channels, work=frame["offered"] * aht)


def _full_time_cost(before: Scenario, days: int) -> float | None:
    """Cost of a full-time person a year; the scenario's cost is that of the planned days. None where it is free."""
    if not before.required_cost or not before.fte_required:
        return None
    return before.required_cost / before.fte_required * WEEKS_A_YEAR * 7 / days


def _with_own_wages(
    inputs: Sequence[CaseInput], facts: CaseFacts, changes: Mapping[str, tuple[float, float, float]]
) -> tuple[CaseInput, ...]:
    cost = facts.agent_cost_a_year
    if cost is None or "agent_cost" in changes:
        return tuple(inputs)
    source = "the contracts and agents of the plan"
    return tuple(
        replace(row, low=cost, expected=cost, high=cost, source=source) if row.name == "agent_cost" else row
        for row in inputs
    )


def _tornado(
    facts: CaseFacts, inputs: Sequence[CaseInput], expected: Mapping[str, float], migrated: Sequence[float] | None
) -> list[TornadoBar]:
    bars = []
    for row in inputs:
        if row.low == row.high:
            continue
        ends = [outcome(facts, {**expected, row.name: value}, migrated).npv for value in (row.low, row.high)]
        bars.append(TornadoBar(row.name, row.low, row.high, ends[0], ends[1]))
    return bars


def _notes(facts: CaseFacts) -> tuple[str, ...]:
    notes = [
        "The planned days stand for the whole term: no growth, no season.",
        "Nobody is dismissed: saved posts become savings as people leave by themselves.",
        "Saved work saves staff in proportion, as far as the part of the saving that is realised goes.",
        "Low and high take every input at its worse or better end at once: outer limits, not forecasts.",
    ]
    if facts.agent_cost_a_year is None:
        notes.append("The plan names no cost an hour: wages are the default of agent_cost.")
    return tuple(notes)
