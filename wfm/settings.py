"""Every setting of the program: its environment variable, default and meaning. Documentation is made from this list.

What belongs to a week of planning stands in the plan file instead (:mod:`wfm.io.plan_file`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfm.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEVELOPMENT_KEY = "development-key-not-for-a-public-address"


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a person can set: ``name`` in code, ``variable`` in the environment."""

    name: str
    variable: str
    default: str
    help: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "database_url",
        "WFM_DATABASE_URL",
        "sqlite:///wfm.db",
        "Where data is kept: an SQLAlchemy address, sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME.",
    ),
    Setting(
        "secret_key",
        "WFM_SECRET_KEY",
        DEVELOPMENT_KEY,
        "Signs the session cookies. Set a long random text before anyone else can reach the server.",
    ),
    Setting("host", "WFM_HOST", "127.0.0.1", "Address that `wfm serve` listens on."),
    Setting("port", "WFM_PORT", "8000", "Port that `wfm serve` listens on."),
    Setting(
        "https",
        "WFM_HTTPS",
        "no",
        "yes where a proxy serves the site under HTTPS: cookies are then sent over HTTPS only.",
    ),
    Setting(
        "executor",
        "WFM_EXECUTOR",
        "processes",
        "Where independent work runs: serial, threads, processes, processes:N or the address of a Dask scheduler. "
        "Where it is not set, `wfm simulate` plays here, and `wfm compare` without agents runs in threads.",
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force."""

    database_url: str
    secret_key: str
    host: str
    port: int
    https: bool
    executor: str


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment such as ``os.environ``, with defaults.

    Raises:
        ConfigError: A value cannot be read.
    """
    raw = {s.name: environment.get(s.variable, "").strip() or s.default for s in SETTINGS}
    if not raw["port"].isdigit() or not 0 < int(raw["port"]) < 65536:
        raise ConfigError(f"WFM_PORT is a port between 1 and 65535, not {raw['port']!r}.")
    if raw["https"].lower() not in {"yes", "no"}:
        raise ConfigError(f"WFM_HTTPS is yes or no, not {raw['https']!r}.")
    return Settings(
        database_url=raw["database_url"],
        secret_key=raw["secret_key"],
        host=raw["host"],
        port=int(raw["port"]),
        https=raw["https"].lower() == "yes",
        executor=raw["executor"],
    )
