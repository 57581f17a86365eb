"""A manager opens the comparison in a real Chromium and finds the whole study there, without one console message."""

from __future__ import annotations

import io
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import python_calamine
from study_example import ODD, example
from test_web_browser import CHROMIUM, FLAGS, assert_no_sideways_scroll
from waitress.server import create_server
from web_world import NOW, PASSWORD

from web.app import create_app
from web.assets import missing_assets
from wfm.io.comparison import comparison_document
from wfm.settings import read_settings
from wfm.storage import open_engine, write_session
from wfm.storage.comparisons import save_comparison

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
    pytest.mark.skipif(bool(missing_assets()), reason="browser files are not built: pip install -e ."),
]
PARTS = ["service", "losers", "resilience", "gain", "curve", "centralise", "case", "transition"]


@pytest.fixture(scope="module")
def address(world, tmp_path_factory):
    """The planned world of the other tests, copied, with the comparison that has every part."""
    copy = tmp_path_factory.mktemp("studied") / "wfm.db"
    with closing(sqlite3.connect(world.url.removeprefix("sqlite:///"))) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
    url = f"sqlite:///{copy}"
    engine = open_engine(url)
    with write_session(engine) as session:
        save_comparison(session, comparison_document(example()), requirements={}, results={}, author="test", now=NOW)
    engine.dispose()
    app = create_app(replace(read_settings({}), database_url=url, secret_key="k" * 32), clock=lambda: NOW)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)
    server.task_dispatcher.shutdown()
    app.extensions["wfm.engine"].dispose()


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def state(chromium, address):
    """The manager signs in with the form and goes to the comparison by the menu."""
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    page.goto("/login")
    page.fill("#name", "manager")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    page.click("nav >> text=Compare")
    page.wait_for_url("**/compare/")
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def visit(chromium, address, state):
    """The comparison page; any console message (a refused file is one) or script error fails the test."""
    opened = []

    def open_page(path="/compare/", **options):
        options = {"viewport": {"width": 1440, "height": 900}} | options
        context = chromium.new_context(base_url=address, storage_state=state, **options)
        page, complaints = context.new_page(), []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        page.wait_for_selector("#transition [data-chart][data-drawn]")  # the last one is drawn last
        opened.append((context, page, complaints))
        return page

    yield open_page
    for context, page, complaints in opened:
        page.wait_for_load_state("networkidle")
        context.close()
        assert complaints == []


def test_manager_sees_every_part_of_the_study_drawn(visit):
    page = visit()
    found = [s.get_attribute("id") for s in page.locator("main section[id]").all()]
    assert found == ["scenarios", "hours", *PARTS]
    for part in PARTS:
        section = page.locator(f"#{part}")
        for chart in section.locator("[data-chart]").all():
            assert chart.locator("canvas").count() == 1
            assert chart.bounding_box()["height"] >= 180
            assert chart.get_attribute("role") == "img"
            assert chart.get_attribute("aria-label")
    assert "Certainly worse served: " + ODD in page.locator("#losers").text_content()
    assert "Pilot: begin with billing" in page.locator("#centralise").text_content()
    case = page.locator("#case table").first.text_content()
    assert "net present value (EUR)" in case
    assert "paid back in month" in case
    assert_no_sideways_scroll(page)


def test_tables_unfold_with_the_keyboard(visit):
    page = visit()
    summary = page.locator("#gain details summary").first
    summary.focus()
    assert not page.locator("#gain table").first.is_visible()
    page.keyboard.press("Enter")
    assert page.locator("#gain table").first.is_visible()
    assert page.locator("#gain tbody th").first.text_content() == "departmental to chain"


def test_the_choice_of_a_model_is_in_the_address(visit):
    page = visit()
    assert page.input_value("select[name=against]") == "pooled"
    page.select_option("select[name=against]", "chain")
    page.wait_for_url("**against=chain**")
    assert page.locator("#case-title").text_content() == "Business case: departmental to chain"
    assert page.locator("#losers-title").text_content() == "Who loses under chain"


def test_links_on_the_page_lead_to_its_parts(visit):
    page = visit(reduced_motion="reduce")  # else the page scrolls smoothly, and is still on its way when looked at
    targets = [a.get_attribute("href") for a in page.locator("nav.page-parts a").all()]
    assert targets == ["#scenarios", "#hours", *(f"#{part}" for part in PARTS)]
    page.click("nav.page-parts >> text=What to centralise")
    assert page.url.endswith("#centralise")
    assert page.locator("#centralise").bounding_box()["y"] < 300


def test_the_page_fits_a_phone(visit):
    page = visit(viewport={"width": 360, "height": 740})
    assert_no_sideways_scroll(page)
    for chart in page.locator("[data-chart]").all():
        assert chart.bounding_box()["width"] <= 330


def test_dark_charts_have_the_colours_of_the_page(visit):
    for scheme in ("light", "dark"):
        page = visit(color_scheme=scheme)
        assert page.locator("html").get_attribute("data-bs-theme") == scheme
        assert page.locator("#case canvas").count() == 3


def test_it_prints_without_the_tools_and_with_the_tables(visit):
    page = visit()
    page.emulate_media(media="print")
    assert not page.is_visible("nav.page-parts")
    assert not page.is_visible("text=Workbook (XLSX)")
    assert page.is_visible("#case table")
    assert len(page.pdf(format="A4", landscape=True)) > 50_000


def test_the_workbook_is_a_download(visit):
    page = visit()
    with page.expect_download() as waiting:
        page.click("text=Workbook (XLSX)")
    path = Path(waiting.value.path())
    assert waiting.value.suggested_filename == "comparison.xlsx"
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    assert "Who loses" in book.sheet_names
