"""A database in which nothing has been loaded yet: every page names the next step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from web_world import NOW, PASSWORD, token_of

from web.app import create_app
from wfm.services.users import SYSTEM, add_user
from wfm.settings import read_settings
from wfm.storage import Role, open_engine, upgrade, write_session


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('empty') / 'wfm.db'}"
    upgrade(url)
    engine = open_engine(url)
    with write_session(engine) as session:
        add_user(session, SYSTEM, "planner", PASSWORD, Role.PLANNER, now=NOW)
    engine.dispose()
    app = create_app(replace(read_settings({}), database_url=url, secret_key="k" * 32), clock=lambda: NOW)
    client = app.test_client()
    form = {"name": "planner", "password": PASSWORD, "csrf_token": token_of(client.get("/login").text)}
    assert client.post("/login", data=form).status_code == 302
    yield client
    app.extensions["wfm.engine"].dispose()


@pytest.mark.parametrize(
    ("address", "next_step"),
    [
        ("/", "wfm load DIRECTORY"),
        ("/roster/", "wfm roster"),
        ("/forecast/", "wfm forecast"),
        ("/compare/", "wfm compare"),
        ("/my-week/", "not linked to an agent"),
    ],
)
def test_empty_page_names_the_next_step(client, address, next_step):
    answer = client.get(address)
    assert answer.status_code == 200
    assert next_step in answer.text


def test_publishing_what_is_not_there_is_refused_in_words(client):
    token = token_of(client.get("/").text)
    for form in ({}, {"week": "2026-10-19", "version": "1", "model": "pooled"}, {"week": "x", "version": "1"}):
        answer = client.post("/roster/publish", data=form | {"csrf_token": token})
        assert answer.status_code in {400, 404, 409}, form
        assert "Something failed" not in answer.text
