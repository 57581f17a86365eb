"""The queues of a history that can be forecast: those with two weeks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.errors import DataError
from wfm.forecast.days import day_number, day_of, queue_days
from wfm.forecast.omitted_zeros import with_zeros_restored

if TYPE_CHECKING:
    from wfm.forecast.days import QueueDays
    from wfm.types import History

# A queue needs this many days before an origin for the origin to be scored; two weeks for any forecast at all.
LEAST_HISTORY = 14
# Queues that an error tells of one by one.
TOLD = 3


def too_young(history: History, zone: str, before: int | None = None) -> dict[str, int]:
    """How many days of history each queue has that has too few for a forecast.

    Args:
        history: Contacts.
        zone: Where days are counted.
        before: Day number of the first day that is not known; None where all of the history is.
    """
    starts = history.frame["interval_start"].dt.tz_convert(zone).groupby(history.frame["queue"])
    known = {}
    for queue, first, last in zip(starts.min().index, starts.min(), starts.max(), strict=True):
        end = day_number(last.date()) + 1
        known[str(queue)] = max((end if before is None else min(end, before)) - day_number(first.date()), 0)
    return {queue: days for queue, days in known.items() if days < LEAST_HISTORY}


def left_out_notes(young: dict[str, int], before: int) -> dict[str, tuple[str, ...]]:
    """Why a queue has no forecast and what to do, in words."""
    return {
        queue: (
            f"left out: {days} day{'' if days == 1 else 's'} of history before {day_of(before)}, a forecast needs "
            f"{LEAST_HISTORY}. Bring earlier history under its name, or give it the shape of another queue "
            f"(--new-queue {queue} LIKE 120/day)",
        )
        for queue, days in young.items()
    }


def queues_before(history: History, zone: str, before: int | None) -> list[QueueDays]:
    """The days of every queue that can be forecast, with the zeros that its file left out.

    ``before`` only tells how much must be known, see :func:`too_young`.

    Raises:
        DataError: There is no history, or no queue has two weeks of it.
    """
    frame = history.frame
    if frame.empty:
        raise DataError("the history is empty")
    young = too_young(history, zone, before)
    old_enough = frame[~frame["queue"].isin(list(young))]
    if old_enough.empty:
        told = [f"{queue} has {days} day{'' if days == 1 else 's'}" for queue, days in list(young.items())[:TOLD]]
        more = f" and {len(young) - TOLD} more" if len(young) > TOLD else ""
        raise DataError(
            f"too little history before the forecast begins: queue {', '.join(told)}{more}",
            remedy=f"A forecast needs at least {LEAST_HISTORY} days.",
        )
    return [
        with_zeros_restored(queue_days(str(queue), rows, zone, history.interval_minutes))
        for queue, rows in old_enough.groupby("queue", sort=True)
    ]
