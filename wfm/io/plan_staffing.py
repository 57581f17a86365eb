"""The keys of the plan file on shrinkage, staffing and simulation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from wfm.io.plan_table import NotNegative, Share, Table, Windows


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
    overflow_seconds: NotNegative = Field(
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
