"""Options that several commands share, and how progress is shown."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor

    from wfm.settings import Settings

C = TypeVar("C", bound="Callable[..., Any]")


class Day(click.ParamType[date]):
    """A date as 2026-11-16."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date such as 2026-11-16", param, ctx)


class OutFile(click.ParamType[str]):
    """A file to write. Its folder is looked for before the work begins, not after it.

    Args:
        endings: What its name may end in; anything where there are none.
    """

    name = "file"

    def __init__(self, *endings: str) -> None:
        self._endings = endings

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The path as written, or a DataError where its folder is not there or its ending is another."""
        from pathlib import Path

        from wfm.errors import DataError

        folder = Path(value).parent
        if not folder.is_dir():
            raise DataError(f"there is no folder {folder}", file=str(value), remedy="Make it first.")
        if self._endings and not str(value).lower().endswith(self._endings):
            remedy = f"Name it with {' or '.join(self._endings)} at its end."
            raise DataError("a file of this kind cannot be written here", file=str(value), remedy=remedy)
        return str(value)


def zone_option(command: C) -> C:
    """--zone."""
    text = "IANA zone of times without an offset, such as Europe/Paris; UTC without it."
    return click.option("--zone", help=text)(command)


def plan_option(command: C) -> C:
    """--plan."""
    return click.option("--plan", "plan_path", required=True, help="Plan file (TOML); see `wfm plan --example`.")(
        command
    )


def agents_option(command: C) -> C:
    """--agents."""
    return click.option("--agents", "agents_path", required=True, help="Agents with contracts, skills, availability.")(
        command
    )


def out_option(*, required: bool = True) -> Callable[[C], C]:
    """-o."""
    text = "File to write (.csv, .csv.gz, .xlsx, .parquet), - for standard output."
    return click.option("-o", "--out", "out", required=required, type=OutFile(), help=text)


def executor_option(otherwise: str = "processes") -> Callable[[C], C]:
    """--executor; ``otherwise`` says in words where the command runs if nothing was chosen."""
    text = (
        f"serial, threads, processes, processes:N or tcp://HOST:PORT (Dask). Default: WFM_EXECUTOR, else {otherwise}."
    )
    return click.option("--executor", "executor_spec", help=text)


def events_option(command: C) -> C:
    """--events."""
    return click.option(
        "--events",
        "events_path",
        help="Days of your own: date, kind, name, queues. Kind `working day`: a holiday that is none here.",
    )(command)


def history_options(command: C) -> C:
    """--preset, --zone, --country, --subdivision and --events: how a history is read, and its special days."""
    preset = "Column names of an ACD export; recognised by themselves where they can be."
    region = "Region of the country, for regional holidays."
    command = click.option("--subdivision", help=region)(events_option(command))
    command = click.option("--country", help="ISO code for public holidays, such as FR.")(command)
    return click.option("--preset", help=preset)(zone_option(command))


def settings() -> Settings:
    """The settings of this process."""
    from wfm.settings import read_settings

    return read_settings(os.environ)


@contextmanager
def executor(spec: str | None, *, otherwise: str | None = None) -> Iterator[Executor]:
    """Where independent work of a command runs.

    Args:
        spec: What was asked for with the command; None for nothing.
        otherwise: Where a command runs for which nobody chose, neither with it nor with WFM_EXECUTOR; None for the
            default of the settings.
    """
    from wfm.executors import open_executor

    chosen = os.environ.get("WFM_EXECUTOR", "").strip()
    with open_executor(spec or (otherwise if otherwise and not chosen else settings().executor)) as opened:
        yield opened


def say(text: str) -> None:
    """Tell the person what happens, apart from the output."""
    click.echo(text, err=True)


@contextmanager
def stop_on_interrupt() -> Iterator[Callable[[], bool]]:
    """A question 'should I stop?' that the first Ctrl-C turns to yes; a second one ends the program."""
    asked = False

    def ask(_signal: int, _frame: object) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        say("stopping: keeping the best roster so far (Ctrl-C again to leave at once)")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)


def progress_line(best: float | None, bound: float | None, gap: float | None, seconds: float, phase: str) -> None:
    """One line of roster progress: over itself on a terminal, a plain line elsewhere."""
    parts = [f"{seconds:6.1f} s", f"{phase:<10}"]
    parts += [f"best {best:,.1f}"] if best is not None else []
    parts += [f"bound {bound:,.1f}"] if bound is not None else []
    parts += [f"gap {gap:.2%}"] if gap is not None else []
    line = "  ".join(parts)
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{line}", nl=False, err=True)
    else:
        click.echo(line, err=True)
