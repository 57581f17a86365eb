"""Law on notice: how long before a day its pattern and its times are published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wfm.roster.checker.person import Person, amount

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from wfm.types.problem import Rule
    from wfm.types.roster import Violation


def notice(person: Person, rule: Rule, times: date | None, pattern: date | None) -> Iterator[Violation]:
    """Working days that come too soon after the local days on which times and pattern were published.

    None means unknown and is not judged. One violation an agent and kind, for the first such day.
    """
    for what, published, name in (("times", times, "times_days"), ("pattern", pattern, "pattern_days")):
        least = rule.parameters[name]
        if published is None or not person.working:
            continue
        first = min(s.date for s in person.working)
        ahead = (first - published).days
        if ahead < least:
            message = f"{what} published {published}, {ahead} days ahead; the rule asks {amount(least)}"
            yield person.found(rule, first, message)
