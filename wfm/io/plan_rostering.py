"""The keys of the plan file on contracts, rules, shifts, patterns, weights and repair."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from wfm.io.plan_table import NotNegative, Positive, Share, Table


class ContractTable(Table):
    """Hours and limits agreed with agents. Hours are paid hours."""

    name: str = Field(description="Name that agents.csv refers to.")
    hours_per_week: Annotated[float, Field(gt=0, le=60)] = Field(description="Paid hours a week.")
    min_hours_per_week: NotNegative | None = Field(
        None, description="Fewest paid hours in a week; the contract's hours without it."
    )
    max_hours_per_week: Positive | None = Field(
        None, description="Most paid hours in a week; the contract's hours without it."
    )
    max_days_per_week: Annotated[int, Field(ge=1, le=7)] = Field(5, description="Most working days in a week.")
    min_shift_hours: Positive = Field(3.0, description="Shortest shift, start to end.")
    max_shift_hours: Positive = Field(10.0, description="Longest shift, start to end.")
    max_consecutive_days: Annotated[int, Field(ge=1)] = Field(6, description="Most working days in a row.")
    min_hours_total: NotNegative | None = Field(
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
    cost_per_hour: NotNegative = Field(0.0, description="Employer's cost of a paid hour.")


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
    min_shift_hours: NotNegative = Field(description="Shortest shift that has this break.")
    max_shift_hours: Positive = Field(24, description="Longest shift that has this break.")
    earliest_hours: NotNegative = Field(1, description="Least time from shift start to break.")
    latest_hours: NotNegative = Field(1, description="Least time from break end to shift end.")


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
    price: NotNegative = Field(description="Price of a missing agent-hour.")


class WeightsTable(Table):
    """What a roster is judged by; 1 is about one paid agent-hour."""

    short: list[ShortStep] | None = Field(None, description="Rising prices of missing agents.")
    over: NotNegative = Field(0.5, description="Price of an agent-hour above the requirement.")
    paid_hour: NotNegative = Field(1.0, description="Price of a paid hour.")
    away_from_home: NotNegative = Field(0.05, description="Price of an hour on other work.")
    start_time_change: NotNegative = Field(
        0.1, description="Price of each hour that a shift starts earlier or later than the median start of its week."
    )
    wish: NotNegative = Field(1.0, description="Price of denying a wish of weight 1.")
    fairness: NotNegative = Field(
        0.2,
        description="Price of an early, late, weekend or night shift of somebody who has had one more of them than the "
        "team's mean, in the published past with the latest weeks counting most.",
    )
    change: NotNegative = Field(
        1.0, description="Price of a day that differs from the published roster (`wfm roster --published`)."
    )


class NoticeStep(Table):
    """How much dearer a change is at short notice."""

    hours: Positive = Field(description="Hours between now and the start of the day's work, below which it holds.")
    factor: Annotated[float, Field(ge=1)] = Field(description="How many times as much a change then costs.")


class RepairTable(Table):
    """What changes of a published roster cost, in points, when it is repaired (`wfm repair`)."""

    break_moved: NotNegative = Field(1.0, description="A break or meal at another time.")
    work_reassigned: NotNegative = Field(1.0, description="A stretch of other work in a shift.")
    moved: NotNegative = Field(5.0, description="Start or end moved by up to moved_minutes.")
    overtime: NotNegative = Field(8.0, description="An earlier start or later end beyond that.")
    early_leave: NotNegative = Field(8.0, description="A later start or earlier end beyond that.")
    swap: NotNegative = Field(
        15.0, description="A shift exchanged with a colleague (half for each), or given up against another day."
    )
    called_in: NotNegative = Field(60.0, description="Called in on a day off.")
    touched: NotNegative = Field(10.0, description="Each person changed, whatever the notice.")
    moved_minutes: NotNegative = Field(30.0, description="Up to here a start or end is only moved.")
    short_notice: list[NoticeStep] | None = Field(None, description="Factors for short notice, by rising hours.")
    objective: Positive = Field(
        30.0, description="Points that a unit of the roster's objective, about a paid agent-hour, is worth."
    )
    people_per_absence: Annotated[int, Field(ge=1)] = Field(3, description="Most people touched for an absence.")
    lead_hours: NotNegative = Field(2.0, description="Nobody is called in to start within it.")
