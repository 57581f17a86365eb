"""Operating models: how the queues are divided over teams, by name or as the plan file describes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wfm.compare.cross_skills import (
    CHAIN,
    GENERALISTS,
    OVERFLOW,
    PAIRS,
    cross_skilled_works,
    cross_skilling,
    with_overflow,
)
from wfm.errors import ConfigError
from wfm.types import OperatingModel, Plan, Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DEPARTMENTAL, POOLED, HYBRID = "departmental", "pooled", "hybrid"
POOLED_WORK, FIRST_LINE, SECOND_LINE = "pooled", "first line", "second line"


BUILT_IN = (DEPARTMENTAL, HYBRID, PAIRS, CHAIN, GENERALISTS, OVERFLOW, POOLED)


def model_names(plan: Plan) -> tuple[str, ...]:
    """Every model the plan can be organised by: those built in and the plan's own."""
    return (*BUILT_IN, *(n for n in plan.models if n not in BUILT_IN))


def models_to_compare(plan: Plan, queues: Iterable[str]) -> tuple[str, ...]:
    """Every model that says something about ``queues``: with one department, nobody can be cross-skilled."""
    if len(_departments(plan, sorted(queues))) > 1:
        return model_names(plan)
    return tuple(n for n in model_names(plan) if n != OVERFLOW and cross_skilling(plan, n) is None)


def operating_model(plan: Plan, name: str, queues: Iterable[str]) -> OperatingModel:
    """The operating model called ``name`` over ``queues``.

    * ``departmental``: one kind of work a department, done by those with a skill in it.
    * ``pooled``: one kind of work for all queues and everybody, at ``aht_factor`` times the handle time.
    * ``hybrid``: a first line for all real-time contacts and everybody, which resolves ``first_line_share`` of them; a
      second line a department for the rest and for its deferred work.
    * ``pairs``, ``chain``, ``generalists``: departments, a share of whose people is cross-skilled for one other
      department, the next one, or all (:mod:`wfm.compare.cross_skills`); ``chain-30`` cross-skills 30 %.
    * ``overflow``: departments whose contacts go to the others' people too once they have waited a while.
    * any other name: the ``[[model.NAME.work]]`` tables of the plan file.

    Where the model's table has ``overflow_after_seconds``, its teams also take each other's contacts after that wait.

    Raises:
        ConfigError: The name is neither built in nor in the plan, or a work names an unknown queue; the model needs
            more departments than there are.
    """
    names = sorted(queues)
    return OperatingModel(name, with_overflow(plan, name, _works(plan, name, names)))


def _works(plan: Plan, name: str, names: Sequence[str]) -> tuple[Work, ...]:
    table = plan.models.get(name, {})
    if table.get("work"):
        return tuple(_own_work(work, plan, names) for work in table["work"])
    if name in {DEPARTMENTAL, OVERFLOW}:
        return _departmental(plan, names)
    if name == POOLED:
        return (Work(POOLED_WORK, tuple(names), aht_factor=table.get("aht_factor", 1.0)),)
    if name == HYBRID:
        return _hybrid(plan, names, table)
    if cross_skilling(plan, name) is not None:
        return cross_skilled_works(plan, name, _departmental(plan, names))
    known = ", ".join(model_names(plan))
    raise ConfigError(f"unknown model {name!r}. Use one of: {known}; or describe it under [[model.{name}.work]].")


def departmental_base(model: OperatingModel) -> OperatingModel:
    """The model without anything shared: its teams with their own queues, and all their people."""
    works = (w for w in model.works if not w.staffed_from)
    return OperatingModel(
        model.name,
        tuple(replace(w, helps=(), help_after_seconds=0.0, help_aht_factor=1.0, help_by_all=False) for w in works),
    )


def model_of_requirement(plan: Plan, works: Iterable[str], queues: Sequence[str] | None = None) -> OperatingModel:
    """The operating model whose kinds of work are those of a requirement file.

    Args:
        plan: The plan.
        works: Kinds of work in the requirement.
        queues: Queues that were forecast; those of the plan without it.

    Raises:
        ConfigError: No model of the plan has these kinds of work.
    """
    wanted = set(works)
    known = list(queues) if queues is not None else list(plan.queues)
    # Departmental last: where the plan takes any queue, it would take the name of any work for a department.
    for name in sorted(models_to_compare(plan, known), key=lambda n: (n == OVERFLOW, n == DEPARTMENTAL)):
        # Without a list of queues, departments that only the requirement names are queues of their own.
        extra = sorted(wanted) if name == DEPARTMENTAL and queues is None else []
        listed = {plan.queue(q).queue.department for q in known}
        model = operating_model(plan, name, [*known, *(w for w in extra if w not in listed and _is_queue(plan, w))])
        trained = {work.name for work in model.works if work.staffed_from}  # without them it is departmental
        if trained <= wanted <= {work.name for work in model.works}:
            return OperatingModel(name, tuple(work for work in model.works if work.name in wanted))
    raise ConfigError(
        f"no model of the plan has the kinds of work {', '.join(sorted(wanted))}. "
        "Make the requirement with `wfm require --plan` and the same plan file."
    )


def _is_queue(plan: Plan, name: str) -> bool:
    return name in plan.queues or plan.queue_defaults is not None


def _departments(plan: Plan, queues: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for queue in queues:
        found.setdefault(plan.queue(queue).queue.department, []).append(queue)
    return dict(sorted(found.items()))


def _departmental(plan: Plan, queues: Sequence[str]) -> tuple[Work, ...]:
    return tuple(
        Work(department, tuple(own), skills=(department, *own))
        for department, own in _departments(plan, queues).items()
    )


def _hybrid(plan: Plan, queues: Sequence[str], table: Mapping[str, Any]) -> tuple[Work, ...]:
    resolved = table.get("first_line_share", 0.7)
    real_time = tuple(q for q in queues if not plan.queue(q).is_deferred)
    works = [Work(FIRST_LINE, real_time, aht_factor=table.get("first_line_aht_factor", 0.8))] if real_time else []
    for department, own in _departments(plan, queues).items():
        waits = tuple(q for q in own if plan.queue(q).is_deferred)
        passed_on = tuple(q for q in own if q not in waits) if resolved < 1 else ()
        if passed_on or waits:
            factor = table.get("second_line_aht_factor", 1.1)
            name, skills = f"{department} {SECOND_LINE}", (department, *own)
            works.append(Work(name, passed_on, 1 - resolved, factor, skills, whole=waits))
    return tuple(works)


def _own_work(table: Mapping[str, Any], plan: Plan, queues: Sequence[str]) -> Work:
    members = [q for q in queues if q in table["queues"] or plan.queue(q).queue.department in table["queues"]]
    departments = {plan.queue(q).queue.department for q in queues}
    unknown = [q for q in table["queues"] if q not in queues and q not in departments]
    if unknown:
        raise ConfigError(f"work {table['name']}: unknown queue or department {unknown[0]!r}.")
    skills = tuple(table["skills"]) if table["skills"] is not None else tuple(sorted({*table["queues"], *members}))
    return Work(
        table["name"],
        tuple(members),
        table["share"],
        table["aht_factor"],
        skills,
        helps=_helped(table, plan, queues, members),
        help_after_seconds=table.get("help_after_seconds", 0.0),
    )


def _helped(table: Mapping[str, Any], plan: Plan, queues: Sequence[str], members: Sequence[str]) -> tuple[str, ...]:
    wanted = table.get("helps", [])
    departments = {q: plan.queue(q).queue.department for q in queues}
    if unknown := [name for name in wanted if name not in departments and name not in departments.values()]:
        raise ConfigError(f"work {table['name']}: helps an unknown queue or department {unknown[0]!r}.")
    return tuple(q for q, own in departments.items() if (q in wanted or own in wanted) and q not in members)
