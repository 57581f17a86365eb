"""The forecast to beat: the last like day again. It knows special days, so that beating it means something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.days import weekday_of, weekdays
from wfm.forecast.special_days import CLOSED, HOLIDAY

if TYPE_CHECKING:
    from wfm.forecast.cleaning import Cleaned
    from wfm.forecast.days import Floats, Ints


def naive(cleaned: Cleaned, future: Ints) -> Floats:
    """Counts by future day and slot: those of the last normal day of the same weekday.

    A public holiday repeats the last one on an open weekday (of the same name where there was one), or the last Sunday
    where none was seen; an announced closed day has none.
    """
    numbers = cleaned.days.numbers
    weekday = weekdays(numbers)
    holidays = [
        (cleaned.kinds[int(numbers[d])][1], int(d))
        for d in np.flatnonzero(cleaned.known & cleaned.open_days)
        if cleaned.kinds.get(int(numbers[d]), ("", ""))[0] == HOLIDAY
    ]
    usable = cleaned.normal | (cleaned.known & ~cleaned.open_days)
    last = {w: int(np.flatnonzero(usable & (weekday == w))[-1]) for w in range(7) if (usable & (weekday == w)).any()}
    result = np.zeros((len(future), cleaned.counts.shape[1]))
    for i, day in enumerate(future.tolist()):
        kind, name = cleaned.kinds.get(day, ("", ""))
        source = last.get(weekday_of(day))
        if kind == HOLIDAY:
            same = [d for n, d in holidays if n == name] or [d for _, d in holidays]
            source = same[-1] if same else last.get(6)
        if source is not None and kind != CLOSED:
            result[i] = cleaned.counts[source]
    return result
