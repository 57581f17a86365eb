"""A real Chromium on a real server, for the tests of pages: how both are started, and what every page must hold."""

from __future__ import annotations

import shutil
import threading
from contextlib import contextmanager
from dataclasses import replace

import pytest
from waitress.server import create_server
from web_world import NOW, PASSWORD

from web.app import create_app
from web.assets import missing_assets
from wfm.settings import read_settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SCREEN = {"viewport": {"width": 1440, "height": 900}}

needs_chromium = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
    pytest.mark.skipif(bool(missing_assets()), reason="browser files are not built: pip install -e ."),
]


@contextmanager
def served(database_url):
    """The address of a waitress server on loopback, with a port of the system's choice."""
    app = create_app(replace(read_settings({}), database_url=database_url, secret_key="k" * 32), clock=lambda: NOW)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)
    server.task_dispatcher.shutdown()
    app.extensions["wfm.engine"].dispose()


def signed_in(chromium, address, role):
    """The cookies of a role that has signed in with the form."""
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    page.goto("/login")
    page.fill("#name", role)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    kept = context.storage_state()
    context.close()
    return kept


@contextmanager
def watched(chromium, address, state, **options):
    """A page of somebody signed in; any console message (a refused file is one) or script error fails the test."""
    context = chromium.new_context(base_url=address, storage_state=state, **SCREEN | options)
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.wait_for_load_state("networkidle")
    context.close()
    assert complaints == []


def assert_no_sideways_scroll(page):
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], f"{page.url} is {width} wide"
