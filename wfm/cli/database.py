"""`wfm db`, `wfm user`, `wfm load`, `wfm dump` and `wfm serve`: everything that uses the database."""

from __future__ import annotations

import click

from wfm.cli.options import say, settings

ROLES = ("agent", "planner", "manager", "admin")


@click.group("db")
def db_command() -> None:
    """Manage the database named by WFM_DATABASE_URL."""


@db_command.command("upgrade")
def db_upgrade() -> None:
    """Create the tables, or bring them to this version."""
    from wfm.storage import upgrade

    upgrade(settings().database_url)
    say("the database is up to date")


@click.group("user")
def user_command() -> None:
    """Manage the people who can sign in."""


@user_command.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the person may see and do.")
@click.option("--agent", help="The agent whose week this person sees.")
@click.password_option(help="Asked for without it.")
def user_add(name: str, role: str, agent: str | None, password: str) -> None:
    """Add a person who can sign in."""
    from wfm.services.users import SYSTEM, add_user
    from wfm.storage import Role, open_engine, upgrade, write_session

    url = settings().database_url
    upgrade(url)
    with write_session(open_engine(url)) as session:
        add_user(session, SYSTEM, name, password, Role(role), agent=agent)
    say(f"{name} can sign in as {role}")


@click.command("load")
@click.argument("directory")
def load_command(directory: str) -> None:
    """Load the files of DIRECTORY (plan.toml, agents.csv, history.csv.gz, forecast.csv, rosters) into the database."""
    from wfm.services import load
    from wfm.services.users import SYSTEM
    from wfm.storage import open_engine, upgrade, write_session

    url = settings().database_url
    upgrade(url)
    with write_session(open_engine(url)) as session:
        say(str(load(session, SYSTEM, directory)))


@click.command("dump")
@click.argument("directory")
def dump_command(directory: str) -> None:
    """Write what the database holds as files into DIRECTORY: what `wfm load` reads."""
    from wfm.services import dump
    from wfm.services.users import SYSTEM
    from wfm.storage import open_engine, read_session, upgrade

    url = settings().database_url
    upgrade(url)
    with read_session(open_engine(url)) as session:
        for path in dump(session, SYSTEM, directory):
            say(str(path))


@click.command("serve")
@click.option("--host", help="Address to listen on. Default: WFM_HOST, else 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port. Default: WFM_PORT, else 8000.")
@click.option("--database", help="A file such as demo/wfm.db, or an address. Default: WFM_DATABASE_URL.")
def serve_command(host: str | None, port: int | None, database: str | None) -> None:
    """Serve the web application."""
    from dataclasses import replace

    from web.server import refuse_unsafe_settings, serve
    from wfm.storage import upgrade

    chosen = settings()
    url = f"sqlite:///{database}" if database and "://" not in database else database
    chosen = replace(
        chosen, host=host or chosen.host, port=port or chosen.port, database_url=url or chosen.database_url
    )
    refuse_unsafe_settings(chosen)
    upgrade(chosen.database_url)
    say(f"wfm on http://{chosen.host}:{chosen.port} (Ctrl-C ends)")
    serve(chosen)
