"""How well the rosters of two models follow their requirements, with the same people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.types.gain import RosterFit

if TYPE_CHECKING:
    from wfm.types import Scenario


def roster_fit(before: Scenario, after: Scenario) -> RosterFit | None:
    """Hours short and over under both models; None where one has no roster."""
    sides = [_misfit(before), _misfit(after)]
    found = [side for side in sides if side is not None]
    if len(found) < 2:
        return None
    (short_before, over_before), (short_after, over_after) = found
    return RosterFit(short_before, short_after, over_before, over_after)


def _misfit(scenario: Scenario) -> tuple[float, float] | None:
    if scenario.result is None or scenario.result.coverage is None:
        return None
    net, hours = scenario.result.coverage.frame["net"], scenario.requirement.interval_minutes / 60
    return float(-net.clip(upper=0).sum()) * hours, float(net.clip(lower=0).sum()) * hours
