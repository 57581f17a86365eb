"""The keys of the plan file, their meaning, limits and defaults: the one place that documents them.

`wfm plan --schema` prints the JSON schema made from these models, and a test checks that every key has a description.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from wfm.compare.case_inputs import CASE_INPUTS
from wfm.compare.centralise_limits import FACTORS, LIMITS
from wfm.types import Channel

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Windows = Annotated[list[str], Field(description="Rules such as 'mon-fri 08:00-17:00'.")]


class Table(BaseModel):
    """A table of the file: unknown keys are refused, so that a typing error is never silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SiteTable(Table):
    """Where the work is done."""

    zone: str = Field(description="IANA time zone, such as Europe/Amsterdam.")
    name: str = Field("", description="Name of the organisation or site.")
    country: str | None = Field(None, description="ISO country code for public holidays; none without it.")
    subdivision: str | None = Field(None, description="ISO code of the region, for regional holidays.")
    currency: str = Field("EUR", description="Currency of all amounts.")
    week_start: Literal["monday", "sunday", "saturday"] = Field("monday", description="First day of a week.")
    interval_minutes: Literal[5, 10, 15, 30, 60] = Field(15, description="Planning interval in minutes.")


class GoalTable(Table):
    """What customers of a real-time queue are promised."""

    service_level: Annotated[float, Field(gt=0, lt=1)] | None = Field(
        0.8, description="Share of contacts offered that are answered within the threshold."
    )
    threshold_seconds: Annotated[float, Field(ge=0)] = Field(20, description="Threshold of the service level.")
    asa_seconds: Positive | None = Field(None, description="Largest average speed of answer.")
    max_abandonment: Annotated[float, Field(gt=0, lt=1)] | None = Field(
        None, description="Largest share of contacts abandoned; needs patience_seconds (Erlang A)."
    )
    max_occupancy: Annotated[float, Field(gt=0, le=1)] | None = Field(
        0.85, description="Largest share of time at work that agents spend on contacts; the default is a common cap."
    )


class QueueKeys(Table):
    """Keys shared by [queue_defaults], [[department]] and [[queue]]; the nearest one that is set holds."""

    open: Windows | None = Field(None, description="Opening hours in local time; always open without them.")
    open_on_holidays: Windows | None = Field(
        None, description="Opening hours on public holidays; as usual without it, closed if the list is empty."
    )
    aht_seconds: Positive | None = Field(None, description="Handle time where the history has none.")
    patience_seconds: Positive | None = Field(None, description="Mean time a customer waits before giving up.")
    goal: GoalTable | None = Field(None, description="Service goal of work that cannot wait.")
    response_hours: Annotated[float, Field(ge=0)] | None = Field(
        None, description="Makes the work deferred: it is done within so many opening hours."
    )
    concurrency: Annotated[int, Field(ge=1, le=10)] | None = Field(
        None, description="Contacts one agent handles at the same time (chat); 1 without it."
    )
    priority: Annotated[int, Field(ge=1, le=9)] | None = Field(
        None, description="Who takes several queues takes the lowest number first; 5 without it. Simulation only."
    )
    handle_cv: Annotated[float, Field(ge=0, le=10)] | None = Field(
        None,
        description="Coefficient of variation of handle times: 1 exponential (without it), 0 always the mean, else "
        "lognormal. Simulation only.",
    )
    retry_share: Annotated[float, Field(ge=0, lt=1)] | None = Field(
        None, description="Share of those who hang up that try again, each time; 0 without it. Simulation only."
    )
    retry_delay_seconds: Annotated[float, Field(ge=0)] | None = Field(
        None, description="Mean time until they try again; 300 without it."
    )


class QueueDefaultsTable(QueueKeys):
    """What a queue has that the file does not list, or where it says nothing."""

    channel: Channel = Field(Channel.VOICE, description="Channel of queues whose name does not tell it.")


class DepartmentTable(QueueKeys):
    """A department; its keys hold for its queues."""

    name: str = Field(description="Name of the department, the first part of its queues' names.")


class QueueTable(QueueKeys):
    """A queue: a department's contacts by one channel."""

    department: str = Field(description="Department that owns the queue.")
    channel: Channel | None = Field(None, description="voice, chat, messaging, email or social.")
    language: str = Field("", description="Language, where queues are divided by it.")
    name: str | None = Field(None, description="Name in the history, where it is not department/channel.")


class ShrinkageByTimeTable(Table):
    """Another share of a category at certain times of the week."""

    category: str = Field(description="A category named under planned or unplanned.")
    windows: Windows = Field(description="Local times at which it holds, such as 'mon 06:00-12:00'.")
    share: Annotated[float, Field(ge=0, lt=1)] = Field(description="The share then, instead of the usual one.")


class ShrinkageTable(Table):
    """Shares of paid time that are not spent on contacts, by category."""

    planned: dict[str, Share] = Field(
        default_factory=dict, description="Rostered as such (leave, training, meetings): matters for hiring."
    )
    unplanned: dict[str, Share] = Field(
        default_factory=dict, description="Takes away people who were rostered (sickness, lateness)."
    )
    by_time: list[ShrinkageByTimeTable] = Field(
        default_factory=list, description="Other shares at certain times; where they overlap the last one counts."
    )


class StaffingTable(Table):
    """How contacts are turned into agents."""

    blend: bool = Field(
        False,
        description="Whether agents of real-time queues do deferred work between contacts, by earliest deadline, up to "
        "its own occupancy. Off without it: blending needs people who know both and tools that interrupt. It often "
        "saves more than pooling teams does, and leaves pooling little to save; `wfm compare` tells both.",
    )
    demand: Literal["mean", "quantile", "expected"] = Field(
        "mean",
        description="Contacts to staff for: mean, the forecast's mean; quantile, enough for that quantile of every "
        "interval; expected, goals kept on average over the forecast's distribution.",
    )
    quantile: Annotated[float, Field(ge=0.05, le=0.95)] = Field(
        0.75, description="The quantile of demand = 'quantile'; between the forecast's own it is interpolated."
    )
    by: Literal["formula", "simulation"] = Field(
        "formula",
        description="How agents are found: formula, each kind of work for itself; simulation, a search of what all "
        "kinds of work need together (minutes for a week).",
    )


class SimulationTable(Table):
    """How contacts are played: who takes what, and how uncertain days hang together."""

    first: Literal["fewest skills", "home", "anyone"] = Field(
        "fewest skills",
        description="Who is asked first for a contact: those who can take the fewest queues; home, the queue's own "
        "department, whose people also prefer it; anyone.",
    )
    overflow_seconds: Annotated[float, Field(ge=0)] = Field(
        0, description="With first = 'home': others take a contact once it has waited so long."
    )
    longest_idle: bool = Field(
        True, description="Among equals the agent idle longest takes the contact; otherwise the first listed."
    )
    chats: Literal["fill", "spread"] = Field(
        "fill", description="fill: a chat goes to who chats already, so that others stay free; spread: to the fewest."
    )
    interrupt_deferred: bool = Field(
        True, description="Work that may wait is put down when a contact comes; false: a piece is finished first."
    )
    day_correlation: Share = Field(
        0.3,
        description="Correlation between two queues of how busy a day turns out. Measured on 12 departments of an "
        "insurer over a year: 0.22 on average, 0.34 weighted by contacts.",
    )


class ContractTable(Table):
    """Hours and limits agreed with agents. Hours are paid hours."""

    name: str = Field(description="Name that agents.csv refers to.")
    hours_per_week: Annotated[float, Field(gt=0, le=60)] = Field(description="Paid hours a week.")
    min_hours_per_week: Annotated[float, Field(ge=0)] | None = Field(
        None, description="Fewest paid hours in a week; the contract's hours without it."
    )
    max_hours_per_week: Positive | None = Field(
        None, description="Most paid hours in a week; the contract's hours without it."
    )
    max_days_per_week: Annotated[int, Field(ge=1, le=7)] = Field(5, description="Most working days in a week.")
    min_shift_hours: Positive = Field(3.0, description="Shortest shift, start to end.")
    max_shift_hours: Positive = Field(10.0, description="Longest shift, start to end.")
    max_consecutive_days: Annotated[int, Field(ge=1)] = Field(6, description="Most working days in a row.")
    min_hours_total: Annotated[float, Field(ge=0)] | None = Field(
        None, description="Fewest paid hours over all days of a roster; not asked without it."
    )
    max_hours_total: Positive | None = Field(
        None, description="Most paid hours over all days of a roster; not asked without it."
    )
    min_consecutive_days: Annotated[int, Field(ge=1)] = Field(1, description="Fewest working days in a row.")
    min_consecutive_days_off: Annotated[int, Field(ge=1)] = Field(1, description="Fewest days off in a row.")
    weekends_off: Annotated[int, Field(ge=0)] = Field(0, description="Free weekends in any weekends_off_weeks weeks.")
    weekends_off_weeks: Annotated[int, Field(ge=1, le=52)] = Field(1, description="The weeks that weekends_off means.")
    max_start_variation_minutes: Annotated[int, Field(ge=1, le=1440)] | None = Field(
        None, description="Starts of a week differ by less than so many minutes; not asked without it."
    )
    cost_per_hour: Annotated[float, Field(ge=0)] = Field(0.0, description="Employer's cost of a paid hour.")


class PatternTable(Table):
    """A fixed or rotating pattern that agents of agents.csv follow."""

    name: str = Field(description="Name that agents.csv refers to: early-late, or early-late+1 for one week ahead.")
    first: date = Field(description="The Monday on which its first week begins.")
    weeks: Annotated[list[list[str]], Field(min_length=1)] = Field(
        description="Seven entries a week: off, any, work, or the name of the shift family that is worked."
    )


class RulesTable(Table):
    """Rules of law and contract: a preset and the numbers that differ."""

    preset: Literal["none", "eu-wtd", "nl-atw"] = Field("none", description="Set of rules to start from.")
    change: dict[str, dict[str, float]] = Field(
        default_factory=dict, description="Parameters that differ, by rule: daily_rest = { hours = 12 }."
    )


class BreakTable(Table):
    """A break inside shifts of certain lengths."""

    kind: Literal["break", "meal"] = Field("break", description="break or meal.")
    minutes: Annotated[int, Field(gt=0)] = Field(description="Length in minutes.")
    paid: bool = Field(True, description="Whether it counts as paid time.")
    min_shift_hours: Annotated[float, Field(ge=0)] = Field(description="Shortest shift that has this break.")
    max_shift_hours: Positive = Field(24, description="Longest shift that has this break.")
    earliest_hours: Annotated[float, Field(ge=0)] = Field(1, description="Least time from shift start to break.")
    latest_hours: Annotated[float, Field(ge=0)] = Field(1, description="Least time from break end to shift end.")


class ShiftTable(Table):
    """A family of shifts: a start window with a step, lengths and breaks."""

    name: str = Field(description="Name shown to planners.")
    days: str = Field("mon-sun", description="Weekdays on which it may start, such as mon-fri or sat,sun.")
    start: str = Field(description="Window in which the shift starts, local time: 07:30-12:00.")
    step_minutes: Annotated[int, Field(gt=0)] = Field(30, description="Step between possible starts.")
    lengths_hours: Annotated[list[Positive], Field(min_length=1)] = Field(
        description="Possible lengths from start to end, unpaid meals included."
    )
    breaks: list[BreakTable] = Field(default_factory=list, description="Breaks, in order.")
    break_spacing_minutes: Annotated[int, Field(ge=0)] = Field(60, description="Least work between two breaks.")


class ShortStep(Table):
    """One step of the rising price of missing agents."""

    up_to_share: Share = Field(description="Share of the requirement missing, up to which the price holds.")
    price: Annotated[float, Field(ge=0)] = Field(description="Price of a missing agent-hour.")


class WeightsTable(Table):
    """What a roster is judged by; 1 is about one paid agent-hour."""

    short: list[ShortStep] | None = Field(None, description="Rising prices of missing agents.")
    over: Annotated[float, Field(ge=0)] = Field(0.5, description="Price of an agent-hour above the requirement.")
    paid_hour: Annotated[float, Field(ge=0)] = Field(1.0, description="Price of a paid hour.")
    away_from_home: Annotated[float, Field(ge=0)] = Field(0.05, description="Price of an hour on other work.")
    start_time_change: Annotated[float, Field(ge=0)] = Field(
        0.1, description="Price of each hour that a shift starts earlier or later than the median start of its week."
    )
    wish: Annotated[float, Field(ge=0)] = Field(1.0, description="Price of denying a wish of weight 1.")
    fairness: Annotated[float, Field(ge=0)] = Field(
        0.2,
        description="Price of an early, late, weekend or night shift of somebody who has had one more of them than the "
        "team's mean, in the published past with the latest weeks counting most.",
    )
    change: Annotated[float, Field(ge=0)] = Field(
        1.0, description="Price of a day that differs from the published roster (`wfm roster --published`)."
    )


class NoticeStep(Table):
    """How much dearer a change is at short notice."""

    hours: Positive = Field(description="Hours between now and the start of the day's work, below which it holds.")
    factor: Annotated[float, Field(ge=1)] = Field(description="How many times as much a change then costs.")


class RepairTable(Table):
    """What changes of a published roster cost, in points, when it is repaired (`wfm repair`)."""

    break_moved: Annotated[float, Field(ge=0)] = Field(1.0, description="A break or meal at another time.")
    work_reassigned: Annotated[float, Field(ge=0)] = Field(1.0, description="A stretch of other work in a shift.")
    moved: Annotated[float, Field(ge=0)] = Field(5.0, description="Start or end moved by up to moved_minutes.")
    overtime: Annotated[float, Field(ge=0)] = Field(8.0, description="An earlier start or later end beyond that.")
    early_leave: Annotated[float, Field(ge=0)] = Field(8.0, description="A later start or earlier end beyond that.")
    swap: Annotated[float, Field(ge=0)] = Field(
        15.0, description="A shift exchanged with a colleague (half for each), or given up against another day."
    )
    called_in: Annotated[float, Field(ge=0)] = Field(60.0, description="Called in on a day off.")
    touched: Annotated[float, Field(ge=0)] = Field(10.0, description="Each person changed, whatever the notice.")
    moved_minutes: Annotated[float, Field(ge=0)] = Field(30.0, description="Up to here a start or end is only moved.")
    short_notice: list[NoticeStep] | None = Field(None, description="Factors for short notice, by rising hours.")
    objective: Positive = Field(
        30.0, description="Points that a unit of the roster's objective, about a paid agent-hour, is worth."
    )
    people_per_absence: Annotated[int, Field(ge=1)] = Field(3, description="Most people touched for an absence.")
    lead_hours: Annotated[float, Field(ge=0)] = Field(2.0, description="Nobody is called in to start within it.")


class WorkTable(Table):
    """A kind of work in an operating model of the user's own."""

    name: str = Field(description="Name of the work.")
    queues: list[str] = Field(description="Queues or departments that belong to it.")
    share: Share = Field(1.0, description="Share of the queues' contacts that reach it.")
    aht_factor: Positive = Field(1.0, description="Handle time against the queues' own.")
    skills: list[str] | None = Field(None, description="Skills that qualify; the queues themselves without it.")
    helps: list[str] = Field(
        default_factory=list,
        description="Queues or departments of other works that its people take too, after their own. They count in "
        "the requirement by simulation and in the proof of a roster; formulas know nothing of help.",
    )
    help_after_seconds: Annotated[float, Field(ge=0)] = Field(
        0, description="They help once a contact has waited so long."
    )


class ModelTable(Table):
    """How an operating model differs from the default of its name."""

    aht_factor: Positive = Field(1.0, description="Handle time of pooled generalists against specialists.")
    first_line_share: Share = Field(
        0.7, description="Share of real-time contacts that the first line resolves; 0.7 is an assumption to replace."
    )
    first_line_aht_factor: Positive = Field(0.8, description="Handle time in the first line (an assumption).")
    second_line_aht_factor: Positive = Field(1.1, description="Handle time in the second line (an assumption).")
    cross_skilled_share: Annotated[float, Field(gt=0, le=1)] | None = Field(
        None,
        description="Share of each department's people who are cross-skilled (pairs, chain, generalists); else 0.2.",
    )
    overflow_after_seconds: Annotated[float, Field(ge=0)] | None = Field(
        None,
        description="Wait after which a contact goes to other teams' people too; without it, never (overflow: 60).",
    )
    overflow_aht_factor: Positive = Field(
        1.1, description="Handle time of a contact that another team takes over (an assumption)."
    )
    blend: bool | None = Field(
        None, description="Whether this model blends deferred work; as [staffing] blend says without it."
    )
    by: Literal["formula", "simulation"] | None = Field(
        None, description="How this model's agents are found; as [staffing] by says without it."
    )
    work: list[WorkTable] = Field(default_factory=list, description="The kinds of work of a model of your own.")


class RangeTable(Table):
    """An input of the business case that is not certain; what is left out keeps its default."""

    low: float | None = Field(None, description="Lowest value to reckon with.")
    expected: float | None = Field(None, description="Likely value.")
    high: float | None = Field(None, description="Highest value to reckon with.")


def _document_inputs(schema: dict[str, Any]) -> None:
    """The inputs of the business case by name, so that the schema lists them like any other key."""
    value = schema.pop("additionalProperties")
    schema["additionalProperties"] = False
    schema["properties"] = {
        row.name: {
            **value,
            "description": f"{row.meaning} Unit: {row.unit}. Low {row.low:g}, expected {row.expected:g}, high "
            f"{row.high:g}. Source: {row.source}.",
        }
        for row in CASE_INPUTS
    }


class CentraliseTable(Table):
    """What decides which queues to centralise."""

    limit: dict[str, float] = Field(
        default_factory=dict,
        description="Limits of the scores that differ: "
        + " ".join(f"{x.name} ({x.value:g}): {x.meaning} Source: {x.source}." for x in LIMITS),
    )
    weight: dict[str, float] = Field(
        default_factory=dict, description=f"Weights of the factors that differ from 1: {', '.join(FACTORS)}."
    )
    impact: dict[str, Share] = Field(
        default_factory=dict, description="Harm a wrong answer does to customers, a queue or department; 0.5 without."
    )
    specialisation: dict[str, Share] = Field(
        default_factory=dict, description="Special knowledge it takes, a queue or department; from skills without it."
    )


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
        json_schema_extra=_document_inputs,
    )
