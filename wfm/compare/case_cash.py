"""The monthly cash flow of a change of operating model, for one set of values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.types.business_case import CaseMonth

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wfm.types.business_case import CaseFacts

MONTHS = 12


def cash_flow(
    facts: CaseFacts, values: Mapping[str, float], migrated: Sequence[float] | None = None
) -> tuple[CaseMonth, ...]:
    """Month 0 (what is paid in advance) to the end of the term, each against going on as today.

    Staff follow the work, but only downwards as people leave: permanent staff of a month is the larger of what is
    planned and what is left of the month before. The dip of those just moved is filled by temporary staff.

    Args:
        facts: Staff, contacts and cost today and after.
        values: A value for every input of the case.
        migrated: Share of the organisation that has moved by month 1, 2, ...; the last value holds on. Evenly over
            ``migration_months`` without it.
    """
    term = MONTHS * int(values["years"])
    moved = [0.0, *(_moved(month, values, migrated) for month in range(1, term + 1))]
    steady = steady_fte(facts, values)
    upfront = -values["platform"], -values["guidance"]
    before = facts.fte_before
    rows = [CaseMonth(0, 0.0, before, before, 0.0, 0.0, 0.0, 0.0, *upfront, 0.0, sum(upfront), sum(upfront))]
    for month in range(1, term + 1):
        rows.append(_month(month, moved, steady, facts, values, rows[-1]))
    return tuple(rows)


def steady_fte(facts: CaseFacts, values: Mapping[str, float]) -> float:
    """Full-time people once everything has settled: the comparison's saving and the further ones, as far as realised.

    A saving is realised in part; a model that asks for more people asks for all of them.
    """
    saving = facts.fte_before - facts.fte_after * remaining_work(facts, values)
    return facts.fte_before - saving * (values["saving_realised"] if saving > 0 else 1.0)


def remaining_work(facts: CaseFacts, values: Mapping[str, float]) -> float:
    """Share of the handling time that is left after deflection, resolution, shorter handling and fewer transfers."""
    deflected = sum(share * values.get(f"deflection_{channel}", 0.0) for channel, share in facts.work_share.items())
    repeats = min(1.0, values["resolution_gain"] * values["repeats"])
    per_transfer = values["transfer_seconds"] / facts.aht_seconds if facts.aht_seconds else 0.0
    transfers = min(1.0, values["transfers_saved"] * per_transfer)
    return (1 - deflected) * (1 - repeats) * (1 - values["handle_time_saved"]) * (1 - transfers)


def _moved(month: int, values: Mapping[str, float], migrated: Sequence[float] | None) -> float:
    if migrated:
        return migrated[min(month, len(migrated)) - 1]
    return min(1.0, month / values["migration_months"])


def _month(
    month: int,
    moved: Sequence[float],
    steady: float,
    facts: CaseFacts,
    values: Mapping[str, float],
    last: CaseMonth,
) -> CaseMonth:
    share, just_moved = moved[month], moved[month] - moved[month - 1]
    planned = facts.fte_before - share * (facts.fte_before - steady)
    staying = 1 - values["attrition"] / MONTHS
    left = last.fte_permanent * max(0.0, staying - values["attrition_by_change"] * facts.people_moved * just_moved)
    permanent = max(planned, left)
    temporary = max(0.0, planned + facts.people_moved * _missing_by_dip(month, moved, steady, values) - permanent)

    wages = (1 + values["wage_growth"]) ** ((month - 1) // MONTHS)  # all wages rise on each anniversary
    agent = values["agent_cost"] * wages / MONTHS
    leader = values["leader_cost"] * wages / MONTHS / values["leader_span"]
    staff_today = facts.fte_before * (agent + leader)
    staff_new = permanent * (agent * (1 + values["generalist_premium"] * facts.people_moved * share) + leader)
    hires_today, hires_new = facts.fte_before * values["attrition"] / MONTHS, permanent - left
    flow = {
        "staff": staff_today - staff_new - temporary * agent * values["temporary_cost"],
        "hiring": (hires_today - hires_new) * values["replacement"],
        "training": -values["training"] * facts.employees * just_moved,
        "platform": -values["platform"] * values["platform_running"] / MONTHS,
        "guidance": 0.0,
        "self_service": -_taken_by_self_service(facts, values) * share * values["self_service_cost"] / MONTHS,
    }
    net = sum(flow.values())
    discounted = net / (1 + values["discount_rate"]) ** (month / MONTHS)
    return CaseMonth(
        month=month,
        migrated_share=share,
        fte_planned=planned,
        fte_permanent=permanent,
        fte_temporary=temporary,
        **flow,
        cumulative=last.cumulative + net,
        cumulative_discounted=last.cumulative_discounted + discounted,
    )


def _missing_by_dip(month: int, moved: Sequence[float], steady: float, values: Mapping[str, float]) -> float:
    """Full-time people by whom those just moved fall short; a last part of a month of the dip counts as that part."""
    dip, lasts = values["productivity_dip"], values["dip_months"]
    first = max(1, month - int(lasts))  # those who moved earlier are over it
    in_dip = sum((moved[k] - moved[k - 1]) * min(1.0, max(0.0, lasts - (month - k))) for k in range(first, month + 1))
    return in_dip * steady * dip / (1 - dip)


def _taken_by_self_service(facts: CaseFacts, values: Mapping[str, float]) -> float:
    """Contacts a year."""
    return sum(n * values.get(f"deflection_{channel}", 0.0) for channel, n in facts.contacts_a_year.items())
