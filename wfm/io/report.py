"""A planned week as one HTML file that opens anywhere: nothing is loaded from outside, and it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from wfm.errors import ConfigError
from wfm.io.files import write_bytes
from wfm.io.report_forecast import accuracy_section, forecast_section
from wfm.io.report_parts import Section, number
from wfm.io.report_roster import roster_section, rules_section, week_text
from wfm.io.report_study import study_sections
from wfm.io.study_read import study_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from wfm.types import Comparison, Forecast, History, Plan, Scenario


def write_report(
    path: str | Path,
    *,
    plan: Plan,
    forecast: Forecast,
    comparison: Comparison,
    history: History | None = None,
    model: str | None = None,
    notes: Sequence[str] = (),
    made_at: datetime | None = None,
    decision: bool = False,
) -> None:
    """Write the report of a planned week, or of a decision on operating models.

    Args:
        path: Where to write the HTML file.
        plan: The site's name and zone.
        forecast: Contacts expected; with ``scores`` the accuracy is shown.
        comparison: The operating models; their rosters where there are any.
        history: Shows the weeks before beside the forecast.
        model: The operating model whose roster is shown in full; the last one with a roster without it.
        notes: Further remarks.
        made_at: Printed where given; the file is otherwise the same whenever it is written.
        decision: The comparison and its study come first, the week that they are made of after them.

    Raises:
        ConfigError: ``model`` is not in the comparison.
        DataError: The file cannot be written; what was there before is untouched.
    """
    environment = Environment(
        loader=PackageLoader("wfm.io", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shown = _shown(comparison, model)
    week, study = _week(forecast, history, shown), study_sections(study_of(comparison))
    rules = [rules_section(shown.result)] if shown is not None and shown.result is not None else []
    page = environment.get_template("report.html").render(
        title=plan.site.name or ("Comparison of operating models" if decision else "Planned week"),
        week=week_text(forecast.frame, forecast.zone),
        zone=forecast.zone,
        made_at=f"{made_at:%Y-%m-%d %H:%M}" if made_at else "",
        facts=_facts(forecast, comparison, shown),
        sections=[*study, *week, *rules] if decision else [*week, *study, *rules],
        notes=_notes(forecast, history, comparison, notes),
    )
    write_bytes(path, page.encode())


def _shown(comparison: Comparison, model: str | None) -> Scenario | None:
    if model is not None:
        found = comparison.scenario(model)
        if found is None:
            known = ", ".join(s.model for s in comparison.scenarios)
            raise ConfigError(f"the comparison holds no model {model!r}. It holds: {known}.")
        return found
    return next((s for s in reversed(comparison.scenarios) if s.result and s.result.coverage), None)


def _week(forecast: Forecast, history: History | None, shown: Scenario | None) -> list[Section]:
    """The forecast, its accuracy, and the roster shown."""
    roster = None if shown is None else roster_section(shown, forecast.zone)
    found = (forecast_section(forecast, history), accuracy_section(forecast), roster)
    return [section for section in found if section is not None]


def _facts(forecast: Forecast, comparison: Comparison, shown: Scenario | None) -> list[tuple[str, str]]:
    """The few figures that a planner looks for first: what they are, and the number."""
    facts = [("contacts expected", number(float(forecast.frame["offered"].sum())))]
    scenario = shown or (comparison.scenarios[-1] if comparison.scenarios else None)
    if scenario is not None:
        facts += [
            (f"agents at the peak, {scenario.model}", number(scenario.agents_at_peak, ".1f")),
            ("agent-hours required", number(scenario.required_hours)),
        ]
    if shown is not None and shown.result is not None:
        facts += [
            ("agents rostered", number(shown.rostered_agents, ",d")),
            ("paid hours", number(shown.paid_hours)),
            ("of the requirement covered", number(shown.covered_share, ".1%")),
            ("broken rules", str(len(shown.result.violations))),
        ]
    return facts


def _notes(
    forecast: Forecast, history: History | None, comparison: Comparison, extra: Sequence[str]
) -> list[tuple[str, str]]:
    """What was assumed on the way: where, and the remark; a remark that holds in several places comes once."""
    found = [("", text) for text in extra]
    found += [("history", text) for text in (history.notes if history is not None else ())]
    found += [(s.model, text) for s in comparison.scenarios for text in s.requirement.notes]
    found += [(queue, text) for queue, texts in sorted(forecast.notes.items()) for text in texts]
    places: dict[str, list[str]] = {}
    for where, text in found:
        places.setdefault(text, []).append(where)
    return [(", ".join(dict.fromkeys(where for where in named if where)), text) for text, named in places.items()]
