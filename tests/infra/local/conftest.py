"""Fixtures: an app that gives the answers of a test, the local Slack in front of it, and its page in a browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from infra.local.slack.apis.server import create_slack
from tests.infra.local.person_at_page import CHROMIUM, DESKTOP, launch_chromium, record_errors
from tests.infra.local.scripted_slack import COVER, PNG, SECRET, ScriptedApp, ScriptedSlack
from tests.time_outs import PAGE_MILLISECONDS

expect.set_options(timeout=PAGE_MILLISECONDS)


@pytest.fixture
def app() -> Iterator[ScriptedApp]:
    with ScriptedApp() as app:
        yield app


@pytest.fixture
def slack(app: ScriptedApp, tmp_path: Path) -> ScriptedSlack:
    (tmp_path / COVER.rpartition("/")[2]).write_bytes(PNG)
    return ScriptedSlack(app, covers_directory=tmp_path)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not shutil.which(CHROMIUM):
        sentence = f"no Chromium at {CHROMIUM}: install it, or name another in the variable CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture
def address(app: ScriptedApp, tmp_path: Path) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_slack(app.url, SECRET, tmp_path), threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Yield a function that opens the page for a person on a device; errors of script and security policy fail."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_as(user: str = "amina", **device: Any) -> Page:
        context = browser.new_context(**({"viewport": DESKTOP} | device))
        context.set_default_timeout(PAGE_MILLISECONDS)
        contexts.append(context)
        page = context.new_page()
        record_errors(page, errors)
        page.goto(f"{address}?user={user}")
        expect(page.get_by_role("heading", name="# book-club")).to_be_visible()
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert errors == []
