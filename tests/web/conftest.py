"""Fixtures of the page tests: one planned week in a real database, an application on it, people who are signed in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from web_world import NOW, PASSWORD, World, build_world, token_of

from web.app import create_app
from wfm.settings import read_settings


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> World:
    return build_world(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def chromium():
    from browser import CHROMIUM, FLAGS
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def settings(world):
    return replace(read_settings({}), database_url=world.url, secret_key="k" * 32)


@pytest.fixture
def app(settings):
    app = create_app(settings, clock=lambda: NOW)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.extensions["wfm.engine"].dispose()


@pytest.fixture
def sign_in(app):
    """Sign a role in and give its client."""

    def enter(name, password=PASSWORD, client=None, **arguments):
        client = client or app.test_client()
        form = {"name": name, "password": password, "csrf_token": token_of(client.get("/login").text)}
        client.answer = client.post("/login", data=form, **arguments)
        return client

    return enter
