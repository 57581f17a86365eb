"""The inputs of the business case: every assumption with its unit, range and source. The plan file overrides them.

A gain for which there is no source that would hold anywhere is 0 unless the plan file says otherwise; its high value
shows in the tornado what it could bring.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from wfm.errors import ConfigError
from wfm.types.business_case import CaseInput

if TYPE_CHECKING:
    from collections.abc import Mapping

_BRIEF = "range of the project's study brief for a mid-sized organisation; replace it by your quotation"
_OWN = "assumption without a source; replace it by your own figure"
_NO_SOURCE = "0 until you measured it: moving people by itself brings nothing here"
_CHANNELS = ("voice", "chat", "messaging", "email", "social")

_TITLES = {
    "years": "term of the case",
    "discount_rate": "discount rate",
    "platform": "platform",
    "platform_running": "maintenance of the platform",
    "guidance": "guidance by advisers",
    "training": "training an employee",
    "agent_cost": "cost of an agent",
    "leader_cost": "cost of a team leader",
    "leader_span": "agents a team leader",
    "generalist_premium": "higher wages for broader work",
    "wage_growth": "growth of wages",
    "attrition": "people who leave",
    "attrition_by_change": "further leavers by the move",
    "replacement": "finding a new agent",
    "migration_months": "length of the move",
    "productivity_dip": "dip of those just moved",
    "dip_months": "length of the dip",
    "temporary_cost": "price of temporary staff",
    "saving_realised": "part of the saving realised",
    "handle_time_saved": "shorter handling",
    "resolution_gain": "more resolved at once",
    "repeats": "repeats of the unresolved",
    "transfers_saved": "fewer transfers",
    "transfer_seconds": "handling time of a transfer",
    "self_service_cost": "self-service a contact",
    "deflection_voice": "calls taken by self-service",
    "deflection_chat": "chats taken by chatbots",
    "deflection_messaging": "messages taken by chatbots",
    "deflection_email": "e-mails taken by self-service",
    "deflection_social": "social messages taken by chatbots",
}

_INPUTS: tuple[CaseInput, ...] = (
    CaseInput("years", "years", 5, 5, 5, "Term of the case, whole years.", "usual term of such a case: 3 to 5", 1, 10),
    CaseInput(
        "discount_rate",
        "share a year",
        0.03,
        0.07,
        0.12,
        "Rate at which later money counts less.",
        "low: social discount rate of the European Commission's Guide to Cost-Benefit Analysis (2014); rest assumed",
        0,
        1,
    ),
    CaseInput("platform", "amount once", 50_000, 100_000, 200_000, "Platform: licences and introduction.", _BRIEF),
    CaseInput("platform_running", "share of platform a year", 0.1, 0.18, 0.25, "Maintenance and support.", _OWN, 0, 1),
    CaseInput("guidance", "amount once", 25_000, 50_000, 75_000, "Guidance of the change by advisers.", _BRIEF),
    CaseInput("training", "amount an employee", 5_000, 7_500, 10_000, "Training for the broader work.", _BRIEF),
    CaseInput(
        "agent_cost",
        "amount a full-time year",
        38_000,
        46_000,
        55_000,
        "Employer's cost of an agent. Where contracts in the plan have a cost, that cost is used instead.",
        _OWN,
    ),
    CaseInput("leader_cost", "amount a full-time year", 55_000, 65_000, 80_000, "Employer's cost of a leader.", _OWN),
    CaseInput("leader_span", "agents a team leader", 10, 12, 16, "Agents that one team leader leads.", _OWN, 1),
    CaseInput(
        "generalist_premium", "share of wages", 0, 0.02, 0.05, "Higher wages for broader work, once moved.", _OWN, 0, 1
    ),
    CaseInput("wage_growth", "share a year", 0.02, 0.03, 0.04, "Yearly rise of all wages.", _OWN, 0, 1),
    CaseInput(
        "attrition",
        "share a year",
        0.15,
        0.25,
        0.4,
        "Agents who leave by themselves. Saved posts become savings only as people leave: nobody is dismissed.",
        "surveys: about 20 % in-house and 30-45 % on average (ICMI 2017, Call Centre Helper 2021)",
        0,
        0.95,
    ),
    CaseInput(
        "attrition_by_change",
        "share of those moved",
        0,
        0.05,
        0.1,
        "Further leavers because of the move.",
        _OWN,
        0,
        0.9,
    ),
    CaseInput(
        "replacement",
        "amount a new agent",
        4_000,
        8_000,
        14_000,
        "Finding and training somebody new.",
        "surveys: USD 4,285 (contact center recruiting survey 2009) to USD 14,113 (Gartner, cited 2021)",
    ),
    CaseInput("migration_months", "months", 6, 12, 18, "Months until everybody works in the new model.", _BRIEF, 1, 60),
    CaseInput("productivity_dip", "share", 0.05, 0.1, 0.2, "Output lost by those just moved.", _OWN, 0, 0.9),
    CaseInput("dip_months", "months", 2, 3, 6, "Months that the dip lasts for those just moved.", _OWN, 0, 60),
    CaseInput(
        "temporary_cost", "times an agent's cost", 1.1, 1.3, 1.5, "Price of temporary staff and overtime.", _OWN, 0
    ),
    CaseInput(
        "saving_realised",
        "share",
        0.5,
        0.8,
        1,
        "Part of the calculated saving in staff that rosters and people really yield.",
        _OWN,
        0,
        1,
    ),
    CaseInput(
        "handle_time_saved",
        "share",
        0,
        0,
        0.05,
        "Shorter handling, beyond the comparison's factors.",
        _NO_SOURCE,
        0,
        0.9,
    ),
    CaseInput(
        "resolution_gain", "share of contacts", 0, 0, 0.05, "Contacts more that are resolved at once.", _NO_SOURCE, 0, 1
    ),
    CaseInput(
        "repeats",
        "contacts an unresolved one",
        0.5,
        0.7,
        1,
        "Contacts that follow one not resolved at once.",
        _OWN,
        0,
        5,
    ),
    CaseInput("transfers_saved", "share of contacts", 0, 0, 0.05, "Transfers that no longer happen.", _NO_SOURCE, 0, 1),
    CaseInput("transfer_seconds", "seconds", 60, 120, 180, "Handling time that a transfer adds.", _OWN),
    *(
        CaseInput(
            f"deflection_{channel}",
            "share of contacts",
            0,
            0,
            0.1,
            f"Contacts by {channel} that self-service or a chatbot takes.",
            _NO_SOURCE,
            0,
            1,
        )
        for channel in _CHANNELS
    ),
    CaseInput(
        "self_service_cost", "amount a contact taken", 0.1, 0.3, 0.6, "Running cost of self-service and chatbots.", _OWN
    ),
)
CASE_INPUTS = tuple(replace(row, title=_TITLES[row.name]) for row in _INPUTS)


def case_inputs(changes: Mapping[str, tuple[float, float, float]]) -> tuple[CaseInput, ...]:
    """The inputs, with (low, expected, high) of ``changes`` in place of the defaults.

    Raises:
        ConfigError: A name is unknown, a value is out of range, or low <= expected <= high does not hold.
    """
    known = {row.name: row for row in CASE_INPUTS}
    for name in changes:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"It takes: {', '.join(known)}."
            raise ConfigError(f"business_case.{name} is not a known input. {hint}")
    years = changes.get("years")
    if years is not None and (len(set(years)) > 1 or years[0] != int(years[0])):
        raise ConfigError("business_case.years is one whole number of years.")
    return tuple(
        replace(
            row,
            low=float(changes[row.name][0]),
            expected=float(changes[row.name][1]),
            high=float(changes[row.name][2]),
            source="the plan file",
        )
        if row.name in changes
        else row
        for row in CASE_INPUTS
    )


def plan_ranges(table: Mapping[str, float | Mapping[str, float]]) -> dict[str, tuple[float, float, float]]:
    """(low, expected, high) by name from the plan file's table.

    A single number is certain: low and high are the same. In a table, an end that is left out keeps its default where
    that still lies on its side of the expected value, and is the expected value otherwise.

    Raises:
        ConfigError: As :func:`case_inputs`.
    """
    defaults = {row.name: row for row in CASE_INPUTS}
    found: dict[str, tuple[float, float, float]] = {}
    for name, value in table.items():
        row = defaults.get(name)
        if isinstance(value, (int, float)):
            found[name] = (float(value), float(value), float(value))
        elif row is not None:
            expected = float(value.get("expected", row.expected))
            low = float(value.get("low", min(row.low, expected)))
            found[name] = (low, expected, float(value.get("high", max(row.high, expected))))
        else:
            found[name] = (0.0, 0.0, 0.0)  # refused by name just below
    case_inputs(found)
    return found
