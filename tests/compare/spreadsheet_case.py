"""The business case once more, as a spreadsheet would have it: columns over the months, one formula a column.

Written from the description of the case alone, with whole columns (numpy) instead of a walk through the months.
"""

import numpy as np


def spreadsheet(facts, v):
    """Columns net, permanent and npv for the values ``v``; everybody moves evenly over migration_months."""
    n = 12 * int(v["years"])
    month = np.arange(n + 1)
    moved = np.clip(month / v["migration_months"], 0, 1)
    step = np.diff(moved, prepend=0.0)

    kept = 1.0
    kept *= 1 - sum(v[f"deflection_{c}"] * share for c, share in facts.work_share.items())
    kept *= 1 - v["resolution_gain"] * v["repeats"]
    kept *= 1 - v["handle_time_saved"]
    kept *= 1 - v["transfers_saved"] * v["transfer_seconds"] / facts.aht_seconds
    gain = facts.fte_before - facts.fte_after * kept
    end_fte = facts.fte_before - (gain * v["saving_realised"] if gain > 0 else gain)
    planned = (1 - moved) * facts.fte_before + moved * end_fte

    # Permanent staff: planned posts, or the most that is left of any earlier plan after people left since.
    stay = np.concatenate([[1.0], 1 - v["attrition"] / 12 - v["attrition_by_change"] * facts.people_moved * step[1:]])
    survival = np.cumprod(stay)
    permanent = survival * np.maximum.accumulate(planned / survival)
    left_over = np.concatenate([[np.nan], permanent[:-1]]) * stay
    hires = permanent - left_over

    # The dip: each cohort weighs 1 for the whole months and the fraction for the last.
    weights = np.clip(v["dip_months"] - np.arange(n + 1), 0, 1)
    in_dip = facts.people_moved * np.convolve(step, weights)[: n + 1]
    temporary = np.maximum(planned + in_dip * end_fte * (1 / (1 - v["productivity_dip"]) - 1) - permanent, 0)

    growth = np.power(1 + v["wage_growth"], np.floor((month - 1) / 12))
    agent, leader = v["agent_cost"] / 12 * growth, v["leader_cost"] / 12 * growth / v["leader_span"]
    wages_before = facts.fte_before * (agent + leader)
    wages_after = permanent * agent * (1 + v["generalist_premium"] * facts.people_moved * moved) + permanent * leader
    wages_after = wages_after + temporary * v["temporary_cost"] * agent
    hiring = v["replacement"] * (facts.fte_before * v["attrition"] / 12 - hires)
    training = step * facts.employees * v["training"]
    taken = sum(v[f"deflection_{c}"] * contacts for c, contacts in facts.contacts_a_year.items()) / 12
    running = v["platform"] * v["platform_running"] / 12

    net = wages_before - wages_after + hiring - training - running - moved * taken * v["self_service_cost"]
    net[0] = -(v["platform"] + v["guidance"])
    npv = float(net @ np.power(1 + v["discount_rate"], -month / 12))
    return {"net": net, "permanent": permanent, "npv": npv}
