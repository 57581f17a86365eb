"""A loaded database and a user of each role."""

from __future__ import annotations

import pytest
from builders_storage import NOW
from site_files import write_site
from template_databases import BACKENDS, migrated

from wfm.services import load
from wfm.services.users import SYSTEM
from wfm.storage import Role, User, open_engine, read_session, users, write_session

USERS = (
    ("agent", Role.AGENT, "a1"),
    ("other", Role.AGENT, "b2"),
    ("planner", Role.PLANNER, None),
    ("manager", Role.MANAGER, None),
    ("admin", Role.ADMIN, None),
)


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory):
    """The files of the site."""
    return write_site(tmp_path_factory.mktemp("files") / "site")


@pytest.fixture(params=BACKENDS)
def loaded(request, databases_of, site_folder):
    """A database of the test's own into which the files are loaded, with a user of each role."""
    databases = databases_of(request.param)

    def fill(url):
        engine = open_engine(url)
        with write_session(engine) as session:
            load(session, SYSTEM, site_folder, now=NOW)
            for name, role, linked in USERS:
                # Not through add_user: a slow hash of a password that no test types would cost a second each.
                more = {"password_hash": "none", "session_key": name, "now": NOW}
                users.add(session, name=name, role=role, agent=linked, **more)
        engine.dispose()

    template = databases.template("loaded", fill, migrated(databases))
    with databases.copy(template) as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def people(loaded) -> dict[str, User]:
    """The users: `agent` is a1, `other` is b2."""
    with read_session(loaded) as session:
        return {user.name: user for user in users.every(session)}
