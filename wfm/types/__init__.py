"""The frozen dataclasses that flow between the stages. One import: ``from wfm.types import History, Forecast``."""

from wfm.types.comparison import Comparison, Scenario
from wfm.types.contacts import Channel, Forecast, History, Queue, ServiceGoal
from wfm.types.findings import CrossSkilled, CurvePoint
from wfm.types.people import Agent, Availability, Contract, DateRange, Pattern
from wfm.types.plan import (
    DeferredGoal,
    OperatingModel,
    Plan,
    QueuePlan,
    SimulationPolicy,
    Site,
    StaffingPolicy,
    Work,
    WorkPart,
)
from wfm.types.problem import BreakRule, RosterProblem, Rule, Rules, ShiftFamily, Weights
from wfm.types.proof import Proof, ProofTotal
from wfm.types.repair import Absence, Change, ChangeKind, CoverGain, Offer, RepairPrices, RepairResult, Touched
from wfm.types.requirement import Requirement
from wfm.types.roster import (
    Activity,
    ActivityKind,
    Coverage,
    NotRostered,
    Roster,
    RosterResult,
    Shift,
    Violation,
)
from wfm.types.shrinkage import Shrinkage, ShrinkageWindow
from wfm.types.special_days import Calendar, SpecialDay
from wfm.types.wishes import Wish

__all__ = [
    "Absence",
    "Activity",
    "ActivityKind",
    "Agent",
    "Availability",
    "BreakRule",
    "Calendar",
    "Change",
    "ChangeKind",
    "Channel",
    "Comparison",
    "Contract",
    "CoverGain",
    "Coverage",
    "CrossSkilled",
    "CurvePoint",
    "DateRange",
    "DeferredGoal",
    "Forecast",
    "History",
    "NotRostered",
    "Offer",
    "OperatingModel",
    "Pattern",
    "Plan",
    "Proof",
    "ProofTotal",
    "Queue",
    "QueuePlan",
    "RepairPrices",
    "RepairResult",
    "Requirement",
    "Roster",
    "RosterProblem",
    "RosterResult",
    "Rule",
    "Rules",
    "Scenario",
    "ServiceGoal",
    "Shift",
    "ShiftFamily",
    "Shrinkage",
    "ShrinkageWindow",
    "SimulationPolicy",
    "Site",
    "SpecialDay",
    "StaffingPolicy",
    "Touched",
    "Violation",
    "Weights",
    "Wish",
    "Work",
    "WorkPart",
]
