"""Compile what the search runs, before its clock starts: once after installation, from a cache on disk afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wfm.roster.ascent import add_cover, best_works
from wfm.roster.assign import keep_work
from wfm.roster.bound import Pricer, price_agents
from wfm.roster.columns import ColumnPricer
from wfm.roster.cover_steps import cover_steps
from wfm.roster.improve import agent_cost, cover_total, rebuild, together
from wfm.roster.levels import levels_of, slot_side
from wfm.roster.master import works_of
from wfm.roster.mixes import counts, give_works
from wfm.roster.pool import draw
from wfm.roster.pool_changes import own_changes
from wfm.roster.recombine import slack, swap
from wfm.roster.respond import empty_plan, put_back, respond_all, start_changes, take_out

if TYPE_CHECKING:
    from wfm.roster.model import Model, Room
    from wfm.roster.respond import Plan


def warm_up(m: Model, room: Room) -> None:
    """Call every compiled function on nobody: it is compiled, or read from the cache, and does nothing."""
    nobody = np.zeros(0, dtype=np.int64)
    plan = empty_plan(m)
    price = np.zeros(m.required.shape)
    _warm_up_moves(m, room, plan)
    levels = levels_of(m, nobody)
    slot_side(m, levels, price[levels.work], 0.0, np.zeros(levels.priced.required.shape))
    earned = np.zeros((len(m.efficiency), m.base_cover.shape[1]))
    empty = np.zeros((*m.may_rest.shape, m.break_first.shape[1]), dtype=np.int64)
    price_agents(m, room, earned, nobody, np.zeros(len(m.skill)), plan.tour.copy(), empty, 0.0, 0)
    seen = Pricer(m, nobody).price(price, lambda: False)
    if seen is not None:
        add_cover(m, price, seen.tour, seen.break_at, nobody, price.copy())
        works_of(m, best_works(m, price), seen.tour, seen.break_at, nobody, plan.work[:0], np.zeros(0))
    if len(plan.tour):
        draw(m, room, plan, 0, earned, 0, 0.0, 1, plan.tour[:0], plan.break_at[:0], plan.work[:0])
    slack(m, plan.cover, price, np.zeros(m.required.shape[1]))
    keep_work(m, plan)


def warm_up_tours(m: Model, room: Room) -> None:
    """The same for the search for small teams, and for best responses alone."""
    plan = empty_plan(m)
    _warm_up_moves(m, room, plan)
    if len(plan.tour):
        put_back(m, room, plan, 0, plan.tour[0].copy())
        take_out(m, plan, 0)
        start_changes(m, plan.tour[0])
    pricer = ColumnPricer(m)
    found = pricer.price(np.zeros(m.required.shape), np.arange(len(plan.tour))[:1], lambda: False)
    if found is not None:
        pricer.own_costs(found.pool)


def _warm_up_moves(m: Model, room: Room, plan: Plan) -> None:
    """Best response, groups taken out and put back, costs, and a choice from a pool."""
    nobody = np.zeros(0, dtype=np.int64)
    respond_all(m, room, plan, nobody, np.zeros(0, dtype=np.bool_))
    group = together(m, plan, nobody, 0, 0)
    rebuild(m, room, plan, group, plan.tour[:0], plan.break_at[:0], plan.work[:0])
    cover_total(m, plan.cover)
    if len(plan.tour):
        agent_cost(m, plan, 0)
    own_changes(m, plan, nobody > 0, nobody, plan.tour[:0], plan.work[:0], np.zeros(0))
    swap(m, plan, nobody, plan.tour[:0], plan.break_at[:0], plan.work[:0])
    cover_steps(m, plan.cover, nobody, nobody, nobody, nobody, nobody)
    counts(m, plan, np.zeros(len(m.efficiency), dtype=np.bool_))
    give_works(m, plan, nobody, nobody, nobody, nobody)
