"""Security headers stand on every response; only versioned files are kept by browsers."""

from __future__ import annotations

import pytest

from web.assets import missing_assets
from web.headers import CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("address", ["/login", "/", "/nowhere", "/static/app.css", "/static/nothing.css", "/health"])
def test_every_response_bears_the_headers(app, address):
    with app.test_client().get(address) as answer:
        assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_failures_bear_the_headers_and_tell_nothing(app):
    from web.access import public

    def fail():
        raise RuntimeError("the secret inside")

    app.add_url_rule("/fail", "fail", public(fail))
    answer = app.test_client().get("/fail")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_policy_allows_nothing_by_default_and_nothing_unsafe():
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none';")
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert "*" not in CONTENT_SECURITY_POLICY


def test_pages_are_not_stored_and_versioned_files_are(app):
    client = app.test_client()
    assert client.get("/login").headers["Cache-Control"] == "no-store"
    with client.get("/static/app.css?v=1") as versioned, client.get("/static/app.css") as plain:
        assert "immutable" in versioned.headers["Cache-Control"]
        assert "immutable" not in plain.headers["Cache-Control"]


def test_pages_name_their_files_with_a_version(app):
    page = app.test_client().get("/login").text
    assert "/static/app.css?v=" in page
    if not missing_assets():
        assert "/static/vendor/bootstrap.min.css?v=" in page


def test_pages_hold_no_inline_script_or_style(sign_in):
    import re

    client = sign_in("planner")
    for address in ("/", "/roster/", "/roster/?view=table", "/roster/agent/B1", "/forecast/", "/compare/", "/account"):
        page = client.get(address).text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page), address
        scripts = re.findall(r"<script([^>]*)>", page)
        assert all("src=" in s or 'type="application/json"' in s for s in scripts), address
