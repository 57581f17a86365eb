"""What the changes of one person's shifts are, in words, and what each costs. It knows nothing of the search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.intervals import zone_of
from wfm.types import ActivityKind, Change, ChangeKind
from wfm.types.roster import PAUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from wfm.types import Activity, RepairPrices, Rules, Shift

# Kinds that change the times of work, of which the law asks notice; breaks and works within them may change.
TIMES = (ChangeKind.MOVED, ChangeKind.OVERTIME, ChangeKind.EARLY_LEAVE, ChangeKind.SWAP, ChangeKind.CALLED_IN)
Found = tuple[ChangeKind, int, str]


def changes_of(
    agent: str,
    before: Sequence[Shift],
    after: Sequence[Shift],
    *,
    now: datetime,
    prices: RepairPrices,
    rules: Rules,
    zone: str,
    swapped: Mapping[date, str] | None = None,
) -> tuple[Change, ...]:
    """Every change between an agent's published shifts and the new ones, day by day.

    A day that the agent exchanged with a colleague (``swapped``: day to colleague) is one change, half a swap.
    """
    old, new = {s.date: s for s in before}, {s.date: s for s in after}
    local, found = zone_of(zone), []
    for day in sorted(old.keys() | new.keys()):
        was, is_now = old.get(day), new.get(day)
        if was == is_now:
            continue
        hours = _notice(was, is_now, now)
        factor = prices.factor(hours)
        partner = (swapped or {}).get(day)
        parts = [_swapped(was, is_now, partner, local)] if partner else list(_changes(was, is_now, prices, local))
        share = 0.5 if partner else 1.0
        soon = hours < 24 * (rules.parameter("notice", "times_days") or 0.0)
        found += [
            Change(
                agent,
                day,
                kind,
                words,
                count,
                share * count * factor * prices.price(kind),
                factor,
                hours,
                soon and kind in TIMES,
            )
            for kind, count, words in parts
        ]
    return tuple(found)


def _notice(was: Shift | None, is_now: Shift | None, now: datetime) -> float:
    starts = [s.start for s in (was, is_now) if s is not None]
    return max(0.0, (min(starts) - now).total_seconds() / 3600)


def _changes(was: Shift | None, is_now: Shift | None, prices: RepairPrices, zone: ZoneInfo) -> Iterator[Found]:
    if is_now is None:
        if was is not None:
            yield ChangeKind.SWAP, 1, f"free instead of {span(was, zone)}"
        return
    if was is None:
        yield ChangeKind.CALLED_IN, 1, f"called in on a day off, {span(is_now, zone)}"
        return
    earlier = (was.start - is_now.start).total_seconds() / 60
    if earlier:
        yield (
            _side(earlier, prices),
            1,
            f"starts {clock(is_now.start, zone)} instead of {clock(was.start, zone)}",
        )
    later = (is_now.end - was.end).total_seconds() / 60
    if later:
        yield _side(later, prices), 1, f"ends {clock(is_now.end, zone)} instead of {clock(was.end, zone)}"
    yield from _breaks(was, is_now, zone)
    yield from _works(was, is_now, zone)


def _side(minutes_more: float, prices: RepairPrices) -> ChangeKind:
    if abs(minutes_more) <= prices.moved_minutes:
        return ChangeKind.MOVED
    return ChangeKind.OVERTIME if minutes_more > 0 else ChangeKind.EARLY_LEAVE


def _breaks(was: Shift, is_now: Shift, zone: ZoneInfo) -> Iterator[Found]:
    old = [a for a in was.activities if a.kind in PAUSES]
    new = [a for a in is_now.activities if a.kind in PAUSES]
    known = {(a.start, a.end) for a in old}
    moved = [a for a in new if (a.start, a.end) not in known]
    if moved:
        gone = [a for a in old if (a.start, a.end) not in {(b.start, b.end) for b in new}]
        words = ", ".join(f"{a.kind} at {clock(a.start, zone)}{_instead(a, gone, zone)}" for a in moved)
        yield ChangeKind.BREAK_MOVED, len(moved), words


def _instead(moved: Activity, gone: list[Activity], zone: ZoneInfo) -> str:
    """The break that a moved one replaces: the first left of its kind and length, taken off the list."""
    for old in gone:
        if old.kind is moved.kind and old.end - old.start == moved.end - moved.start:
            gone.remove(old)
            return f" instead of {clock(old.start, zone)}"
    return ""


def _works(was: Shift, is_now: Shift, zone: ZoneInfo) -> Iterator[Found]:
    others = []
    for new in (a for a in is_now.activities if a.kind is ActivityKind.WORK):
        for old in (a for a in was.activities if a.kind is ActivityKind.WORK and a.work != new.work):
            first, last = max(new.start, old.start), min(new.end, old.end)
            if first < last:
                others.append((first, last, new.work, old.work))
    if others:
        words = ", ".join(
            f"{clock(first, zone)}-{clock(last, zone)} {work} instead of {old}" for first, last, work, old in others
        )
        yield ChangeKind.WORK_REASSIGNED, len(others), words


def _swapped(was: Shift | None, is_now: Shift | None, partner: str, zone: ZoneInfo) -> Found:
    if was is None and is_now is not None:
        return ChangeKind.SWAP, 1, f"takes over {span(is_now, zone)} from {partner}"
    if is_now is None and was is not None:
        return ChangeKind.SWAP, 1, f"gives {span(was, zone)} to {partner}"
    words = " and ".join(f"{verb} {span(s, zone)}" for verb, s in (("gives", was), ("takes", is_now)) if s is not None)
    return ChangeKind.SWAP, 1, f"swaps with {partner}: {words}"


def clock(instant: datetime, zone: ZoneInfo) -> str:
    """Local time of day."""
    return f"{instant.astimezone(zone):%H:%M}"


def span(shift: Shift, zone: ZoneInfo) -> str:
    """Start and end of a shift on the clock."""
    return f"{clock(shift.start, zone)}-{clock(shift.end, zone)}"
