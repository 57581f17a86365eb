"""Each role signs in with a real Chromium on a real server and sees its page, without one console message."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest
from browser import assert_no_sideways_scroll, needs_chromium, served, signed_in, watched

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def address(world):
    with served(world.url) as found:
        yield found


@pytest.fixture(scope="module")
def cookies(chromium, address):
    """The cookies of a role, which signs in with the form once."""
    kept = {}

    def of(role):
        if role not in kept:
            kept[role] = signed_in(chromium, address, role)
        return kept[role]

    return of


@pytest.fixture
def visit(chromium, address, cookies):
    """The start page of a role."""

    @contextmanager
    def start(role, **options):
        with watched(chromium, address, cookies(role), **options) as page:
            page.goto("/")
            yield page

    return start


def test_planner_sees_the_roster_with_breaks_inside_shifts(visit):
    with visit("planner") as page:
        page.click("nav >> text=Roster")
        page.wait_for_selector("[data-body] svg .bar")
        bars = page.locator("[data-body] rect.bar").count()
        assert bars >= 40
        assert page.locator(".grid-names li a").count() == 10
        boxes = """(selector) => [...document.querySelectorAll(selector)].map((e) => {
            const b = e.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; })"""
        shifts = page.evaluate(boxes, "[data-body] rect.bar")
        rests = page.evaluate(boxes, "[data-body] .bar-meal, [data-body] .bar-break")
        assert len(rests) >= 40
        for left, top, right, bottom in rests:
            assert any(a <= left + 0.1 and b <= top and right <= c + 0.1 and bottom <= d for a, b, c, d in shifts)
        assert_no_sideways_scroll(page)


def test_coverage_is_read_with_the_keyboard(visit):
    with visit("planner") as page:
        page.goto("/roster/?model=departmental")
        page.wait_for_selector("[data-body] svg .bar")
        readout = page.locator("[data-readout]")
        page.focus("[data-head]")
        page.keyboard.press("Home")
        first = readout.text_content()
        assert re.match(r"Mon 19 08:00: required \d+\.\d, scheduled \d+\.\d", first)
        page.keyboard.press("ArrowRight")
        assert readout.text_content().startswith("Mon 19 08:15: ")
        page.keyboard.press("End")
        assert re.match(r"Sun 25 1[78]:45: required", readout.text_content())


def test_coverage_is_read_with_the_mouse(visit):
    with visit("planner") as page:
        page.goto("/roster/?view=day&day=2026-10-20")
        page.wait_for_selector("[data-body] svg .bar")
        box = page.locator("[data-head]").bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 80)
        assert re.match(r"Tue 20 1\d:\d\d: required", page.locator("[data-readout]").text_content())


def test_shifts_are_walked_with_the_keyboard_and_enter_opens_the_agent(visit):
    with visit("planner") as page:
        page.goto("/roster/?model=departmental")
        page.wait_for_selector("[data-body] svg .bar")
        page.focus("[data-body]")
        page.keyboard.press("ArrowRight")
        readout = page.locator("[data-readout]").text_content()
        assert re.match(r"Bay Four, \w{3} \d+ \d\d:\d\d–\d\d:\d\d, \d+\.\d h paid", readout)
        page.keyboard.press("Enter")
        page.wait_for_selector("#panel #agent")
        assert page.locator("#panel h1").text_content() == "Bay Four"
        page.keyboard.press("Escape")
        assert page.locator("#panel #agent").count() == 0


def test_a_name_that_looks_like_markup_stays_text(visit):
    with visit("planner") as page:
        page.goto("/roster/")
        page.wait_for_selector("[data-body] svg .bar")
        assert page.locator("text='=Sea <b>\"Six\"</b>'").count() == 1
        assert page.locator(".grid-names b").count() == 0


def test_address_restores_what_was_chosen(visit):
    with visit("planner") as page:
        page.goto("/roster/?view=day&day=2026-10-21")
        page.select_option("select[name=department]", "billing")
        page.wait_for_url("**department=billing**")
        page.select_option("select[name=model]", "departmental")
        page.wait_for_url("**model=departmental**")
        page.goto(page.url)
        assert page.locator("[aria-current=page] >> text=Wed 21").count() == 1
        assert page.input_value("select[name=department]") == "billing"
        assert page.input_value("select[name=model]") == "departmental"
        assert page.locator(".grid-names li a").count() == 4


def test_planner_publishes_and_a_second_planner_gets_a_conflict(visit):
    with visit("planner") as first, visit("planner") as second:
        for page in (first, second):
            page.goto("/roster/?model=departmental")
        first.click("text=Publish version 1")
        first.wait_for_selector(".state-published")
        form = second.locator("form[action='/roster/publish'] input")
        sent = {field.get_attribute("name"): field.input_value() for field in form.all()}
        answer = second.request.post("/roster/publish", form=sent)
        assert answer.status == 409
        assert "Somebody else was first" in answer.text()


@pytest.mark.parametrize("role", ["planner", "manager"])
def test_forecast_and_comparison_draw_their_charts(visit, role):
    with visit(role) as page:
        for link, charts in (("Forecast", 2), ("Compare", 2)):
            page.click(f"nav >> text={link}")
            page.wait_for_selector("[data-chart][data-drawn]")
            page.locator("[data-drawn] canvas").nth(charts - 1).wait_for()
            assert_no_sideways_scroll(page)
            for name in page.locator("details.behind summary").all():
                name.click()
            assert page.locator("details.behind table tbody tr").count() > 10


def test_forecast_tooltip_is_drawn_without_inline_style(visit):
    with visit("planner") as page:
        page.goto("/forecast/?queue=support/voice")
        page.wait_for_selector("[data-drawn] canvas")
        box = page.locator("[data-chart=interval]").bounding_box()
        page.mouse.move(box["x"] + 400, box["y"] + 150)
        page.wait_for_timeout(300)
        assert page.locator("[data-chart=interval] > div").count() == 1  # the canvas's own; an HTML tooltip adds one


def test_agent_sees_the_week_on_a_phone_and_loads_no_charts(visit):
    with visit("agent", viewport={"width": 360, "height": 740}) as page:
        loaded = []
        page.on("request", lambda request: loaded.append(request.url))
        page.click("nav >> text=My week")
        page.wait_for_selector(".days")
        assert page.locator(".day").count() == 7
        assert page.locator("[aria-current=date] >> text=Tue 20").count() == 1
        assert re.search(r"\d\d:\d\d–\d\d:\d\d", page.locator(".days").text_content())
        assert page.locator(".part-meal").count() >= 1
        assert_no_sideways_scroll(page)
        assert not [url for url in loaded if "echarts" in url or "roster" in url]


@pytest.mark.parametrize("role", ["agent", "planner", "manager", "admin"])
def test_no_page_scrolls_sideways_on_a_phone(visit, role):
    with visit(role, viewport={"width": 360, "height": 740}) as page:
        links = [a.get_attribute("href") for a in page.locator("nav.nav-items a").all()]
        for link in [*links, "/account"]:
            page.goto(link)
            page.wait_for_load_state("networkidle")
            assert_no_sideways_scroll(page)


def test_admin_sees_accounts_and_audit(visit):
    with visit("admin") as page:
        page.click("nav >> text=Users")
        assert page.locator("tbody tr").count() >= 4
        page.click("nav >> text=Audit")
        assert "publish" in page.locator("tbody").text_content()


def test_dark_and_light_follow_the_system_and_the_person(visit):
    with visit("planner", color_scheme="dark") as page:
        background = "getComputedStyle(document.body).backgroundColor"
        dark = page.evaluate(background)
        page.click(".menu summary")
        page.click("text=Light or dark")
        assert page.evaluate(background) != dark
        page.reload()
        assert page.locator("html").get_attribute("data-bs-theme") == "light"


def test_pages_print_without_the_tools(visit):
    with visit("planner") as page:
        page.goto("/roster/")
        page.wait_for_selector("[data-body] svg .bar")
        page.emulate_media(media="print")
        assert not page.is_visible(".toolbar")
        assert not page.is_visible(".masthead")
        page.locator("[data-body] svg").nth(9).wait_for()  # one picture a row, so that pages break between rows
        assert page.locator("[data-body] rect.bar").first.is_visible()
        assert page.locator("[data-body]").bounding_box()["width"] <= 850


def test_page_language_and_title_are_told(visit):
    with visit("manager") as page:
        assert page.locator("html").get_attribute("lang") == "en"
        page.goto("/compare/")
        assert page.title() == "Compare · wfm"
