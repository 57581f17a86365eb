"""What a forecast took for granted, in sentences for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.forecast.days import day_of
from wfm.forecast.opening import any_slot
from wfm.forecast.special_days import CLOSED, HOLIDAY

if TYPE_CHECKING:
    from wfm.forecast.cleaning import Cleaned
    from wfm.forecast.observance import Settled
    from wfm.forecast.origin import Origin
    from wfm.forecast.outlook import Outlook


def forecast_notes(view: Outlook, chosen: tuple[str, ...], origins: int, origin: Origin, minutes: int) -> list[str]:
    """Notes on the forecast of one queue.

    Args:
        view: Its history, and what each model gave, or why it did not.
        chosen: The models averaged.
        origins: How many past origins could be scored.
        origin: The days forecast.
        minutes: Length of the forecast's intervals.
    """
    known, made = view.known, view.made
    cleaned = known.cleaned
    notes = cleaning_notes(cleaned)
    if cleaned.days.zeros_left_out:
        notes.append("the file holds no interval of zero contacts: intervals without a row are read as zero")
    first = int(np.argmax(cleaned.known)) if cleaned.known.any() else 0
    weeks = (len(cleaned.known) - first) / 7
    total = np.nan_to_num(cleaned.totals[cleaned.normal])
    if not total.any():
        some = np.nansum(cleaned.days.counts) > 0
        why = "hardly anything can be learned from" if some else "no contacts in"
        notes.append(f"{why} the whole history: zero is forecast")
    elif "regression" not in made.means and "factors" not in made.means:
        notes.append(
            f"{weeks:.0f} weeks of history: the recent mean of each weekday is forecast, without a model of the level"
        )
    elif origins < 3:
        notes.append(
            f"{origins} past weeks could be scored: a plain mean of {len(chosen)} models, not the best by past error"
        )
    if total.any() and total.mean() < 20:
        notes.append(f"about {total.mean():.1f} contacts a day: the shape of the day is pooled and smoothed")
    if known.step is not None:
        day, size = day_of(known.step[0]), 100 * (np.exp(known.step[1]) - 1)
        notes.append(
            f"the level changed by {size:+.0f} % on {day}: days before it are rescaled to the new level, and the bands "
            "take it that the level does not step again"
        )
    gap = origin.first - cleaned.days.end
    if gap > 0:
        notes.append(f"the history ends {gap} days before the forecast begins")
    ahead = [cleaned.kinds[d] for d in origin.future.tolist() if d in cleaned.kinds]
    if known.effects.unseen and any(kind == HOLIDAY for kind, _ in ahead):
        look = "Sundays" if known.effects.holiday_as == "Sunday" else "closed days"
        notes.append(f"no public holiday in the history: those ahead are taken for {look}")
    for kind, name in sorted({k for k in ahead if k[0] not in known.effects.by_kind and k[0] not in {HOLIDAY, CLOSED}}):
        notes.append(f"{name} ({kind}) has no like day in the history of this queue: other queues' days, or no effect")
    notes += holiday_notes(view.holidays, origin)
    notes += [f"left out: {text}" for text in made.failures.values()]
    if np.isnan(cleaned.days.aht_seconds).all():
        notes.append("the history has no handle times: none is forecast")
    if minutes != cleaned.days.minutes:
        done = "added up" if minutes > cleaned.days.minutes else "shared out evenly"
        notes.append(f"history in intervals of {cleaned.days.minutes} minutes, forecast in {minutes}: {done}")
    return notes


def holiday_notes(holidays: Settled, origin: Origin) -> list[str]:
    """Public holidays ahead of which it is not known whether the queue keeps them."""
    notes = []
    for day, name, chance in holidays.doubts:
        if origin.first <= day < origin.first + origin.days:
            taken = "a holiday" if chance >= 0.5 else "a usual day"
            notes.append(
                f"{name} on {day_of(day)}: kept with a chance of {100 * chance:.0f} %, by what is known of this site "
                f"and of employers; taken for {taken}, the band holds both (an event of the kind closed or working day "
                "settles it)"
            )
    return notes


def cleaning_notes(cleaned: Cleaned) -> list[str]:
    """What was flagged, in a few sentences for people."""
    notes = list(cleaned.hours)
    for kind in sorted({f.kind for f in cleaned.flags}):
        found = [f for f in cleaned.flags if f.kind == kind]
        named = "; ".join(f"{day_of(f.day)}: {f.text}" for f in found[-3:])
        more = f" (and {len(found) - 3} earlier)" if len(found) > 3 else ""
        notes.append(f"{kind}, {len(found)} {'day' if len(found) == 1 else 'days'}: {named}{more}")
    names = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
    closed = [names[w] for w in np.flatnonzero(~cleaned.opened)]
    if 0 < len(closed) < 7:
        notes.append(f"taken as closed: {', '.join(closed)} (hardly any contacts in the last half year)")
    return notes + night_notes(cleaned)


def night_notes(cleaned: Cleaned) -> list[str]:
    """What is assumed of a queue that is open over midnight and closed by day."""
    opened = any_slot(cleaned.open_cells.T)
    if not (opened[0] and opened[-1]) or opened.all():
        return []
    shut = np.flatnonzero(~opened)
    start, end = ((int(slot) * cleaned.days.minutes) for slot in (shut[-1] + 1, shut[0]))
    hours = f"{start // 60:02d}:{start % 60:02d} to {end // 60:02d}:{end % 60:02d}"
    return [f"open over midnight ({hours}, read from the history): a night counts to the two days it falls on"]
