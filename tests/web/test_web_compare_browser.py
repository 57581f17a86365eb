"""A manager opens the comparison in a real Chromium and finds the whole study there, without one console message."""

from __future__ import annotations

import io
from contextlib import ExitStack
from pathlib import Path

import pytest
import python_calamine
from browser import assert_no_sideways_scroll, needs_chromium, served, signed_in, watched
from study_example import ODD
from web_world import studied_copy

pytestmark = needs_chromium
PARTS = [
    "comparison",
    "saving",
    "service",
    "losers",
    "resilience",
    "gain",
    "curve",
    "centralise",
    "case",
    "transition",
    "inputs",
]


@pytest.fixture(scope="module")
def address(world, tmp_path_factory):
    with served(studied_copy(world, tmp_path_factory.mktemp("studied"))) as found:
        yield found


@pytest.fixture(scope="module")
def state(chromium, address):
    return signed_in(chromium, address, "manager")


@pytest.fixture
def visit(chromium, address, state):
    """The comparison page, drawn to its end."""
    with ExitStack() as opened:

        def open_page(path="/compare/", **options):
            page = opened.enter_context(watched(chromium, address, state, **options))
            page.goto(path)
            page.wait_for_selector("#transition [data-chart][data-drawn]")  # the last one is drawn last
            return page

        yield open_page


def test_the_menu_leads_to_the_comparison(chromium, address, state):
    with watched(chromium, address, state) as page:
        page.goto("/")
        page.click("nav >> text=Compare")
        page.wait_for_url("**/compare/")
        page.wait_for_selector("#transition [data-chart][data-drawn]")


def test_manager_sees_every_part_of_the_study_drawn(visit):
    page = visit()
    found = [s.get_attribute("id") for s in page.locator("main section[id]").all()]
    assert found == ["scenarios", *PARTS]
    for part in PARTS:
        section = page.locator(f"#{part}")
        for chart in section.locator("[data-chart]").all():
            assert chart.locator("canvas").count() == 1
            assert chart.bounding_box()["height"] >= 180
            assert chart.get_attribute("role") == "img"
            assert chart.get_attribute("aria-label")
    assert "certainly get worse service, the worst first: " + ODD in page.locator("#losers").text_content()
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
    assert page.locator("#saving-title").text_content() == "When chain needs fewer agents"


def test_links_on_the_page_lead_to_its_parts(visit):
    page = visit(reduced_motion="reduce")  # else the page scrolls smoothly, and is still on its way when looked at
    targets = [a.get_attribute("href") for a in page.locator("nav.page-parts a").all()]
    assert targets == ["#scenarios", *(f"#{part}" for part in PARTS)]
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


def test_paper_is_white_and_heat_maps_stay_whole_whatever_the_theme(visit):
    page = visit(color_scheme="dark")
    dark = page.locator("#saving canvas").first.evaluate("c => c.toDataURL()")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("html").get_attribute("data-bs-theme") == "light"
    assert page.locator("#saving canvas").count() == 1, "a second layer would be empty on paper"
    assert page.locator("#saving canvas").evaluate("c => c.toDataURL()") != dark
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_the_workbook_is_a_download(visit):
    page = visit()
    with page.expect_download() as waiting:
        page.click("text=Workbook (XLSX)")
    path = Path(waiting.value.path())
    assert waiting.value.suggested_filename == "comparison.xlsx"
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    assert "Who loses" in book.sheet_names


def asked(page, times):
    """Wait until the page has shown so many answers."""
    page.wait_for_function("n => Number(document.querySelector('[data-case]').dataset.asked ?? 0) >= n", arg=times)


def test_a_slider_moved_by_keyboard_finds_the_case_again_and_the_address_holds_it(visit):
    page = visit()
    npv, shown = page.locator("[data-headline] b").first, page.locator('[data-table="Business case"]')
    before, table = npv.text_content(), shown.text_content()
    slider = page.get_by_label("part of the saving realised")
    assert slider.get_attribute("aria-valuetext") == "80 %"
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    asked(page, 1)
    page.wait_for_function("was => document.querySelector('[data-headline] b').textContent !== was", arg=before)
    told = page.locator('output[for="input-saving_realised"]').text_content()
    assert told == slider.get_attribute("aria-valuetext") != "80 %"
    assert "with the plan's values" in page.locator("[data-headline]").first.text_content()
    assert shown.text_content() != table
    page.wait_for_url("**saving_realised=**")
    after, address = npv.text_content(), page.url
    again = visit(address)
    assert again.locator("[data-headline] b").first.text_content() == after
    assert again.locator('output[for="input-saving_realised"]').text_content() == told
    again.click("[data-reset]")
    again.wait_for_url("**/compare/?against=pooled")
    assert again.locator("[data-headline] b").first.text_content() == before
    assert not again.locator("[data-reset]").is_visible()


def test_values_in_the_address_stand_on_their_sliders(visit):
    page = visit("/compare/?against=chain&attrition=0.4")
    assert page.locator("details", has_text="more assumptions").last.get_attribute("open") is not None
    assert page.input_value("#input-attrition") == "0.4"


def test_a_term_of_three_years_draws_three_years(visit):
    page = visit("/compare/?years=3")
    assert "Net present value, 3 years" in page.locator("#case").text_content()
    assert page.locator("#case [data-table='Cash flow'] tbody tr").count() == 37
