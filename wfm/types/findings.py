"""What a comparison finds, as figures: of one operating model, and of all of them together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wfm.types.business_case import BusinessCase
from wfm.types.centralisation import Centralisation
from wfm.types.gain import Gain
from wfm.types.simulated_service import SimulatedService
from wfm.types.transition import TransitionPlan

CrossSkilled = Literal["pairs", "chain", "generalists"]


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """How many agents the departments need where so many of their people are cross-skilled, found by simulation.

    Attributes:
        kind: Whom the cross-skilled serve besides their own: ``pairs`` (one other department, two and two), ``chain``
            (the next one, round in a circle) or ``generalists`` (all).
        share: Cross-skilled people, as a share (0..1) of each department's.
        model: Label of the point: the name of a model that ``wfm compare`` knows (``departmental`` at share 0).
        agents_at_peak: Most agents to roster in one interval (decimal, absence included, all teams together).
        hours: Agent-hours to roster over the planned days (absence included).
        with_cap: Whether the limit on occupancy holds.
    """

    kind: CrossSkilled
    share: float
    model: str
    agents_at_peak: float
    hours: float
    with_cap: bool = True


@dataclass(frozen=True, kw_only=True)
class ModelFigures:
    """The figures of one way of organising the demand, over the planned days. Cost is in the site's currency.

    What the work asks for: ``agents_at_peak`` (most agents to roster in one interval, absence included, all kinds of
    work together), ``required_hours`` (the same, summed), ``fte_required`` (all shrinkage included, in full-time
    weeks), ``required_cost`` (those hours at the team's average cost). ``..._without_cap``: the same where the goals
    alone count, not the limit on how busy people may be; None where the plan has the requirement simulated.

    What the roster gives (None where none was asked for): ``rostered_agents``, ``paid_hours``, ``paid_cost``,
    ``cost_per_contact``, ``covered_share``; and the service that the people on duty should give, by formula, weighted
    by contacts: ``service_level``, ``asa_seconds``, ``occupancy``, and the kind of work with the lowest service level.

    ``requirement_by`` tells how the requirement was found. ``simulated`` is the service of the roster as simulated
    (bands, who loses, bad weeks); where only a part of the people is cross-skilled or contacts overflow, no formula
    holds, and it is the only service known. ``cross_skilled_share`` (0..1, of each department's people; None for models
    that are not about it), ``cross_skilled_agents`` (people on the list who would be trained; None without a list) and
    ``overflow_after_seconds`` (a contact that has waited so long goes to other departments' people too; None without
    such a policy) describe the model.
    """

    model: str
    agents_at_peak: float
    required_hours: float
    fte_required: float
    required_cost: float | None = None
    agents_at_peak_without_cap: float | None = None
    required_hours_without_cap: float | None = None
    fte_required_without_cap: float | None = None
    rostered_agents: int | None = None
    paid_hours: float | None = None
    paid_cost: float | None = None
    cost_per_contact: float | None = None
    covered_share: float | None = None
    service_level: float | None = None
    asa_seconds: float | None = None
    occupancy: float | None = None
    worst_work: str | None = None
    worst_service_level: float | None = None
    requirement_by: Literal["formula", "simulation"] = "formula"
    cross_skilled_share: float | None = None
    cross_skilled_agents: int | None = None
    overflow_after_seconds: float | None = None
    simulated: SimulatedService | None = None


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What was found about all scenarios together; ``advice`` in plain words.

    ``gains`` (each other model twice: with and without the occupancy cap), ``cases`` (a business case each other
    model), ``centralisation`` and ``transitions`` (from departments to each model they can join one by one); empty and
    None where nothing was studied. ``curve`` holds the points "share cross-skilled against agents needed", by kind, cap
    and share; empty where it was not asked for.
    """

    offered: float
    currency: str
    advice: tuple[str, ...] = ()
    gains: tuple[Gain, ...] = ()
    cases: tuple[BusinessCase, ...] = ()
    centralisation: Centralisation | None = None
    transitions: tuple[TransitionPlan, ...] = ()
    curve: tuple[CurvePoint, ...] = ()
