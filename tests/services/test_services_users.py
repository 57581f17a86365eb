"""Users: who may sign in, with what, until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from builders_storage import AGENTS, NOW, save_site

from wfm.errors import ConfigError, ConflictError, DataError, PermissionDenied
from wfm.services import audit_log, passwords
from wfm.services.users import (
    SYSTEM,
    add_user,
    authenticate,
    change_password,
    deactivate_user,
    find_user,
    list_users,
)
from wfm.storage import Role, read_session, users, write_session

PASSWORD = "several words do well"


def add(engine, name="ann", role=Role.PLANNER, **more):
    with write_session(engine) as session:
        return add_user(session, SYSTEM, name, PASSWORD, role, **{"now": NOW, **more})


def log(engine):
    with read_session(engine) as session:
        return [(e.actor, e.action, e.subject_id) for e in audit_log(session, SYSTEM)]


def test_a_user_signs_in_with_name_in_any_case_and_password(engine):
    added = add(engine, " Ann ")
    assert authenticate(engine, "ANN", PASSWORD, now=NOW) == added
    assert (added.name, added.role, added.agent) == ("ann", Role.PLANNER, None)


@pytest.mark.parametrize(
    ("name", "password"), [("ann", "wrong words"), ("bob", PASSWORD), ("", ""), ("ann", "x" * 9999)]
)
def test_nobody_signs_in_otherwise(engine, name, password):
    add(engine)
    assert authenticate(engine, name, password, now=NOW) is None


def test_no_name_tells_by_its_time_whether_it_exists(engine, monkeypatch):
    """One hash of the same cost is verified for a right password, a wrong one, nobody's name and a closed account."""
    add(engine)
    add(engine, "gone")
    with write_session(engine) as session:
        deactivate_user(session, SYSTEM, "gone", now=NOW)
    verified = []
    verify = PasswordHasher.verify

    def counted(self, kept, password):
        verified.append(kept.split("$")[1:4])
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for name, password in (("ann", PASSWORD), ("ann", "wrong words"), ("nobody", PASSWORD), ("gone", PASSWORD)):
        authenticate(engine, name, password, now=NOW)
    assert len(verified) == 4
    assert verified == [verified[0]] * 4


def test_passwords_are_kept_as_argon2id_only(engine):
    user = add(engine)
    with read_session(engine) as session:
        kept = users.password_hash(session, user.id)
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


def test_a_hash_of_weaker_parameters_is_renewed_at_sign_in(engine):
    user = add(engine)
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with write_session(engine) as session:
        users.set_password(session, user.id, weak)
    assert authenticate(engine, "ann", "wrong words", now=NOW) is None
    with read_session(engine) as session:
        assert users.password_hash(session, user.id) == weak
    assert authenticate(engine, "ann", PASSWORD, now=NOW) == user
    with read_session(engine) as session:
        assert not passwords.is_outdated(users.password_hash(session, user.id))
    assert authenticate(engine, "ann", PASSWORD, now=NOW) == user


def test_every_attempt_is_audited_but_no_strange_name_is_kept(engine):
    add(engine)
    authenticate(engine, "ann", PASSWORD, now=NOW)
    authenticate(engine, "ann", "wrong words", now=NOW)
    authenticate(engine, "my secret typed in the wrong box", "x", now=NOW)
    assert log(engine) == [
        ("unknown", "failed sign in", "unknown"),
        ("ann", "failed sign in", "ann"),
        ("ann", "sign in", "ann"),
        ("system", "add", "ann"),
    ]


def test_a_session_ends_with_a_change_of_password(engine):
    user = add(engine)
    with write_session(engine) as session:
        changed = change_password(session, user, PASSWORD, "other words entirely", now=NOW + timedelta(days=1))
    with read_session(engine) as session:
        assert find_user(session, user.id, user.session_key) is None
        assert find_user(session, user.id, changed.session_key) == changed
        assert find_user(session, 999, changed.session_key) is None
    assert authenticate(engine, "ann", PASSWORD, now=NOW) is None
    assert authenticate(engine, "ann", "other words entirely", now=NOW) == changed
    assert ("ann", "change password", "ann") in log(engine)


def test_changing_a_password_needs_the_present_one(engine):
    user = add(engine)
    with pytest.raises(PermissionDenied), write_session(engine) as session:
        change_password(session, user, "wrong words", "other words entirely", now=NOW)
    assert authenticate(engine, "ann", PASSWORD, now=NOW) == user


def test_a_deactivated_user_is_out_at_once(engine):
    user = add(engine)
    with write_session(engine) as session:
        after = deactivate_user(session, SYSTEM, "Ann", now=NOW)
    assert not after.active
    with read_session(engine) as session:
        assert find_user(session, user.id, user.session_key) is None
        assert find_user(session, user.id, after.session_key) is None
    assert authenticate(engine, "ann", PASSWORD, now=NOW) is None
    with pytest.raises(PermissionDenied), write_session(engine) as session:
        change_password(session, user, PASSWORD, "other words entirely", now=NOW)


def test_an_administrator_cannot_lock_themselves_out(engine):
    admin = add(engine, "root", Role.ADMIN)
    with pytest.raises(ConfigError, match="themselves"), write_session(engine) as session:
        deactivate_user(session, admin, "root", now=NOW)


@pytest.mark.parametrize("role", [Role.AGENT, Role.PLANNER, Role.MANAGER])
def test_only_administrators_manage_users(engine, role):
    user = add(engine, role=role)
    with pytest.raises(PermissionDenied), write_session(engine) as session:
        add_user(session, user, "bob", PASSWORD, Role.ADMIN, now=NOW)
    with pytest.raises(PermissionDenied), write_session(engine) as session:
        deactivate_user(session, user, "ann", now=NOW)
    with read_session(engine) as session:
        with pytest.raises(PermissionDenied):
            list_users(session, user)
        with pytest.raises(PermissionDenied):
            audit_log(session, user)
        assert list_users(session, SYSTEM) == (user,)


@pytest.mark.parametrize(
    ("name", "password", "role"),
    [
        ("", PASSWORD, "planner"),
        ("system", PASSWORD, "planner"),
        ("a\nb", PASSWORD, "planner"),
        ("x" * 101, PASSWORD, "planner"),
        ("ann", "short", "planner"),
        ("annabella.smith", "AnnaBella.Smith", "planner"),
        ("ann", "x" * 1025, "planner"),
        ("ann", PASSWORD, "boss"),
    ],
)
def test_a_name_password_or_role_that_will_not_do_is_refused(engine, name, password, role):
    with pytest.raises(ConfigError), write_session(engine) as session:
        add_user(session, SYSTEM, name, password, role, now=NOW)
    with read_session(engine) as session:
        assert list_users(session, SYSTEM) == ()
    assert log(engine) == []


def test_a_user_is_linked_to_one_agent(engine):
    with write_session(engine) as session:
        save_site(session, AGENTS)
    assert add(engine, role=Role.AGENT, agent="a1").agent == "a1"
    with pytest.raises(ConflictError):
        add(engine, "bob", agent="a1")
    with pytest.raises(ConflictError):
        add(engine)
    with pytest.raises(DataError):
        add(engine, "bob", agent="nobody")


def test_the_clock_is_read_where_none_is_given(engine):
    before = datetime.now(UTC)
    add(engine, now=None)
    with read_session(engine) as session:
        (entry,) = audit_log(session, SYSTEM)
    assert before <= entry.at <= datetime.now(UTC)
    assert (entry.before, entry.after) == (None, {"role": "planner", "agent": None, "active": True})


def test_a_user_from_elsewhere_cannot_be_made_up(engine):
    user = add(engine)
    with read_session(engine) as session:
        assert find_user(session, user.id, replace(user, session_key="guessed").session_key) is None
        assert find_user(session, user.id, "ü") is None
