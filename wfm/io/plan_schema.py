"""The whole plan file: its tables in order, each with its keys' meaning, limits and defaults.

`wfm plan --schema` prints the JSON schema made from these models, and a test checks that every key has a description.
"""

from __future__ import annotations

from pydantic import Field

from wfm.io.plan_models import CentraliseTable, ModelTable, RangeTable, document_inputs
from wfm.io.plan_queues import DepartmentTable, QueueDefaultsTable, QueueTable, SiteTable
from wfm.io.plan_rostering import ContractTable, PatternTable, RepairTable, RulesTable, ShiftTable, WeightsTable
from wfm.io.plan_staffing import ShrinkageTable, SimulationTable, StaffingTable
from wfm.io.plan_table import Table


class PlanFile(Table):
    """The whole plan file."""

    site: SiteTable = Field(description="The site: its zone, country and currency.")
    queue_defaults: QueueDefaultsTable | None = Field(
        None, description="What a queue has unless it says otherwise; without it only listed queues are known."
    )
    department: list[DepartmentTable] = Field(default_factory=list, description="The departments.")
    queue: list[QueueTable] = Field(default_factory=list, description="The queues.")
    shrinkage: ShrinkageTable = Field(default_factory=ShrinkageTable, description="Paid time not spent on contacts.")
    staffing: StaffingTable = Field(default_factory=StaffingTable, description="How the requirement is found.")
    simulation: SimulationTable = Field(default_factory=SimulationTable, description="How contacts are played.")
    contract: list[ContractTable] = Field(default_factory=list, description="The contracts.")
    rules: RulesTable = Field(default_factory=RulesTable, description="Rules of law and contract.")
    shift: list[ShiftTable] = Field(default_factory=list, description="The families of shifts.")
    pattern: list[PatternTable] = Field(default_factory=list, description="Fixed and rotating patterns of days.")
    weights: WeightsTable = Field(default_factory=WeightsTable, description="What a roster is judged by.")
    repair: RepairTable = Field(default_factory=RepairTable, description="What changes of a published roster cost.")
    model: dict[str, ModelTable] = Field(default_factory=dict, description="Operating models by name.")
    centralise: CentraliseTable = Field(
        default_factory=CentraliseTable, description="Limits, weights and judgements of what to centralise."
    )
    business_case: dict[str, float | RangeTable] = Field(
        default_factory=dict,
        description="Inputs of the business case: a number, or { low = 1, expected = 2, high = 3 }.",
        json_schema_extra=document_inputs,
    )
