"""One queue from its history to its forecast and its scores: what runs in parallel, picklable in and out.

Three passes, because queues teach each other twice: what their special days say (:func:`measure`), what each says at
every origin (:func:`walk`), and how sure it is (:func:`judge`), which rests on how the others' weeks missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from wfm.forecast.band_fit import fit_bands
from wfm.forecast.days import weekdays
from wfm.forecast.dependence import WeekShare, week_share
from wfm.forecast.draft import Draft, banded, drafted
from wfm.forecast.opening import any_slot
from wfm.forecast.origin import Origin
from wfm.forecast.outlook import outlook
from wfm.forecast.queues import LEAST_HISTORY
from wfm.forecast.said import Said, evidence
from wfm.forecast.scores import weekly_difference
from wfm.forecast.scoring import score_origin
from wfm.forecast.site import Seen, Site, look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wfm.forecast.candidates import Known
    from wfm.forecast.days import Floats, QueueDays
    from wfm.forecast.outlook import Outlook
    from wfm.types import Calendar

# Without a tested origin: forecasting a level adds about as much variance as a day has around its level.
UNTESTED = 2.0
# Past origins that a forecast rests on.
MEMORY = 4


@dataclass(frozen=True)
class QueueTask:
    """All that the forecast of one queue needs. ``sites`` are what all queues say together at each origin.

    ``final`` is the forecast that is wanted, at the last place of the origins; None in a backtest. Means are spread
    over intervals of ``minutes``.
    """

    days: QueueDays
    calendar: Calendar
    past: tuple[Origin, ...]
    final: Origin | None
    sites: tuple[Site, ...]
    minutes: int


@dataclass(frozen=True)
class Walked:
    """What was said of a queue at each origin, oldest first (None where too little was known), and the draft.

    ``shares`` says at each origin what its past weeks had shown of their dependence.
    """

    queue: str
    said: tuple[Said | None, ...]
    shares: tuple[WeekShare, ...]
    draft: Draft | None

    def past(self, at: int) -> list[Said]:
        """The origins that one rests on."""
        return [s for s in self.said[:at] if s is not None][-MEMORY:]


@dataclass(frozen=True)
class QueueResult:
    """Forecast of one queue (days x slots; None in a backtest), its scores a model and origin, notes and parts."""

    queue: str
    scores: list[dict[str, object]]
    ahead: list[dict[str, object]]
    draft: Draft | None = None
    levels: Floats | None = None
    totals: pd.DataFrame | None = None


def measure(days: QueueDays, calendar: Calendar, known_until: tuple[int, ...]) -> list[Seen | None]:
    """First pass: what a queue's own special days say at each origin, to be pooled over queues."""
    return [look(d, calendar) if _enough(d) else None for d in (days.before(u) for u in known_until)]


def _enough(days: QueueDays) -> bool:
    seen = any_slot(~np.isnan(days.counts))
    return bool(seen.any()) and len(seen) - int(np.argmax(seen)) >= LEAST_HISTORY


def walk(task: QueueTask) -> Walked:
    """Second pass: every model's forecast at each origin, and the mean of the best at the final one."""
    said: list[Said | None] = []
    shares: list[WeekShare] = []
    starts: Mapping[str, tuple[int, Floats]] = {}
    draft = None
    for i, origin in enumerate((*task.past, task.final) if task.final else task.past):
        days = task.days.before(origin.known_until)
        if not _enough(days) and origin is not task.final:
            said.append(None)
            shares.append(week_share([]))
            continue
        view = outlook(days, task.calendar, origin, task.sites[i], starts)
        starts = view.made.starts
        now = _said(view, origin, _actual(task.days, origin))
        past = [s for s in said if s is not None][-MEMORY:]
        shares.append(week_share(evidence(past, now)))
        if origin is task.final:
            draft = drafted(days, view, now, past, task.minutes)
        said.append(now)
    return Walked(task.days.queue, tuple(said), tuple(shares), draft)


def _said(view: Outlook, origin: Origin, actual: Floats) -> Said:
    known, made = view.known, view.made
    return Said(
        origin=origin,
        actual=actual,
        means=made.means,
        other=view.other,
        chance=view.chance,
        doubt=np.zeros(origin.days) if made.doubt is None else made.doubt,
        known_days=view.known_days,
        parameters=view.parameters,
        step=None if known.step is None else known.step[0],
        fallback=UNTESTED * _day_variance(known),
        weekly_difference=weekly_difference(known.cleaned.days.counts),
        seconds=made.seconds,
    )


def judge(walked: Walked, commons: tuple[float, ...], scored_from: int = 0, *, every_band: bool = False) -> QueueResult:
    """Third pass: the scores of past origins, and the bands of the forecast.

    Args:
        walked: What was said of the queue.
        commons: At each origin the share of a day's rate variance common to its week, as other queues saw it.
        scored_from: The first origin that is scored.
        every_band: Whether every model's bands are scored, or the combination's alone.
    """
    scores: list[dict[str, object]] = []
    ahead: list[dict[str, object]] = []
    tested = len(walked.said) - (walked.draft is not None)
    for i in range(scored_from, tested):
        now = walked.said[i]
        if now is not None:
            found = score_origin(walked.queue, now, walked.past(i), commons[i], every_band=every_band)
            scores += found[0]
            ahead += found[1]
    now = walked.said[-1]
    if walked.draft is None or now is None:
        return QueueResult(walked.queue, scores, ahead)
    bands = fit_bands(evidence(walked.past(tested), now), now.fallback, commons[-1])
    levels, totals = banded(walked.queue, walked.draft, bands, now)
    return QueueResult(walked.queue, scores, ahead, walked.draft, levels, totals)


def _actual(days: QueueDays, origin: Origin) -> Floats:
    result = np.full((origin.days, days.counts.shape[1]), np.nan)
    for i in range(origin.days):
        row = origin.first + i - days.first
        if 0 <= row < len(days.counts):
            result[i] = days.counts[row]
    return result


def _day_variance(known: Known) -> float:
    """Squared coefficient of variation of normal days around the mean of their weekday, less Poisson noise."""
    cleaned = known.cleaned
    weekday = weekdays(cleaned.days.numbers)
    ratios, noise = [], []
    for w in range(7):
        totals = cleaned.totals[cleaned.normal & (weekday == w)][-13:]
        if len(totals) > 1 and totals.mean() > 0:
            ratios.append(totals.var(ddof=1) / totals.mean() ** 2)
            noise.append(1 / totals.mean())
    return float(max(np.mean(ratios) - np.mean(noise), 1e-3)) if ratios else 0.04
