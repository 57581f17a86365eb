"""Where the scores of a queue begin and end, as named numbers with their source; the plan file changes them."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from wfm.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

FACTORS = ("volume", "complexity", "overlap", "peaks", "gain", "impact", "specialisation")
_FIELD = "rule of thumb of the field; no controlled study is known"
_OURS = "judgement of this project; change it to yours"


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that a score hangs on."""

    name: str
    value: float
    meaning: str
    source: str


LIMITS: tuple[Limit, ...] = (
    Limit("few_contacts", 50, "Contacts a day up to which volume scores 0.", _FIELD),
    Limit("many_contacts", 100, "Contacts a day from which volume scores 1.", _FIELD),
    Limit("usual_handling", 1.0, "Handle time against the others' mean, up to which complexity scores 1.", _OURS),
    Limit("long_handling", 2.0, "Handle time against the others' mean, from which complexity scores 0.", _OURS),
    Limit("together", 0.95, "Correlation with the others' work from which peaks score 0.", _OURS),
    Limit("apart", 0.5, "Correlation with the others' work up to which peaks score 1.", _OURS),
    Limit("full_gain", 0.2, "Share of the queue's own agents saved by joining, from which gain scores 1.", _OURS),
    Limit("centralise_from", 0.6, "Score from which a queue is centralised.", _OURS),
    Limit("specialist_below", 0.4, "Score below which a queue stays with specialists.", _OURS),
    Limit(
        "serious_impact", 0.8, "Customer impact from which a queue stays with specialists whatever its score.", _OURS
    ),
    Limit("pilot_largest_share", 0.35, "Largest share of all work for a pilot: a failure must stay small.", _OURS),
    Limit("pilot_contacts", 50, "Fewest contacts a day for a pilot: fewer show no effect in a quarter.", _FIELD),
    Limit("team_agents", 50, "Agents at the peak from which pooling pays.", _FIELD),
)


def limits_with(changes: Mapping[str, float]) -> dict[str, float]:
    """Every limit by name, with ``changes`` in place of the defaults.

    Raises:
        ConfigError: A name is unknown, or two limits that belong together are in the wrong order.
    """
    limits = {limit.name: limit.value for limit in LIMITS}
    _refuse_unknown("limit", changes, limits)
    limits |= changes
    for below, above in (
        ("few_contacts", "many_contacts"),
        ("usual_handling", "long_handling"),
        ("apart", "together"),
        ("specialist_below", "centralise_from"),
    ):
        if not limits[below] <= limits[above]:
            raise ConfigError(f"centralise.limit: {below} {limits[below]:g} is above {above} {limits[above]:g}.")
    if not limits["full_gain"] > 0:
        raise ConfigError("centralise.limit: full_gain is above 0.")
    return limits


def weights_with(changes: Mapping[str, float]) -> dict[str, float]:
    """The weight of every factor, 1 without a change.

    Raises:
        ConfigError: A factor is unknown, a weight is negative, or all are 0.
    """
    weights = dict.fromkeys(FACTORS, 1.0)
    _refuse_unknown("weight", changes, weights)
    weights |= changes
    if min(weights.values()) < 0 or sum(weights.values()) <= 0:
        raise ConfigError("centralise.weight: weights are not negative, and at least one is above 0.")
    return weights


def _refuse_unknown(what: str, names: Mapping[str, float], known: Mapping[str, float]) -> None:
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"It takes: {', '.join(known)}."
            raise ConfigError(f"centralise.{what}.{name} is not known. {hint}")
