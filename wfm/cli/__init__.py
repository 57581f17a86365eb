"""The command line: thin commands, files in and files out. Every error is one line, and exit code 2."""

from __future__ import annotations

import importlib
import os
from typing import Any

import click

from wfm import __version__
from wfm.errors import WfmError

# Command -> module that holds it; a module (and what it imports) is loaded only when its command runs.
_COMMANDS = {
    "demo": "wfm.cli.demo",
    "forecast": "wfm.cli.forecasting",
    "backtest": "wfm.cli.forecasting",
    "long-range": "wfm.cli.forecasting",
    "reforecast": "wfm.cli.reforecasting",
    "score": "wfm.cli.reforecasting",
    "require": "wfm.cli.staffing",
    "roster": "wfm.cli.rostering",
    "check": "wfm.cli.rostering",
    "explain": "wfm.cli.explaining",
    "repair": "wfm.cli.repairing",
    "simulate": "wfm.cli.simulating",
    "outlook": "wfm.cli.outlooking",
    "compare": "wfm.cli.comparing",
    "track": "wfm.cli.tracking",
    "export": "wfm.cli.exporting",
    "plan": "wfm.cli.planfile",
    "rules": "wfm.cli.planfile",
    "settings": "wfm.cli.planfile",
    "db": "wfm.cli.database",
    "user": "wfm.cli.database",
    "load": "wfm.cli.database",
    "dump": "wfm.cli.database",
    "serve": "wfm.cli.database",
}


class _Commands(click.Group):
    """Loads commands lazily and turns wfm's errors into one line and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Commands in the order in which they are used."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        name = f"{cmd_name.replace('-', '_')}_command"
        command: click.Command = getattr(importlib.import_module(_COMMANDS[cmd_name]), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        # Our matrices are small: threads of the linear algebra cost six times what they bring. Set before numpy loads.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        try:
            return super().invoke(ctx)
        except WfmError as error:
            click.echo(f"wfm: {' '.join(str(error).split())}", err=True)
            ctx.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="wfm")
def main() -> None:
    """Workforce management for customer contact: forecast, staff, roster and compare."""
