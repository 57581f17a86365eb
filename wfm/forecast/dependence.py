"""How much of a day's error is common to its week, as the queues of a site say together.

One queue's few past weeks hardly tell whether a week's days miss together or each for itself; all queues' weeks do.
What the others saw is what a queue's own weeks rest on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfm.forecast.band_fit import COMMON, PRIOR_WEEKS, Misses, worth
from wfm.forecast.distribution import excess_variance
from wfm.forecast.evidence import measured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wfm.forecast.evidence import Evidence

# Days that miss each for itself share a seventh of their variance with the mean of their week.
LEAST_SHARE = 1 / 7


@dataclass(frozen=True, slots=True)
class WeekShare:
    """Share of a day's rate variance that is common to its week, as one queue saw it, and in how many weeks."""

    share: float
    weeks: float


def week_share(past: Sequence[Evidence]) -> WeekShare:
    """What one queue's past origins show; of no weeks where they show nothing."""
    found = [e for e in past if measured(e).any()]
    if not found:
        return WeekShare(COMMON, 0.0)
    seen = Misses.of(found)
    variance = excess_variance(seen.weeks.actual, seen.weeks.mean, seen.weeks.handicap)
    if variance is None:
        return WeekShare(COMMON, 0.0)
    # Not kept between 0 and 1: chance errs on both sides, and the mean over queues is to be right.
    return WeekShare(variance / seen.v_day, worth(seen.weeks, COMMON * seen.v_day))


def of_others(seen: Sequence[WeekShare]) -> list[float]:
    """For each queue what all others saw, weighted by their weeks and resting on the prior share."""
    count = sum(s.weeks for s in seen) + PRIOR_WEEKS
    total = sum(s.share * s.weeks for s in seen) + COMMON * PRIOR_WEEKS
    return [min(max((total - s.share * s.weeks) / (count - s.weeks), LEAST_SHARE), 1.0) for s in seen]
