"""Every address by every role, in one table; objects of somebody else do not exist."""

from __future__ import annotations

import pytest
from web_world import ROLES, token_of

EVERYONE = {"agent", "planner", "manager", "admin"}

# endpoint: who may use it, and how to call it. An address that is not listed here fails the first test.
TABLE = {
    "static": ("public", "GET", "/static/app.css"),
    "auth.log_in": ("public", "GET", "/login"),
    "start.health": ("public", "GET", "/health"),
    "auth.account": (EVERYONE, "GET", "/account"),
    "start.show": (EVERYONE, "GET", "/"),
    "my_week.show": (EVERYONE, "GET", "/my-week/"),
    "roster.show": ({"planner", "manager"}, "GET", "/roster/"),
    "roster.agent_panel": ({"planner", "manager"}, "GET", "/roster/agent/B2"),
    "roster.publish": ({"planner"}, "POST", "/roster/publish"),
    "forecast.show": ({"planner", "manager"}, "GET", "/forecast/"),
    "compare.show": ({"planner", "manager"}, "GET", "/compare/"),
    "compare.case": ({"planner", "manager"}, "GET", "/compare/case"),
    "compare.workbook": ({"planner", "manager"}, "GET", "/compare/workbook.xlsx"),
    "admin.users": ({"admin"}, "GET", "/admin/users"),
    "admin.audit": ({"admin"}, "GET", "/admin/audit"),
    "auth.log_out": (EVERYONE, "POST", "/logout"),  # last: it ends the session of the test
}


def call(client, method, address):
    if method == "GET":
        return client.get(address)
    token = token_of(client.get("/account").text) if client.get("/account").status_code == 200 else ""
    return client.post(address, data={"csrf_token": token})


def test_table_lists_every_endpoint(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(TABLE)


@pytest.mark.parametrize("role", [None, *ROLES])
def test_every_endpoint_by_role(app, sign_in, role):
    client = sign_in(role) if role else app.test_client()
    for endpoint, (who, method, address) in TABLE.items():
        with app.test_request_context(address, method=method) as context:
            assert context.request.endpoint == endpoint
        answer = call(client, method, address)
        answer.close()  # a static file stays open until then
        seen = answer.status_code, answer.headers.get("Location", "")
        if who == "public":
            assert seen[0] in {200, 302}, endpoint
        elif role is None:
            # without a session a form has no valid token either, and is refused before anything else
            refused = seen[0] == 400 and method == "POST"
            assert refused or (seen[0] == 302 and seen[1].startswith("/login")), endpoint
        elif role in who:
            assert seen[0] in ({200} if method == "GET" else {302, 400}), (endpoint, role, seen)
        else:
            assert seen[0] == 403, (endpoint, role, seen)


def test_methods_that_change_something_are_posts_only(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint in {"auth.log_out", "roster.publish"}:
            assert rule.methods == {"POST", "OPTIONS"}


def test_view_without_a_declared_permission_is_closed(app, sign_in):
    app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    assert sign_in("planner").get("/forgotten").status_code == 403


def test_agent_asking_for_a_colleagues_week_finds_nothing(sign_in):
    client = sign_in("agent")
    assert client.get("/my-week/B1").status_code == 200
    colleague, nobody = client.get("/my-week/B2"), client.get("/my-week/ZZ")
    assert colleague.status_code == nobody.status_code == 404
    pages = [answer.text.replace(token_of(answer.text), "") for answer in (colleague, nobody)]
    assert pages[0] == pages[1]  # but for the token, which holds the second it was made in
    assert "Bay Two" not in colleague.text


def test_agent_sees_no_link_to_pages_of_others(sign_in):
    page = sign_in("agent").get("/").text
    assert "/my-week/" in page
    for address in ("/roster/", "/forecast/", "/compare/", "/admin/"):
        assert f'href="{address}' not in page


def test_manager_sees_no_publish_button_on_a_draft(sign_in):
    draft = "/roster/?model=departmental"
    assert "Publish version" in sign_in("planner").get(draft).text
    assert "Publish version" not in sign_in("manager").get(draft).text
