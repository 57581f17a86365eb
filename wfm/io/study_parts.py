"""What readers are shown of a study, part by part: the one list that the report and the manager's page both follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfm.io import study_case_tables as case_tables
from wfm.io import study_service_tables as service_tables
from wfm.io import study_tables
from wfm.io.study_figures import figures_table
from wfm.io.study_words import BAND, CURVE, GAIN, how_simulated, sentences, told, who_loses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.io.data_table import DataTable
    from wfm.types.business_case import BusinessCase
    from wfm.types.centralisation import Centralisation
    from wfm.types.study import Study
    from wfm.types.transition import TransitionPlan

FEW = 3  # models that one picture still tells apart
CHANGES = {"department": "departments", "queue": "queues", "time of day": "times of day"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: its ``name``, by which report and page each know how to draw it, and what stands with it.

    ``models`` are those drawn, ``close`` the one looked at closely, if any. ``label`` says in a sentence what is seen;
    ``tables`` hold its numbers and unfold. A ``half`` one needs half the width only.
    """

    name: str
    label: str
    models: tuple[str, ...]
    tables: tuple[DataTable, ...] = ()
    half: bool = False
    close: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences, pictures, and tables that are always seen: ``first`` before the pictures, ``tables`` after them.

    ``more`` are sentences that unfold, the ``words`` among them. ``model`` is set where there is such a part for every
    model.
    """

    name: str
    title: str
    words: tuple[str, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    first: tuple[DataTable, ...] = ()
    tables: tuple[DataTable, ...] = ()
    model: str = ""
    more: tuple[str, ...] = ()

    @property
    def identity(self) -> str:
        """An anchor that no other part has."""
        return f"{self.name}-{self.model}".replace(" ", "-") if self.model else self.name


def usual_model(study: Study) -> str | None:
    """The model to look at closely where nobody has chosen: ``pooled`` if it is there; None for a single model."""
    others = study.models[1:]
    return next((m for m in others if m == "pooled"), others[0] if others else None)


def study_parts(study: Study, against: str | None, models: Sequence[str] | None = None) -> list[Part]:
    """The parts that there is something to say of, in the order of a decision.

    Args:
        study: The study.
        against: The model looked at closely, where a picture cannot hold all.
        models: Whose business case, transition and saved agents are shown; without it those of every model.
    """
    if len(study.scenarios) < 2:
        return []
    shown = tuple(m for m in study.models[1:] if models is None or m in models)
    found = [_comparison(study, against), *_saving(study, shown)]
    if study.simulated:
        found += _simulated(study, against)
    if study.gains:
        found.append(_gain(study))
    if study.curve:
        found.append(_curve(study))
    if study.centralisation is not None and study.centralisation.queues:
        found.append(_centralise(study.centralisation))
    cases = [case for case in study.cases if case.facts.model_after in shown]
    found += [_case(case, study.currency) for case in cases]
    found += [_transition(plan) for plan in study.transitions if plan.model_after in shown]
    if cases:
        found.append(_inputs(cases))
    return found


def drawn_models(models: Sequence[str], against: str | None) -> tuple[str, ...]:
    """Whose series one picture draws: all where they are few, else the first and the one looked at closely."""
    few = len(models) <= FEW or against is None
    return tuple(models) if few else tuple(m for k, m in enumerate(models) if k == 0 or m == against)


def _comparison(study: Study, against: str | None) -> Part:
    drawings = [
        Drawing(
            "models",
            "Agents, hours and cost that each model asks for, on the same demand, goals and people.",
            study.models,
            tuple(table for table in (figures_table(study), study_tables.work_table(study)) if table.rows),
        )
    ]
    table = study_tables.hours_table(study)
    if table.rows:
        label = "Agents to roster by hour, absence on the day included, all kinds of work together."
        drawings.append(Drawing("hours", label, study.models, (table,), close=against))
    more = () if (short := told(study, against)) == study.advice else study.advice
    return Part("comparison", "Operating models", sentences(short), tuple(drawings), more=sentences(more))


def _saving(study: Study, shown: tuple[str, ...]) -> list[Part]:
    tables = [study_tables.saving_table(study, model) for model in shown]
    if not any(table.rows for table in tables):
        return []
    first = study.models[0]
    words = f"{first} less the model named, in agents to roster, by day and hour; below zero it needs more."
    label = "Where a model needs fewer agents than the first (+), and where it needs more (-)."
    title = f"When {shown[0] if len(shown) == 1 else 'each model'} needs fewer agents"
    return [Part("saving", title, (words,), (Drawing("saving", label, shown, tuple(tables)),))]


def _simulated(study: Study, against: str | None) -> list[Part]:
    names = tuple(s.model for s in study.simulated)
    models = drawn_models(names, against)
    words = [how_simulated(study)]
    if len(models) < len(names):
        words.append(f"Drawn are {' and '.join(models)}; the tables hold every model, and work that may wait.")
    by = [service_tables.simulated_table(study, part) for part in ("queues", "departments", "works")]
    drawings = [Drawing("service", f"Service level of each queue. {BAND}", models, tuple(by))]
    times = service_tables.times_table(study)
    if times.rows:
        label = "Service level by time of day, all days together, with the band that holds nine of ten weeks."
        drawings.append(Drawing("times", label, models, (times,)))
    found = [Part("service", "Service by queue, simulated", tuple(words), tuple(drawings))]
    if service_tables.changes(study):
        found.append(_losers(study, against))
    stressed = service_tables.stress_table(study)
    if stressed.rows:
        meanings = dict.fromkeys(f"{row[1]}: {row[-1]}." for row in stressed.rows)
        label = "Service level in usual and in bad weeks, on the same rosters; lines hold nine of ten bad weeks."
        drawn = Drawing("stress", label, names, (stressed,))
        found.append(Part("resilience", "Resilience", tuple(meanings), (drawn,)))
    return found


def _losers(study: Study, against: str | None) -> Part:
    """A map of everybody under every model, and the model looked at closely with its intervals."""
    label = f"Service level less that of {study.models[0]}, in percentage points: ▼ loses, ▲ gains, else maybe chance."
    changed = tuple(s.model for s in study.simulated if s.simulated is not None and s.simulated.changes)
    drawings = [Drawing("losers", label, changed, (service_tables.change_map_table(study),))]
    close = against if against in changed else changed[-1]
    for kind, names in CHANGES.items():
        table = service_tables.changes_table(study, kind)
        if service_tables.model_changes(study, close, kind):
            label = f"Change of the service level by {names} under {close}, with its 95 % interval."
            drawings.append(Drawing(f"changes-{kind.replace(' ', '-')}", label, (close,), (table,)))
    return Part("losers", "Who loses", who_loses(study), tuple(drawings))


def _gain(study: Study) -> Part:
    tables = (study_tables.gain_table(study), study_tables.gain_hours_table(study))
    drawn = Drawing("gain", "People saved at the teams' peaks, by cause.", study.models[1:], tables)
    return Part("gain", "Where the gain comes from", (GAIN,), (drawn,))


def _curve(study: Study) -> Part:
    label = "Agents at the peak by the share of people cross-skilled."
    drawn = Drawing("curve", label, (), (service_tables.curve_table(study),))
    return Part("curve", "How many people to cross-skill", (CURVE,), (drawn,))


def _centralise(advice: Centralisation) -> Part:
    label = "Score of each queue: 1 speaks for one central team, 0 for specialists."
    return Part(
        "centralise",
        "What to centralise",
        (f"Pilot: {advice.pilot_reason}", *advice.notes),
        (Drawing("scores", label, (), (case_tables.factor_table(advice),)),),
        tables=(case_tables.score_table(advice),),
    )


def _case(case: BusinessCase, currency: str) -> Part:
    month, model = case.expected.payback_month, case.facts.model_after
    paid = "not paid back as expected" if month is None else f"paid back in month {month} as expected"
    return Part(
        "case",
        f"Business case: {case.facts.model_before} to {model}",
        case.notes,
        (
            Drawing("cash", f"Cash flow added up ({currency}): {paid}.", (model,), half=True),
            Drawing(
                "cash-month",
                f"Cash flow by month ({currency}).",
                (model,),
                (case_tables.cash_table(case, currency),),
                half=True,
            ),
            Drawing(
                "tornado",
                f"Net present value ({currency}) as one input alone moves from its low to its high value.",
                (model,),
                (case_tables.tornado_table(case, currency),),
            ),
        ),
        first=(case_tables.case_table(case, currency),),
        model=model,
    )


def _transition(plan: TransitionPlan) -> Part:
    label = "Full-time people needed while both organisations run; the dashed line is what the contracts hold."
    drawn = Drawing("transition", label, (plan.model_after,), (case_tables.staff_table(plan),))
    first = (case_tables.phase_table(plan),)
    return Part(
        "transition", f"Transition to {plan.model_after}", plan.notes, (drawn,), first=first, model=plan.model_after
    )


def _inputs(cases: Sequence[BusinessCase]) -> Part:
    """Every assumption, once for all cases that share them."""
    distinct = {case.inputs: case for case in cases}
    words = "What the business cases assume; the plan file's [business_case] changes each by its name."
    tables = tuple(case_tables.input_table(case) for case in distinct.values())
    return Part("inputs", "Assumptions and their sources", (words,), tables=tables)
