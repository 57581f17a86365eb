"""What a roster in the making has used of every limit over the horizon, and what that leaves for some of its days."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.shift_scheduling_span import FREE, Budget, most_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from benchmarks.shift_scheduling import Instance
    from benchmarks.shift_scheduling_span import Span

WEEK = 7


class Used(NamedTuple):
    """Minutes, weekends and shifts of each kind, a row a person."""

    minutes: NDArray[np.int64]
    weekends: NDArray[np.int64]
    shifts: NDArray[np.int64]


def used(instance: Instance, roster: NDArray[np.int64], days: Sequence[int] | NDArray[np.int64]) -> Used:
    """What some days of ``roster`` [person, day] use."""
    part = roster[:, days]
    shifts = np.stack([(part == k).sum(axis=1) for k in range(len(instance.kinds))], axis=1)
    worked = roster >= 0
    inside = np.zeros(instance.days, dtype=np.bool_)
    inside[days] = True
    weekends = np.zeros(len(part), dtype=np.int64)
    for saturday in range(5, instance.days, WEEK):
        both = slice(saturday, saturday + 2)
        weekends += (worked[:, both] & inside[both]).any(axis=1)
    return Used(shifts @ np.array([k.minutes for k in instance.kinds], dtype=np.int64), weekends, shifts)


def shares(instance: Instance, roster: NDArray[np.int64], span: Span) -> tuple[Budget, ...]:
    """What everybody may do in a span, everything before it being settled, if limits are shared out evenly by days.

    Minutes come as near to the middle of their limits as the longest shift allows; on the last days all that is left
    may be used.
    """
    before = used(instance, roster, np.arange(span.first))
    share, later = span.ahead / instance.days, span.last / instance.days
    longest = max(k.minutes for k in instance.kinds)
    found = []
    for n, person in enumerate(instance.staff):
        least, most = person.least_minutes, person.most_minutes
        if span.ahead < instance.days:
            middle = (least + most) / 2 * share
            least, most = int(middle - longest), min(ceil(middle) + longest, most)
        found.append(
            Budget(
                max(least - int(before.minutes[n]), 0),
                most - int(before.minutes[n]),
                ceil(person.most_weekends * later) - int(before.weekends[n]),
                tuple(
                    ceil(limit * later) - int(worked)
                    for limit, worked in zip(most_of(instance, person), before.shifts[n], strict=True)
                ),
            )
        )
    return tuple(found)


def left(instance: Instance, roster: NDArray[np.int64], span: Span, *, least: bool = True) -> tuple[Budget, ...]:
    """What the days outside a span leave to everybody; without ``least`` nobody has to work."""
    outside = np.r_[0 : span.first, span.last : instance.days]
    other = used(instance, roster, outside[(roster[:, outside] != FREE).all(axis=0)])
    return tuple(
        Budget(
            max(p.least_minutes - int(other.minutes[n]), 0) if least else 0,
            p.most_minutes - int(other.minutes[n]),
            p.most_weekends - int(other.weekends[n]),
            tuple(a - int(b) for a, b in zip(most_of(instance, p), other.shifts[n], strict=True)),
        )
        for n, p in enumerate(instance.staff)
    )
