"""Every figure of the scenarios of a study, in the order that people ask for them: for report, page and workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfm.io.data_table import TEXT, DataTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from wfm.io.data_table import Value
    from wfm.types.simulated_service import ServiceFigures
    from wfm.types.study import ScenarioFigures, Study


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: its title, the number format, and where a scenario has it (None where it does not)."""

    title: str
    form: str
    of: Callable[[ScenarioFigures], Value]
    drawn: bool = False


def measures(study: Study) -> tuple[Measure, ...]:
    """What the work asks for, what the roster gives, and the service as simulated, usual and in bad weeks."""
    return (*_required(study.currency), *_rostered(study.currency), *_simulated(), *_stressed(study), *_described())


def _required(money: str) -> tuple[Measure, ...]:
    uncapped = "  without the occupancy cap"
    return (
        Measure("agents at the peak", ",.1f", lambda s: s.agents_at_peak, drawn=True),
        Measure(uncapped, ",.1f", lambda s: s.agents_at_peak_without_cap),
        Measure("agent-hours required", ",.0f", lambda s: s.required_hours, drawn=True),
        Measure(uncapped, ",.0f", lambda s: s.required_hours_without_cap),
        Measure("FTE with all shrinkage", ",.1f", lambda s: s.fte_required),
        Measure(uncapped, ",.1f", lambda s: s.fte_required_without_cap),
        Measure(f"cost of that ({money})", ",.0f", lambda s: s.required_cost, drawn=True),
    )


def _rostered(money: str) -> tuple[Measure, ...]:
    return (
        Measure("agents rostered", ",d", lambda s: s.rostered_agents),
        Measure("paid hours", ",.0f", lambda s: s.paid_hours),
        Measure(f"paid cost ({money})", ",.0f", lambda s: s.paid_cost),
        Measure(f"cost a contact ({money})", ",.2f", lambda s: s.cost_per_contact),
        Measure("requirement covered", ".1%", lambda s: s.covered_share),
        Measure("service level by formula", ".1%", lambda s: s.service_level),
        Measure("speed of answer, formula (s)", ",.0f", lambda s: s.asa_seconds),
        Measure("occupancy, formula", ".1%", lambda s: s.occupancy),
        Measure("served worst", TEXT, lambda s: s.worst_work),
        Measure("its service level", ".1%", lambda s: s.worst_service_level),
        Measure("gap of the roster", ".2%", lambda s: s.gap),
        Measure("broken rules", ",d", lambda s: s.violations),
    )


def _simulated() -> tuple[Measure, ...]:
    def of(title: str, form: str, figure: Callable[[ServiceFigures], float | None]) -> Measure:
        return Measure(title, form, lambda s: None if s.simulated is None else figure(s.simulated.total))

    return (
        of("service level, simulated", ".1%", lambda t: t.service_level),
        of("  nine weeks in ten from", ".1%", lambda t: t.service_level_low),
        of("  to", ".1%", lambda t: t.service_level_high),
        of("speed of answer (s)", ",.1f", lambda t: t.asa_seconds),
        of("hang up", ".1%", lambda t: t.abandonment),
        of("occupancy", ".1%", lambda t: t.occupancy),
        of("transfers", ".1%", lambda t: t.transfers),
        of("handle time (s)", ",.0f", lambda t: t.aht_seconds),
        of("  longer than specialists'", "+.1%", lambda t: t.aht_penalty),
        Measure("worst-served department", TEXT, lambda s: None if (w := _worst(s)) is None else w.name),
        Measure("  its service level", ".1%", lambda s: None if (w := _worst(s)) is None else w.service_level),
        Measure("queues that lose", ",d", _queues_that_lose),
    )


def _worst(scenario: ScenarioFigures) -> ServiceFigures | None:
    return None if scenario.simulated is None else scenario.simulated.worst_department


def _queues_that_lose(scenario: ScenarioFigures) -> int | None:
    if scenario.simulated is None or not scenario.simulated.changes:
        return None
    return sum(change.kind == "queue" for change in scenario.simulated.losers)


def _stressed(study: Study) -> tuple[Measure, ...]:
    names = dict.fromkeys(t.name for s in study.simulated if s.simulated is not None for t in s.simulated.stresses)

    def of(name: str) -> Measure:
        def level(scenario: ScenarioFigures) -> float | None:
            stresses = () if scenario.simulated is None else scenario.simulated.stresses
            return next((t.stressed.service_level for t in stresses if t.name == name), None)

        return Measure(f"in time, {name}", ".1%", level)

    return tuple(of(name) for name in names)


def _described() -> tuple[Measure, ...]:
    return (
        Measure("share cross-skilled", ".0%", lambda s: s.cross_skilled_share),
        Measure("people cross-skilled", ",d", lambda s: s.cross_skilled_agents),
        Measure("contacts overflow after (s)", ",.0f", lambda s: s.overflow_after_seconds),
    )


def figures_table(study: Study) -> DataTable:
    """A row a figure, a column a model; figures that no scenario has are left out."""
    rows = [(m.title, m.form, [m.of(scenario) for scenario in study.scenarios]) for m in measures(study)]
    known = [(title, form, values) for title, form, values in rows if any(v is not None for v in values)]
    return DataTable(
        sheet="Figures",
        caption="Operating models",
        header=("", *study.models),
        rows=tuple((title, *values) for title, _, values in known),
        forms=tuple(form for _, form, _ in known),
        by_row=True,
    )
