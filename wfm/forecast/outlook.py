"""What can be said of a queue at one origin: every candidate, in the likelier case and where a holiday is in doubt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wfm.forecast.candidates import Candidates, Known, candidates, know
from wfm.forecast.site import settled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfm.forecast.days import Floats, QueueDays
    from wfm.forecast.observance import Settled
    from wfm.forecast.origin import Origin
    from wfm.forecast.site import Site
    from wfm.types import Calendar


# Parameters of a model of day totals beside one a weekday: two waves of the month (four numbers), and the two
# coefficients and the state of the errors.
MODEL_PARAMETERS = 7


@dataclass(frozen=True)
class Outlook:
    """Candidates of the likelier case, and the means of the other one by model (None where nothing is in doubt).

    ``chance`` is the other case's by day ahead.
    """

    known: Known
    made: Candidates
    holidays: Settled
    other: Mapping[str, Floats] | None
    chance: Floats

    @property
    def known_days(self) -> int:
        """Normal days that the models could learn from."""
        return int(self.known.cleaned.normal.sum())

    @property
    def parameters(self) -> int:
        """How many numbers a model learns about day totals: the week, the place in the month, the level."""
        return int(self.known.cleaned.opened.sum()) + MODEL_PARAMETERS


def outlook(
    days: QueueDays, calendar: Calendar, origin: Origin, site: Site, starts: Mapping[str, tuple[int, Floats]]
) -> Outlook:
    """Every candidate of one queue at one origin.

    Args:
        days: What was known then.
        calendar: Special days.
        origin: The days wanted.
        site: What all queues say together.
        starts: Parameters of earlier origins.
    """
    holidays = settled(days, calendar, origin, site)
    known = know(days, holidays.kinds)
    made = candidates(known, origin.future, site.effects, starts)
    other = None
    if holidays.other is not None:
        flipped = replace(known, cleaned=replace(known.cleaned, kinds=holidays.other))
        other = candidates(flipped, origin.future, site.effects, made.starts).means
    return Outlook(known, made, holidays, other, holidays.chances(origin.future))
