"""`wfm serve` refuses settings with which anyone could sign in as anyone."""

from __future__ import annotations

from dataclasses import replace

import pytest
import waitress

from web.server import is_loopback, refuse_unsafe_settings, serve
from wfm.errors import ConfigError
from wfm.settings import read_settings

LOCAL = ["127.0.0.1", "127.0.0.53", "::1", "[::1]", "localhost", "LOCALHOST"]
REACHABLE = ["0.0.0.0", "::", "192.0.2.1", "wfm.test", "", "localhost.wfm.test"]


@pytest.mark.parametrize("host", LOCAL)
def test_this_machine_alone_may_use_the_default_key(host):
    assert is_loopback(host)
    refuse_unsafe_settings(replace(read_settings({}), host=host))


@pytest.mark.parametrize("host", REACHABLE)
@pytest.mark.parametrize("key", [None, "short"])
def test_an_address_others_can_reach_needs_a_key_of_its_own(host, key):
    settings = replace(read_settings({}), host=host)
    settings = settings if key is None else replace(settings, secret_key=key)
    with pytest.raises(ConfigError, match=r"WFM_SECRET_KEY.*WFM_HOST=127\.0\.0\.1"):
        refuse_unsafe_settings(settings)
    refuse_unsafe_settings(replace(settings, secret_key="8d1f" * 8))


def test_serve_refuses_before_it_listens(monkeypatch):
    monkeypatch.setattr(waitress, "serve", lambda *_, **__: pytest.fail("it listens"))
    with pytest.raises(ConfigError, match="WFM_SECRET_KEY"):
        serve(replace(read_settings({}), host="0.0.0.0"))


def test_serve_names_missing_browser_files(monkeypatch, settings):
    monkeypatch.setattr(waitress, "serve", lambda *_, **__: pytest.fail("it listens"))
    monkeypatch.setattr("web.assets.missing_assets", lambda _: ["htmx.min.js"])
    with pytest.raises(ConfigError, match=r"htmx\.min\.js.*pip install"):
        serve(settings)


def test_serve_hands_the_application_to_waitress(monkeypatch, settings):
    seen = {}
    monkeypatch.setattr("web.assets.missing_assets", lambda _: [])
    monkeypatch.setattr(waitress, "serve", lambda app, **options: seen.update(options, app=app))
    serve(replace(settings, port=8123))
    assert (seen["host"], seen["port"]) == ("127.0.0.1", 8123)
    assert seen["app"].test_client().get("/health").json == {"status": "ok"}
    seen["app"].extensions["wfm.engine"].dispose()


def test_importing_web_is_cheap():
    import subprocess
    import sys

    code = "import web, sys; print([m for m in ('flask', 'sqlalchemy', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
