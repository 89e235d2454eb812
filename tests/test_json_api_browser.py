"""The JSON API from pages in Chromium: one of an allowed origin, and one of another."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.api_app import ORIGIN, ApiApp
from tests.infra.local.person_at_page import launch_chromium

CALL = """async ([url, key]) => {
    try {
        const answer = await fetch(url + "/recommend", {
            method: "POST",
            headers: {"Authorization": "Bearer " + key, "Content-Type": "application/json"},
            body: JSON.stringify({title: "Dune"}),
        });
        const content = await answer.json();
        return {status: answer.status, left: answer.headers.get("RateLimit"), books: content.recommendations?.length};
    } catch (error) {
        return {error: error.name};
    }
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # A page of the internet may otherwise not call an address of this machine, whatever that answers.
        browser = launch_chromium(playwright, "--disable-features=LocalNetworkAccessChecks")
        yield browser
        browser.close()


def call_from(browser: Browser, origin: str, app: ApiApp, key: str) -> dict[str, Any]:
    """Return what a page of an origin sees of an answer."""
    page = browser.new_page()
    page.route(f"{origin}/", lambda route: route.fulfill(body="<title>A page</title>", content_type="text/html"))
    page.goto(f"{origin}/")
    seen: dict[str, Any] = page.evaluate(CALL, [f"http://{app.address}", key])
    page.close()
    return seen


def test_a_page_of_an_allowed_origin_gets_books_and_sees_how_many_requests_are_left(
    browser: Browser, api_app: ApiApp
) -> None:
    seen = call_from(browser, ORIGIN, api_app, api_app.key)

    assert (seen["status"], seen["books"]) == (200, 5)
    assert seen["left"].startswith('"minute";r=')


def test_it_sees_why_it_was_refused(browser: Browser, api_app: ApiApp) -> None:
    assert call_from(browser, ORIGIN, api_app, "stk_x")["status"] == 401


def test_a_page_of_another_origin_gets_nothing(browser: Browser, api_app: ApiApp) -> None:
    assert call_from(browser, "https://evil.example", api_app, api_app.key) == {"error": "TypeError"}
