"""Each error of the engine becomes one status with a readable page."""

from __future__ import annotations

import pytest

from web.access import public
from wfm.errors import ConfigError, ConflictError, DataError, InfeasibleError, PermissionDenied, WfmError


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (DataError("a row is <odd>", remedy="Mend it.", file="x.csv", row=3), 400),
        (ConfigError("a setting is <odd>"), 400),
        (PermissionDenied("this is <odd> of you"), 403),
        (ConflictError("someone was <odd>"), 409),
        (InfeasibleError("nothing <odd> fits"), 422),
        (WfmError("something <odd>"), 500),
    ],
)
def test_error_has_its_status_and_its_sentence(app, error, status):
    def fail():
        raise error

    app.add_url_rule("/fail", "fail", public(fail))
    answer = app.test_client().get("/fail")
    assert answer.status_code == status
    assert "&lt;odd&gt;" in answer.text
    assert "<odd>" not in answer.text


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nowhere", 404, "nothing here"),
        ("/roster/?week=tomorrow", 400, "2026-11-16"),
        ("/roster/?view=sideways", 400, "Known: week, day, table"),
        ("/roster/?work=juggling", 400, "Known: all"),
        ("/roster/?department=ghosts", 400, "billing"),
        ("/roster/?week=2026-10-19&day=2026-12-24", 400, "not in this week"),
        ("/roster/?week=2031-01-06", 404, "No roster"),
        ("/roster/?model=imaginary&week=2026-10-19", 404, "No roster"),
        ("/roster/agent/ZZ", 404, "nothing here"),
        ("/forecast/?queue=nothing", 404, "nothing here"),
        ("/forecast/?week=x", 400, "cannot be read"),
        ("/compare/?against=nothing", 400, "Known: pooled"),
        ("/my-week/?week=2026-99-99", 400, "cannot be read"),
        ("/roster/publish", 405, "own buttons"),
    ],
)
def test_bad_address_is_answered_in_words(sign_in, address, status, words):
    answer = sign_in("planner").get(address)
    assert answer.status_code == status
    assert words in answer.text
