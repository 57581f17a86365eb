"""Signing in and out: sessions rotate, failures look alike and are limited, cookies are safe."""

from __future__ import annotations

from dataclasses import replace

import pytest
from web_world import NOW, PASSWORD, token_of

from web.app import create_app
from wfm.services.users import SYSTEM, add_user
from wfm.storage import Role, open_engine, write_session


def session_cookie(client):
    return client.get_cookie("wfm_session")


def test_signing_in_leads_to_the_start_page_and_out_to_the_log_in_page(sign_in):
    client = sign_in("planner")
    assert (client.answer.status_code, client.answer.location) == (302, "/")
    done = client.post("/logout", data={"csrf_token": token_of(client.get("/").text)})
    assert (done.status_code, done.location) == (302, "/login")
    assert client.get("/").status_code == 302


def test_session_is_new_after_signing_in(app, sign_in):
    client = app.test_client()
    client.get("/login")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    before, old_token = session_cookie(client).value, token_of(client.get("/login").text)
    sign_in("planner", client=client)
    assert session_cookie(client).value != before
    with client.session_transaction() as session:
        assert "planted" not in session
    assert client.post("/logout", data={"csrf_token": old_token}).status_code == 400


def test_cookie_is_unreadable_to_scripts_and_stays_on_the_site(sign_in):
    header = sign_in("planner").answer.headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Secure" not in header


def test_cookie_is_secure_and_the_browser_remembers_https_where_a_proxy_serves_it(settings):
    app = create_app(replace(settings, https=True), clock=lambda: NOW)
    client = app.test_client()
    answer = client.get("/login", base_url="https://wfm.test")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    app.extensions["wfm.engine"].dispose()


def test_every_failure_to_sign_in_looks_the_same(sign_in):
    wrong, unknown = sign_in("planner", "not the password").answer, sign_in("nobody at all").answer
    empty = sign_in("planner", "").answer
    assert wrong.status_code == unknown.status_code == empty.status_code == 401
    for answer in (wrong, unknown, empty):
        assert "do not belong together" in answer.text


def test_failures_are_limited_by_account_and_others_can_still_sign_in(sign_in):
    codes = [sign_in(name, "not the password").answer.status_code for name in ["manager", "Manager "] * 3]
    assert codes == [401] * 5 + [429]
    assert sign_in("manager").answer.status_code == 429
    assert sign_in("planner").answer.status_code == 302


@pytest.fixture
def few_per_address(monkeypatch):
    monkeypatch.setattr("web.limits.FAILURES_PER_ADDRESS", "6 per 5 minutes")


def test_failures_are_limited_by_address(few_per_address, sign_in):
    codes = [sign_in(f"nobody{i}", "not the password").answer.status_code for i in range(7)]
    assert codes == [401] * 6 + [429]
    elsewhere = {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}}
    assert sign_in("planner", **elsewhere).answer.status_code == 302


def test_signing_in_many_times_is_not_a_failure(sign_in):
    assert {sign_in("planner").answer.status_code for _ in range(7)} == {302}


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/roster/?view=day", "/roster/?view=day"),
        ("//elsewhere.test/", "/"),
        ("/\\elsewhere.test", "/"),
        ("https://elsewhere.test/", "/"),
        ("roster", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_one_stays_on_the_site(app, target, location):
    client = app.test_client()
    token = token_of(client.get("/login").text)
    form = {"name": "planner", "password": PASSWORD, "csrf_token": token}
    assert client.post("/login", query_string={"next": target}, data=form).location == location


def test_a_closed_page_comes_back_after_signing_in(app):
    location = app.test_client().get("/roster/?view=day&week=2026-10-19").location
    assert location == "/login?next=/roster/?view%3Dday%26week%3D2026-10-19"


def test_form_without_a_token_changes_nothing(sign_in):
    client = sign_in("planner")
    answer = client.post("/logout")
    assert answer.status_code == 400
    assert "out of date" in answer.text
    assert client.get("/").status_code == 200


def test_tampered_session_is_nobody(app, sign_in):
    client = sign_in("planner")
    client.set_cookie("wfm_session", session_cookie(client).value[:-2] + "xx")
    assert client.get("/").status_code == 302


def test_changed_password_ends_the_other_sessions(app, sign_in, settings):
    engine = open_engine(settings.database_url)
    with write_session(engine) as database:
        add_user(database, SYSTEM, "changer", PASSWORD, Role.PLANNER, now=NOW)
    engine.dispose()
    here, there = sign_in("changer"), sign_in("changer")
    new = "another-long-password"

    def change(old, first, second):
        token = token_of(here.get("/account").text)
        return here.post("/account", data={"csrf_token": token, "old": old, "new": first, "again": second})

    assert change("wrong", new, new).status_code == 400
    assert "differently" in change(PASSWORD, new, new + "x").text
    assert change(PASSWORD, "short", "short").status_code == 400
    assert there.get("/").status_code == 200
    assert change(PASSWORD, new, new).status_code == 200
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert sign_in("changer", new).answer.status_code == 302
