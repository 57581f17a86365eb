"""The parts of the comparison page behind the scenarios: each a heading, charts and the tables behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from web import study_charts as charts
from wfm.io import study_case_tables as case_tables
from wfm.io import study_service_tables as service_tables
from wfm.io import study_tables

if TYPE_CHECKING:
    from wfm.io.data_table import DataTable
    from wfm.types.business_case import BusinessCase
    from wfm.types.centralisation import Centralisation
    from wfm.types.study import Study
    from wfm.types.transition import TransitionPlan


WIDE = 6  # rows of a chart that has none, so that it is drawn over the whole width


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart: its name in the scripts, its data, what a screen reader says, and the tables behind it."""

    name: str
    data: charts.Chart
    label: str
    tables: tuple[DataTable, ...] = ()
    rows: int = 0  # of bars; the chart is as high as they need


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the page. ``open_tables`` are always seen, those of charts unfold."""

    identity: str
    title: str
    words: tuple[str, ...] = ()
    drawn: tuple[Drawn, ...] = ()
    open_tables: tuple[DataTable, ...] = ()


def study_parts(study: Study, against: str | None, case: BusinessCase | None = None) -> list[Part]:
    """The parts there is something to say of; what exists once a model is that of ``against``.

    Args:
        study: The study.
        against: The model shown in detail.
        case: Its business case where other values were chosen; that of the study without it.
    """
    found = []
    if study.simulated:
        found += _simulated(study, against)
    if study.gains:
        found.append(_gain(study))
    if study.curve:
        found.append(_curve(study))
    if study.centralisation is not None and study.centralisation.queues:
        found.append(_centralise(study.centralisation))
    found += [_case(case or own, study.currency) for own in study.cases if own.facts.model_after == against]
    found += [_transition(plan) for plan in study.transitions if plan.model_after == against]
    return found


def told(study: Study, against: str | None) -> tuple[str, ...]:
    """The sentences on what ``against`` brings, and on no model in particular; all are on the page as well."""
    others = [re.compile(rf"\b{re.escape(m)}\b") for m in study.models[1:] if m != against]
    return tuple(text for text in study.advice if not any(other.search(text) for other in others))


def _simulated(study: Study, against: str | None) -> list[Part]:
    by_queue, by_time = charts.service_chart(study, against), charts.times_chart(study, against)
    models = len(by_queue["series"])
    tables = tuple(service_tables.simulated_table(study, part) for part in ("queues", "departments", "works"))
    words = ["Points are the mean of the simulated weeks, lines hold nine of ten weeks, the bar across is the goal."]
    if models < len(study.simulated):
        words.append(f"Drawn are {study.models[0]} and {against}; the tables hold every model, and work that may wait.")
    rows = (len(by_queue["names"]) + 1) * models
    found = [
        Part(
            "service",
            "Service by queue, simulated",
            tuple(words),
            (
                Drawn("service", by_queue, "Simulated service level by queue.", tables, rows),
                Drawn(
                    "times",
                    by_time,
                    "Simulated service level by time of day.",
                    (service_tables.times_table(study),),
                    WIDE,
                ),
            ),
        )
    ]
    changed = charts.changes_chart(study, against) if against else {"names": []}
    if changed["names"]:
        table = service_tables.changes_table(study)
        drawn = Drawn(
            "changes", changed, "Change of the service level with its interval.", (table,), len(changed["names"])
        )
        found.append(Part("losers", f"Who loses under {against}", _who(study, against), (drawn,)))
    stressed = charts.stress_chart(study)
    if stressed["names"]:
        table = service_tables.stress_table(study)
        drawn = Drawn("stress", stressed, "Service level in usual and bad weeks.", (table,), 2 * len(stressed["names"]))
        found.append(Part("resilience", "Resilience", ("The same rosters in bad weeks.",), (drawn,)))
    return found


def _who(study: Study, against: str | None) -> tuple[str, ...]:
    served = next(s.simulated for s in study.scenarios if s.model == against)
    losers, alike = [], 0
    if served is not None:
        losers = [c.name for c in served.losers]
        alike = sum((c.low, c.high) == (0.0, 0.0) for c in served.changes)
    marks = "▼ loses, ▲ gains, ● may be chance; the line is the 95 % interval of the change, in percentage points."
    if alike:
        marks += f" {alike} more are served exactly as well."
    if not losers:
        return ("Nobody certainly loses: every fall in service may be chance.", marks)
    return (f"Certainly worse served: {', '.join(losers)}.", marks)


def _gain(study: Study) -> Part:
    chart = charts.gain_chart(study)
    words = (
        "People at work that the teams must be able to field, each at its own peak. Right of zero a part saves people, "
        "left of it it asks for more."
    )
    tables = (study_tables.gain_table(study), study_tables.gain_hours_table(study))
    drawn = Drawn("gain", chart, "People saved by cause.", tables, len(chart["names"]))
    return Part("gain", "Where the gain comes from", (words,), (drawn,))


def _curve(study: Study) -> Part:
    words = "Agents at the peak that the departments need where only some of their people are cross-skilled."
    table = service_tables.curve_table(study)
    drawn = Drawn("curve", charts.curve_chart(study), "Agents needed by share of people cross-skilled.", (table,))
    return Part("curve", "How many people to cross-skill", (words,), (drawn,))


def _centralise(advice: Centralisation) -> Part:
    chart = charts.score_chart(advice)
    tables = (case_tables.factor_table(advice),)
    return Part(
        "centralise",
        "What to centralise",
        (f"Pilot: {advice.pilot_reason}", *advice.notes),
        (Drawn("scores", chart, "Score of each queue with its advice.", tables, len(chart["queues"])),),
        (case_tables.score_table(advice),),
    )


def _case(case: BusinessCase, currency: str) -> Part:
    by_month, added_up = charts.cash_charts(case)
    month = case.expected.payback_month
    paid = "not paid back as expected" if month is None else f"paid back in month {month} as expected"
    tornado = charts.tornado_chart(case, currency)
    cash = (case_tables.cash_table(case, currency),)
    hangs_on = (case_tables.tornado_table(case, currency), case_tables.input_table(case))
    return Part(
        "case",
        f"Business case: {case.facts.model_before} to {case.facts.model_after}",
        case.notes,
        (
            Drawn("cash", added_up, f"Cash flow added up: low, expected and high; {paid}."),
            Drawn("cash-month", by_month, "Cash flow by month: low, expected and high.", cash),
            Drawn("tornado", tornado, "Net present value as one input moves.", hangs_on, len(tornado["bars"])),
        ),
        (case_tables.case_table(case, currency),),
    )


def _transition(plan: TransitionPlan) -> Part:
    drawn = Drawn(
        "transition", charts.transition_chart(plan), "Full-time people by month.", (case_tables.staff_table(plan),)
    )
    return Part(
        "transition", f"Transition to {plan.model_after}", plan.notes, (drawn,), (case_tables.phase_table(plan),)
    )
