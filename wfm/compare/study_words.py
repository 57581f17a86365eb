"""The study in plain words, each sentence with its numbers; also when not to pool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.compare.when_not import when_not_to_pool
from wfm.types.centralisation import Verdict

if TYPE_CHECKING:
    from wfm.types import Comparison
    from wfm.types.business_case import BusinessCase
    from wfm.types.centralisation import Centralisation
    from wfm.types.gain import Gain, GainSplit
    from wfm.types.transition import TransitionPlan

NOTHING = 0.005  # a slowdown below which there is no saving to lose
ENOUGH_NAMES = 6  # of queues in one sentence


def study_words(comparison: Comparison) -> tuple[str, ...]:
    """Sentences on the gains, the business cases, the transitions and what to centralise, in that order."""
    found: list[str] = []
    for capped in (g for g in comparison.gains if g.with_cap):
        free = next((g for g in comparison.gains if not g.with_cap and g.model_after == capped.model_after), None)
        found += [_saving(capped), *_roster_fit(capped), *_break_even(capped, free)]
    found += _curve(comparison)
    found += [_case(case, comparison.currency) for case in comparison.cases]
    found += [_transition(plan) for plan in comparison.transitions]
    if comparison.centralisation is not None and comparison.centralisation.queues:
        found += _centralise(comparison.centralisation)
    return (*found, *when_not_to_pool(comparison))


def _saving(gain: Gain) -> str:
    total = gain.peak.total
    number = f"{abs(total):.0f}"
    people = "person" if number == "1" else "people"
    verb = f"saves {number} {people}" if total >= 0 else f"asks for {number} more {people}"
    return f"At the teams' peaks {gain.model_after} {verb} at work against {gain.model_before}: {_parts(gain.peak)}."


def _parts(split: GainSplit) -> str:
    parts = (
        (split.pooling, "by the smaller margin of larger teams"),
        (split.peak_smoothing, "because peaks fall at different times"),
        (split.rounding, "by rounding up fewer teams"),
        (split.work_content, "by other handle times and second handling"),
    )
    return ", ".join(f"{value:+.1f} {cause}" for value, cause in parts)


def _roster_fit(gain: Gain) -> list[str]:
    fit = gain.roster_fit
    if fit is None:
        return []
    verb = "more" if fit.gain >= 0 else "fewer"
    return [
        f"Roster fit: the same people cover {abs(fit.gain):,.0f} {verb} of the required hours under {gain.model_after} "
        f"than under {gain.model_before} ({fit.short_before:,.0f} to {fit.short_after:,.0f} hours short)."
    ]


def _curve(comparison: Comparison) -> list[str]:
    """The share of cross-skilled people against agents at the peak, a sentence a kind."""
    found = []
    for kind in dict.fromkeys(p.kind for p in comparison.curve):
        points = [p for p in comparison.curve if p.kind == kind and p.with_cap]
        steps = ", ".join(f"{p.share:.0%} {p.agents_at_peak:.1f}" for p in points)
        found.append(f"Agents at the peak by share of people cross-skilled ({kind}): {steps}.")
    return found


def _break_even(capped: Gain, free: Gain | None) -> list[str]:
    slowdown = capped.break_even_slowdown
    if capped.break_even is None or slowdown is None:
        return []
    if capped.break_even < 1:
        return [
            f"{capped.model_after} would break even only with handle times {1 - capped.break_even:.0%} shorter than "
            "the plan assumes: as planned, it is no way to save staff."
        ]
    if slowdown < NOTHING:
        return [f"As planned {capped.model_after} saves no staff, and the slightest slowness of its people costs some."]
    if free is not None and free.break_even_slowdown is not None:
        without = f" (without the occupancy cap, {free.break_even_slowdown:.0%})"
    else:
        without = ""
    if capped.by == "simulation":
        return [
            f"Do not choose {capped.model_after} to save staff if its cross-skilled people take {slowdown:.0%} or more "
            f"longer than specialists: then nothing is saved{without}."
        ]
    basis = "than specialists'" if capped.slowdown_today != 1 or capped.model_after == "pooled" else "than planned"
    return [
        f"Do not choose {capped.model_after} to save staff if its handle times are {slowdown:.0%} or more longer "
        f"{basis}: then nothing is saved{without}."
    ]


def _case(case: BusinessCase, currency: str) -> str:
    years = len(case.expected.months) // 12
    values = " / ".join(_rounded(outcome.npv) for outcome in (case.low, case.expected, case.high))
    month = case.expected.payback_month
    paid = f"paid back in month {month}" if month is not None else f"not paid back within {years} years"
    words = {row.name: row.words for row in case.inputs}
    most = ", ".join(words[bar.name] for bar in case.tornado[:3])
    return (
        f"Business case of {case.facts.model_after}: net present value {currency} {values} (low / expected / high, "
        f"{years} years), {paid} as expected; it hangs most on {most}."
    )


def _rounded(amount: float) -> str:
    """Three digits that count: nobody knows the gain of five years to the euro."""
    return f"{float(f'{amount:.3g}'):,.0f}"


def _transition(plan: TransitionPlan) -> str:
    most = max(plan.months, key=lambda m: (m.fte_needed, -m.month))
    today, settled = plan.months[0], plan.months[-1]
    return (
        f"On the way to {plan.model_after} ({len(plan.phases)} phases, {plan.phases[-1].last_month} months) the "
        f"full-time people needed go from {today.fte_needed:.1f} to {settled.fte_needed:.1f}; in month {most.month}, "
        f"while both organisations run, it takes {most.fte_needed:.1f}."
    )


def _centralise(advice: Centralisation) -> list[str]:
    found = []
    for verdict, start in (
        (Verdict.CENTRALISE, "Fit to centralise"),
        (Verdict.FIRST_LINE, "First line central, the rest with specialists"),
        (Verdict.SPECIALIST, "Keep with specialists"),
    ):
        queues = [q.queue for q in advice.queues if q.verdict is verdict]
        if queues:
            more = f" and {len(queues) - ENOUGH_NAMES} more" if len(queues) > ENOUGH_NAMES else ""
            found.append(f"{start}: {', '.join(queues[:ENOUGH_NAMES])}{more}.")
    pilot = advice.pilot_reason
    return [*found, f"Pilot: {pilot}"]
