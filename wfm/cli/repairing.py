"""`wfm repair`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wfm.cli.options import Day, OutFile, agents_option, out_option, plan_option, say, stop_on_interrupt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from wfm.types import Absence, Offer, RepairResult, Roster, Violation

INTERVALS_SHOWN = 6


@click.command("repair")
@click.argument("roster_path", metavar="ROSTER")
@click.option("--requirement", "requirement_path", help="What must be covered now; as published without it.")
@agents_option
@plan_option
@click.option(
    "--absent", multiple=True, metavar="AGENT[:FROM[..TO]]", help="Sick: days or times; the day of --now without one."
)
@click.option("--leave", multiple=True, metavar="AGENT[:FROM[..TO]]", help="Leave granted late, likewise.")
@click.option("--absences", "absences_path", help="File of absences: agent, from, to, kind (sick or leave).")
@click.option("--now", "now_text", help="ISO time before which nothing changes. Default: the clock.")
@click.option(
    "--day", "days", multiple=True, type=Day(), help="Local day that may gain; those with absences without it."
)
@click.option("--locks", "locks_path", help="Shifts that stay as they are (columns of a roster).")
@click.option("--past", "past_path", help="Published roster before these days, for rules and fairness.")
@click.option("--wishes", "wishes_path", help="Wishes of people: agent, wish, day, value, weight, reason.")
@click.option("--offers", default=5, show_default=True, type=click.IntRange(1), help="Most offers, beside accepting.")
@click.option("--people", type=click.IntRange(1), help="Most people touched; 3 an absence without it.")
@click.option("--take", type=click.IntRange(1), help="Number of the offer to write; the best without it.")
@click.option("--seed", default=1, show_default=True, help="The same seed and iteration limit give the same offers.")
@click.option("--time-limit", default=9.0, show_default=True, type=click.FloatRange(0.1), help="Seconds.")
@click.option("--iteration-limit", type=click.IntRange(1), help="Most tours priced.")
@out_option(required=False)
@click.option("--report", "report_path", type=OutFile(), help="File for the offers (JSON).")
@click.option("--json", "as_json", is_flag=True, help="Print the offers as one JSON object.")
def repair_command(
    roster_path: str,
    requirement_path: str | None,
    agents_path: str,
    plan_path: str,
    absent: Sequence[str],
    leave: Sequence[str],
    absences_path: str | None,
    now_text: str | None,
    days: Sequence[date],
    locks_path: str | None,
    past_path: str | None,
    wishes_path: str | None,
    offers: int,
    people: int | None,
    take: int | None,
    seed: int,
    time_limit: float,
    iteration_limit: int | None,
    out: str | None,
    report_path: str | None,
    as_json: bool,
) -> None:
    """Repair the published ROSTER after sickness, late leave or a new requirement: ranked, legal, priced offers.

    Nothing before --now changes. The best offer, or that of --take, is written to --out.
    """
    from wfm.errors import DataError
    from wfm.io.plan_file import read_plan
    from wfm.io.read import read_agents, read_requirement, read_roster, read_wishes
    from wfm.io.repairs import repair_report
    from wfm.io.write import write_json, write_roster
    from wfm.judging import judge
    from wfm.repairing import repair_problem
    from wfm.roster import repair

    plan = read_plan(plan_path)
    zone = plan.site.zone
    agents = read_agents(agents_path)
    roster = read_roster(roster_path, zone=zone)
    past = read_roster(past_path, zone=zone) if past_path else None
    locks = read_roster(locks_path, zone=zone).shifts if locks_path else ()
    wishes = read_wishes(wishes_path) if wishes_path else ()
    requirement = read_requirement(requirement_path, zone=zone) if requirement_path else None
    now, absences = _when(now_text, zone, roster, absent, leave, absences_path)
    if not absences and requirement is None:
        raise DataError("nothing to repair", remedy="Give --absent, --leave, --absences or a new --requirement.")
    problem = repair_problem(roster, agents, plan, requirement, past=past, locks=locks, wishes=wishes)
    with stop_on_interrupt() as should_stop:
        result = repair(
            roster,
            problem,
            absences,
            now=now,
            prices=plan.repair,
            days=days or None,
            offers=offers,
            people=people,
            seed=seed,
            time_limit=time_limit,
            iteration_limit=iteration_limit,
            on_offer=_say_found,
            should_stop=should_stop,
        )
    if take is not None and take > len(result.offers):
        raise DataError("there is no such offer", value=take, remedy=f"There are {len(result.offers)}.")
    taken = result.offers[take - 1] if take is not None else result.best
    violations = judge(taken.roster, agents, plan, past)
    report = repair_report(result, taken if out else None, violations)
    if report_path:
        write_json(report, report_path)
    if as_json:
        write_json(report, "-")
    else:
        _print(result, err=out == "-")
    if out:
        write_roster(taken.roster, out)
        _say_written(taken, violations, out)


def _when(
    now_text: str | None,
    zone_name: str,
    roster: Roster,
    absent: Sequence[str],
    leave: Sequence[str],
    absences_path: str | None,
) -> tuple[datetime, tuple[Absence, ...]]:
    """Now, and who cannot come. Where the clock is past all that is to be repaired, now is where that begins."""
    from datetime import UTC, datetime

    from wfm.errors import DataError
    from wfm.intervals import zone_of
    from wfm.io.absences import instant, parse_absences, read_absences

    zone = zone_of(zone_name)
    try:
        now = instant(now_text, zone) if now_text else datetime.now(UTC)
    except ValueError:
        raise DataError("--now is no time", value=now_text, remedy="Write it as 2026-11-16T08:05.") from None
    today = now.astimezone(zone).date()
    absences = [
        *(a for text in absent for a in parse_absences(text, zone_name, today)),
        *(a for text in leave for a in parse_absences(text, zone_name, today, "leave")),
        *(read_absences(absences_path, zone_name) if absences_path else ()),
    ]
    if now_text is None:
        ends = [a.end for a in absences] or [s.end for s in roster.shifts]
        if ends and max(ends) <= now:
            now = min([a.start for a in absences] or [s.start for s in roster.shifts])
            say(f"note: all of this lies in the past; now is taken to be {now.astimezone(zone):%Y-%m-%d %H:%M} (--now)")
    return now, tuple(absences)


def _say_found(offer: Offer, seconds: float) -> None:
    people = f"{offer.people} {'person' if offer.people == 1 else 'people'}"
    say(f"{seconds:5.1f} s  {offer.kind}: net {offer.net:+,.0f}, {offer.cover_gained_hours:+.1f} h of cover, {people}")


def _print(result: RepairResult, *, err: bool) -> None:
    lines = _lines(result)
    click.echo("\n".join(lines), err=err)


def _lines(result: RepairResult) -> list[str]:
    for idle in result.idle_absences:
        say(f"note: {idle.agent} has no work to miss from {idle.start:%Y-%m-%d %H:%M} UTC on")
    lines = [
        f"{len(result.absences)} absent, {result.lost_hours:.1f} agent-hours lost; "
        f"at most {result.people_allowed} people touched; prices in points"
    ]
    for offer in result.offers:
        lines += ["", *_offer_lines(offer, result.published.zone)]
    return lines


def _offer_lines(offer: Offer, zone_name: str) -> list[str]:
    from wfm.intervals import zone_of

    head = (
        f"offer {offer.number} ({offer.kind}): "
        f"net {offer.net:+,.1f} = gain {offer.gain:,.1f} - price {offer.price:,.1f}; "
        f"{offer.cover_gained_hours:+.2f} agent-hours of cover, {offer.short_after_hours:.1f} still short; "
        f"{offer.people} touched; {len(offer.violations)} rule violations"
    )
    if not offer.changes:
        return [head, f"  {offer.words}"]
    lines, zone = [head], zone_of(zone_name)
    reasons = {t.agent: t.reasons for t in offer.touched}
    for agent in dict.fromkeys(c.agent for c in offer.changes):
        for c in (c for c in offer.changes if c.agent == agent):
            lines.append(f"  {agent} {c.day:%a %d %b}: {c.words} [{c.kind.value} {c.price:g}]")
        lines.append(f"      why: {'; '.join(reasons[agent])}")
    gains = sorted(offer.cover, key=lambda g: -abs(g.agent_hours))[:INTERVALS_SHOWN]
    shown = ", ".join(
        f"{g.start.astimezone(zone):%a %H:%M}-{g.end.astimezone(zone):%H:%M} {g.work} {g.agents:+.2g}"
        for g in sorted(gains, key=lambda g: (g.start, g.work))
    )
    more = f" and {len(offer.cover) - len(gains)} more" if len(offer.cover) > len(gains) else ""
    lines.append(f"  cover: {shown}{more}" if shown else "  cover: none gained or lost")
    terms = ", ".join(f"{name} {value:+.1f}" for name, value in offer.terms.items() if value)
    return [*lines, f"  terms: {terms}"]


def _say_written(offer: Offer, violations: Sequence[Violation], out: str) -> None:
    for v in violations:
        say(f"{v.kind} {v.rule}: {v.agent} {v.date or ''}: {v.message}")
    say(f"offer {offer.number} in {out}: version {offer.roster.version}, {len(violations)} rule violations")
