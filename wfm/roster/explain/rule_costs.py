"""What each rule and each weight costs: the objective without it, found by solving again and limited by a bound."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from wfm.roster.alike import alike
from wfm.roster.ascent import Ascent
from wfm.roster.bound import Pricer, Prover
from wfm.roster.explain.present import carried
from wfm.roster.explain.relax import rule_relaxations
from wfm.roster.explain.resolve import improved
from wfm.roster.pricing import NOTHING
from wfm.roster.progress import Progress
from wfm.roster.whole import for_whole_agents
from wfm.types.explanation import RuleCost

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wfm.roster.explain.present import Present

ROUNDS = 80  # of the bound's ascent
# Weights of the plan that stand for a wish rather than for cover: term of the objective -> (field, what it is for).
WISH_WEIGHTS = {
    "start_time_change": ("start_time_change", "Shifts of a week start at about the same time."),
    "away_from_home": ("away_from_home", "People do the work of their own department."),
    "wishes": ("wish", "Wishes are granted."),
    "fairness": ("fairness", "Who had more early, late, weekend or night shifts gets fewer."),
    "change": ("change", "The roster stays as people know it."),
}


def rule_costs(now: Present) -> tuple[RuleCost, ...]:
    """Each rule's and each wish's cost, dearest first.

    Without a rule the roster at hand is still legal, so that a better one found without it shows at least what the rule
    costs, and a bound without it at most. Rules bind together: costs of several do not add up.
    """
    before = improved(now)
    price = _prices(now)
    proven = None if price is None else _bound(now, price)
    found = []
    for name, easier in rule_relaxations(now.problem).items():
        other = carried(now, easier(now.problem))
        saved = before.cost - improved(other).cost
        rule = now.problem.rules.by_name[name]
        bound = _bound(other, price) if price is not None else None
        most = None if bound is None else max(before.cost - bound, saved, 0.0)
        estimate = None if bound is None or proven is None else max(proven - bound, 0.0)
        found.append(RuleCost(name, rule.kind, rule.sentence, max(saved, 0.0), most, estimate))
    for term, (field, sentence) in WISH_WEIGHTS.items():
        if getattr(now.problem.weights, field) > 0 and _matters(now, term):
            none: dict[str, Any] = {field: 0.0}
            free = replace(now.problem, weights=replace(now.problem.weights, **none))
            after = improved(carried(now, free))
            saved = before.cost - before.terms[term] - (after.cost - after.terms[term])
            found.append(RuleCost(term, "wish", sentence, max(saved, 0.0), None, None))
    return tuple(sorted(found, key=lambda r: (-max(r.at_least, r.estimate or 0.0), r.rule)))


def _matters(now: Present, term: str) -> bool:
    """Whether the problem has anything that the term could price."""
    problem = now.problem
    having = {
        "wishes": bool(problem.wishes),
        "fairness": problem.past is not None,
        "change": problem.published is not None,
    }
    return having.get(term, True)


def _prices(now: Present) -> NDArray[np.float64] | None:
    """Slot prices with a good bound; None where nobody is on the roster."""
    agents = np.flatnonzero(now.plan.tour[:, 0] > -2)
    if not len(agents):
        return None
    model, constant = for_whole_agents(now.model)
    prover = Prover(model, alike(model, agents), constant)
    ascent, progress = Ascent(model, prover, seed=1), Progress(time_limit=float("inf"), gap=0.0)
    for _ in range(ROUNDS):
        ascent.step(progress)
    return prover.price


def _bound(now: Present, price: NDArray[np.float64]) -> float | None:
    """The least that any legal roster costs, by ``price``."""
    model, constant = for_whole_agents(now.model)
    everybody = np.arange(len(model.skill))
    by_price = Pricer(model, everybody).price(np.zeros(model.required.shape), lambda: False)
    if by_price is None:
        return None
    able = everybody[by_price.value > NOTHING]
    progress = Progress(time_limit=float("inf"), gap=0.0)
    Prover(model, alike(model, able), constant).prove(price, progress)
    return progress.bound
