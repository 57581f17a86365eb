"""`wfm plan`, `wfm rules` and `wfm settings`: what can be set, from the data the program itself uses."""

from __future__ import annotations

import json

import click


@click.command("plan")
@click.option("--schema", "what", flag_value="schema", help="The JSON schema of the plan file.")
@click.option("--example", "what", flag_value="example", default=True, help="A commented example.")
@click.option("--check", "path", help="Read a plan file and say what is wrong with it.")
def plan_command(what: str, path: str | None) -> None:
    """Print what a plan file holds, or check one."""
    from wfm.io.plan_file import example_plan, plan_schema, read_plan

    if path:
        plan = read_plan(path)
        click.echo(
            f"{path}: {len(plan.queues)} queues, {len(plan.contracts)} contracts, {len(plan.shifts)} shifts: good"
        )
    elif what == "schema":
        click.echo(json.dumps(plan_schema(), indent=2))
    else:
        click.echo(example_plan(), nl=False)


@click.command("rules")
@click.option("--markdown", "what", flag_value="markdown", default=True, help="As a page (what is printed without it).")
@click.option("--json", "what", flag_value="json", help="As data: name, kind, parameters, legal source, sentence.")
@click.option("-o", "--out", default="-", show_default=True, help="File to write; - for standard output.")
def rules_command(what: str, out: str) -> None:
    """The catalogue of rules with their numbers and legal sources, a preset each."""
    from wfm.io.files import write_bytes
    from wfm.roster import rule_catalogue, rule_catalogue_markdown

    text = json.dumps(rule_catalogue(), indent=2) if what == "json" else rule_catalogue_markdown()
    write_bytes(out, f"{text.rstrip()}\n".encode())


@click.command("settings")
def settings_command() -> None:
    """Print every setting: environment variable, default, meaning."""
    from wfm.settings import SETTINGS

    for setting in SETTINGS:
        click.echo(f"{setting.variable:<20} {setting.help} Default: {setting.default}")
