"""How much less certain a forecast is the further ahead it looks.

A level that wanders is known less the longer it has had to wander: the rate variance grows by the same amount with
every week (the variance of a random walk), and as the whole week shares it, by the same for its intervals and its days.
How much is read from the weeks of past origins, resting on a prior.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from wfm.forecast.days import Floats
    from wfm.forecast.evidence import Compared

# Before anything is seen every week further ahead adds half of the first week's variance, give or take as much: the
# fourth week's band is then 1.6 times as wide as the first one's. A level smoothed exponentially by the share alpha a
# day adds 7 alpha / (1 + 4 alpha) of it: half at alpha = 0.1, a memory of ten days.
EACH_WEEK = 0.5
# Neither end of a horizon is more certain than this share of what it is on average.
LEAST_SHARE = 0.1


@dataclass(frozen=True)
class Growth:
    """Rate variance that each week further ahead adds: none at ``centre`` weeks ahead (0 is the first), less before."""

    slope: float
    centre: float

    def beyond(self, weeks_ahead: Floats) -> Floats:
        """Rate variance beyond the average one, that far ahead; negative before the centre."""
        return np.asarray(self.slope * (weeks_ahead - self.centre), dtype=float)

    def of_days(self, count: int) -> Floats:
        """The same of the first ``count`` days ahead."""
        return self.beyond(np.asarray(np.arange(count) // 7, dtype=float))

    def ratio(self, v: float, weeks_ahead: Floats) -> Floats:
        """How many times ``v`` the rate variance is that far ahead."""
        return np.maximum(1 + self.beyond(weeks_ahead) / v, LEAST_SHARE)


def fit_growth(weeks: Compared, v: float) -> Growth:
    """The growth that past weeks show around their mean rate variance ``v``: weighted least squares, with a prior.

    A squared error is known to 2 (v + 1 / m)^2, so that a few weeks say little and the prior a lot.
    """
    weight = weeks.mean**2 * weeks.handicap
    if not weight.sum():
        return Growth(EACH_WEEK * v, 0.0)
    centre = float((weight * weeks.weeks_ahead).sum() / weight.sum())
    prior = EACH_WEEK * v / (1 + EACH_WEEK * centre)
    apart = weeks.weeks_ahead - centre
    spread = float((weight * apart**2).sum())
    if spread <= 1e-9 * weight.sum():
        return Growth(prior, centre)
    # The relative excess, ((a - m)^2 - m) / (h m^2), times its weight h m^2.
    seen = float((apart * ((weeks.actual - weeks.mean) ** 2 - weeks.mean)).sum()) / spread
    doubt = 2 * (v + float((1 / weeks.mean).mean())) ** 2 * float(weight.mean()) / spread
    slope = (seen * prior**2 + prior * doubt) / (prior**2 + doubt)
    return Growth(float(np.clip(slope, 0.0, (1 - LEAST_SHARE) * v / max(centre, 0.5))), centre)
