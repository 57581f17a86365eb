"""What the forecasting commands share: changes by people from a file, and notes told briefly."""

from __future__ import annotations

from contextlib import contextmanager
from math import isfinite, nan
from typing import TYPE_CHECKING, Any, TypeVar

import click

from wfm.cli.options import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from wfm.forecast.new_queue import NewQueue
    from wfm.types import Forecast
    from wfm.types.changes import ForecastChange

C = TypeVar("C", bound="Callable[..., Any]")
# A line of notes is cut here, unless all of them are asked for.
LINE = 200


def all_notes_option(command: C) -> C:
    """--all-notes."""
    return click.option("--all-notes", is_flag=True, help="Tell every assumption in full, not one line a queue.")(
        command
    )


def read_changes(path: str, zone: str) -> tuple[ForecastChange, ...]:
    """The changes by people in a file; those that bear no time were made now."""
    from datetime import UTC, datetime

    from wfm.io.adjustments import read_adjustments

    return read_adjustments(path, zone=zone, now=datetime.now(UTC).replace(microsecond=0))


@contextmanager
def naming(path: str) -> Iterator[None]:
    """Errors in what a file asks for name the file."""
    from wfm.errors import DataError

    try:
        yield
    except DataError as error:
        raise (error if error.file else error.in_file(path)) from None


def check_queues(
    known: Sequence[str], added: Sequence[NewQueue], changes: Sequence[ForecastChange], changes_path: str | None = None
) -> None:
    """Refuse names that no queue has before the forecast is made, not a minute later.

    Raises:
        DataError: A new queue is like one that is not there or has the name of one that is, or a change is about one
            that is not.
    """
    from wfm.errors import DataError

    names = list(known)
    for new in added:
        if new.like not in names:
            raise DataError("no such queue to be like", value=new.like, remedy=f"Known: {', '.join(names)}.")
        if new.name in names:
            raise DataError("a new queue has the name of another", value=new.name, remedy="Give it a name of its own.")
        names.append(new.name)
    for change in changes:
        if change.queue not in names:
            remedy = f"Known: {', '.join(names)}."
            raise DataError("no such queue to change", file=changes_path, value=change.queue, remedy=remedy)


def scenarios_of(texts: Sequence[str]) -> dict[str, float]:
    """Growth scenarios from texts such as ``high=5`` (5 percent a year).

    Raises:
        click.UsageError: A text cannot be read, its number is no growth, or its name is taken.
    """
    found: dict[str, float] = {}
    for text in texts:
        name, _, number = (part.strip() for part in text.partition("="))
        try:
            percent = float(number.removesuffix("%"))
        except ValueError:
            percent = nan
        if not name or not isfinite(percent):
            raise click.UsageError(f"--growth {text!r} is not a scenario such as high=5")
        if percent <= -100:
            raise click.UsageError(f"--growth {text!r} leaves no contacts: write more than -100")
        if name in {"expected", *found}:
            raise click.UsageError(f"--growth {text!r}: there is a scenario {name} already")
        found[name] = percent / 100
    return found


def write_parts(
    forecast: Forecast, raw: Forecast, path: str | None, since_path: str | None, picture_path: str | None = None
) -> None:
    """Write the parts of each day, in numbers and drawn; with those of an earlier run also what changed since."""
    from wfm.forecast import explain_change, explain_parts
    from wfm.forecast.explain import FACTORS
    from wfm.io.explain_picture import write_picture
    from wfm.io.parts_file import read_parts
    from wfm.io.render import write_frame

    parts = explain_parts(forecast, raw)
    table, changed = parts, None
    if since_path:
        changed = explain_change(read_parts(since_path), parts)
        if changed.empty:
            say(f"note: {since_path} holds no queue and day of this forecast: it tells no change")
        table = parts.merge(changed.drop(columns="after"), on=["queue", "day"], how="left", suffixes=("", "_since"))
        told = changed.assign(size=changed["change"].abs()).nlargest(3, "size")
        for row in told[told["size"] >= 1].to_dict("records"):
            cause = max(FACTORS, key=lambda name: abs(row[f"by_{name}"]))
            say(f"changed since: {row['queue']} {row['day']}: {row['change']:+,.0f} contacts, most by {cause}")
    if picture_path:
        write_picture(picture_path, parts, forecast.totals, changed)
    if path:
        write_frame(table.assign(day=table["day"].astype(str)), path, forecast.zone)


def say_notes(
    of_file: Sequence[str], of_queues: Mapping[str, Sequence[str]] | None = None, *, everything: bool = False
) -> None:
    """Tell what was assumed: the file's notes whole, those of a queue on one line, what holds for all queues once."""
    for note in of_file:
        say(f"note: {note}")
    queues = of_queues or {}
    shared = {note for note in _first(queues) if len(queues) > 1 and all(note in notes for notes in queues.values())}
    for note in _first(queues):
        if note in shared:
            say(f"note: all queues: {note}")
    cut = False
    for queue, notes in sorted(queues.items()):
        own = [note for note in notes if note not in shared]
        if everything:
            for note in own:
                say(f"note: {queue}: {note}")
        elif own:
            line = f"note: {queue}: {'; '.join(own)}"
            cut |= len(line) > LINE
            say(line if len(line) <= LINE else f"{line[: LINE - 4].rstrip()} ...")
    if cut:
        say("note: --all-notes tells the notes in full")


def _first(queues: Mapping[str, Sequence[str]]) -> Sequence[str]:
    return next(iter(queues.values()), ())
