"""Sentences that stand over the pictures of a study, the same in the report and on the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wfm.io.study_service_tables import changes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wfm.types.study import Study

BAND = "Points are the mean of the simulated weeks, lines hold nine of ten weeks, the stroke across is the goal."
GAIN = (
    "People at work (no absence) that the teams must be able to field, each at its own peak. Right of zero a cause "
    "saves people, left of it it asks for more; the number beside the name is the sum. The occupancy cap keeps people "
    "from being busy all the time, and takes part of the saving of large teams away."
)
CURVE = (
    "How many agents the departments need where only some of their people are cross-skilled, found by simulation. "
    "Where a line runs flat, training more people brings nothing more."
)
NAMED = 5  # losers named in words


def how_simulated(study: Study) -> str:
    """How the service was found, in words; the study holds at least one simulated scenario."""
    played = next(s.simulated for s in study.simulated if s.simulated is not None)
    return (
        f"The roster of each model played {played.replications} times against contacts drawn from the forecast, the "
        f"same contacts and random numbers for every model; {played.absence:.1%} of the shifts fall out. A contact "
        "counts where it comes first, wherever it is served."
    )


def who_loses(study: Study) -> tuple[str, ...]:
    """Who certainly gets worse service than under the first scenario, under which model, the worst first."""
    found = changes(study)
    certain = [(model, c) for model, c in found if c.loses]
    first = study.models[0]
    alike = {m for m, _ in found} - {m for m, _ in certain}
    if not certain:
        return (f"Against {first} nobody certainly loses under any model: every fall in service may be chance.",)
    worst = "; ".join(f"{c.name} under {model} ({c.before:.1%} to {c.after:.1%})" for model, c in certain[:NAMED])
    more = f"; and {len(certain) - NAMED} more" if len(certain) > NAMED else ""
    told = [f"Against {first} these certainly get worse service, the worst first: {worst}{more}."]
    if alike:
        told.append(f"Nobody certainly loses under {_listed([m for m in study.models if m in alike])}.")
    return tuple(told)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def told(study: Study, against: str | None) -> tuple[str, ...]:
    """The sentences of the advice on what ``against`` brings, and on no model in particular."""
    others = [re.compile(rf"\b{re.escape(m)}\b") for m in study.models[1:] if m != against]
    return tuple(text for text in study.advice if not any(other.search(text) for other in others))


def sentences(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text with a capital at its beginning: some begin with the name of a model."""
    return tuple(text[:1].upper() + text[1:] for text in texts)
