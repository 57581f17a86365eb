"""Every table, in one import. Rows stay inside ``wfm.storage``: repositories hand out the types of ``wfm.types``."""

from wfm.storage.tables.accounts import AuditIsAppendOnlyError, AuditRow, Role, UserRow
from wfm.storage.tables.base import Base
from wfm.storage.tables.comparison import ComparisonRow, ScenarioRow
from wfm.storage.tables.contacts import (
    AdjustmentRow,
    ForecastDayRow,
    ForecastRow,
    ForecastScoreRow,
    HistoryDayRow,
    HistoryImportRow,
    RequirementDayRow,
    RequirementRow,
)
from wfm.storage.tables.people import AgentRow, AvailabilityRow, LeaveRow, SkillRow
from wfm.storage.tables.roster import (
    ActivityRow,
    CoverageDayRow,
    NotRosteredRow,
    ResultRow,
    RosterRow,
    ShiftRow,
    ViolationRow,
)
from wfm.storage.tables.site import ContractRow, DepartmentRow, PlanRow, QueueRow, SpecialDayRow

__all__ = [
    "ActivityRow",
    "AdjustmentRow",
    "AgentRow",
    "AuditIsAppendOnlyError",
    "AuditRow",
    "AvailabilityRow",
    "Base",
    "ComparisonRow",
    "ContractRow",
    "CoverageDayRow",
    "DepartmentRow",
    "ForecastDayRow",
    "ForecastRow",
    "ForecastScoreRow",
    "HistoryDayRow",
    "HistoryImportRow",
    "LeaveRow",
    "NotRosteredRow",
    "PlanRow",
    "QueueRow",
    "RequirementDayRow",
    "RequirementRow",
    "ResultRow",
    "Role",
    "RosterRow",
    "ScenarioRow",
    "ShiftRow",
    "SkillRow",
    "SpecialDayRow",
    "UserRow",
    "ViolationRow",
]
