"""The panel of trainings in a real browser, as a server describes them: by keyboard, on a phone, light and dark."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from infra.local.slack.apis.server import create_slack
from infra.local.training.page_calls import add_trainings
from infra.local.training.trainings import Trainings
from tests.infra.local.person_at_page import CONTRAST, PHONE, press_until_focused
from tests.infra.local.scripted_slack import SECRET, ScriptedApp

HINT = "Nobody's ratings are learned from here. Start it with: make demo LEARN=yes"
FITS = """panel => [...panel.querySelectorAll("*")].every(
  (node) => node.scrollWidth <= node.clientWidth + 1 || getComputedStyle(node).display === "inline")"""
NAMES = ("Settings", "Lock", "CountRatings", "ExportShelves", "Train", "NotifyPublished", "Ended")


def run(outcome: str, states: int, **members: Any) -> dict[str, Any]:
    """Return the server's description of a run that has come so far."""
    shown = [
        {"name": name, "words": f"does its part, number {number}", "after_seconds": number, "seconds": 1.5}
        for number, name in enumerate(NAMES[:states])
    ]
    given = {"outcome": outcome, "reason": "", "notice": "", "former": "0500bc8594c5", "version": "", "served": ""}
    return given | {"seconds": 9.0, "lines": ["Built 860fc523e416: 859 books."], "states": shown} | members


class SaidTrainings(Trainings):
    """Trainings whose description a test decides on."""

    def __init__(self) -> None:
        self.is_there = True
        self.said: dict[str, Any] = {"version": "0500bc8594c5", "new_ratings": 9, "readers": 3, "run": None}
        self.starts = 0

    def start(self) -> None:
        """Begin."""
        self.starts += 1
        self.said["run"] = run("running", 5)

    def snapshot(self) -> dict[str, Any]:
        """Return the description."""
        return self.said


@pytest.fixture
def trainings() -> SaidTrainings:
    return SaidTrainings()


@pytest.fixture
def address(
    app: ScriptedApp, trainings: SaidTrainings, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """Serve the page with the trainings; without them where the test is marked so."""
    slack = create_slack(app.url, SECRET, tmp_path)
    add_trainings(slack, None if getattr(request, "param", "") == "none" else trainings, HINT)
    server = make_server("127.0.0.1", 0, slack, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def open_panel(page: Page) -> None:
    page.get_by_role("button", name="Training", exact=True).click()
    expect(page.get_by_role("complementary", name="Training")).to_be_visible()


@pytest.mark.parametrize("address", ["none"], indirect=True)
def test_where_nothing_is_learned_the_panel_says_how_to_turn_it_on(open_page: Callable[..., Page]) -> None:
    page = open_page()
    open_panel(page)
    panel = page.get_by_role("complementary", name="Training")
    expect(panel).to_contain_text(HINT)
    expect(panel.get_by_role("button", name="Train now")).to_be_hidden()


def test_a_training_is_started_and_followed_with_the_keyboard_alone(
    open_page: Callable[..., Page], trainings: SaidTrainings
) -> None:
    page = open_page()
    page.get_by_role("button", name="Training", exact=True).focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Train now")
    expect(button).to_be_visible()
    press_until_focused(page, "Tab", button)
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#training-states [aria-current=step]")).to_contain_text("Train")
    expect(button).to_be_focused()
    assert trainings.starts == 1
    top = page.locator("#training-states").bounding_box()
    trainings.said = {"version": "860fc523e416", "new_ratings": 0, "readers": 3}
    trainings.said["run"] = run("published", 7, version="860fc523e416", served="860fc523e416", notice="It is another.")
    expect(
        page.get_by_role("status").filter(has_text="Model 0500bc8594c5 is replaced by 860fc523e416.")
    ).to_be_visible()
    expect(page.locator("#training-states")).to_contain_text("It is another.")
    expect(page.locator("#training-version")).to_have_text("860fc523e416")
    # The states stay where they were while the result came in above them.
    after = page.locator("#training-states").bounding_box()
    assert top
    assert after
    assert (top["x"], top["y"]) == (after["x"], after["y"])
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary", name="Training")).to_be_hidden()


def test_a_refusal_is_shown_with_its_reason(open_page: Callable[..., Page], trainings: SaidTrainings) -> None:
    reason = "b is worse than a, the current model: nDCG@10 is 0.1 in place of 0.2. Nothing was uploaded."
    trainings.said["run"] = run("not_published", 5, reason=reason)
    page = open_page()
    open_panel(page)
    expect(page.get_by_role("status").filter(has_text="No new model: 0500bc8594c5 stays.")).to_contain_text(reason)
    expect(page.get_by_role("button", name="Train now")).to_have_attribute("aria-disabled", "false")


def test_without_readers_the_panel_says_what_to_do_first(
    open_page: Callable[..., Page], trainings: SaidTrainings
) -> None:
    trainings.said["readers"] = 0
    page = open_page()
    open_panel(page)
    expect(page.locator("#training-advice")).to_contain_text("Nobody has opted in yet")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("outcome", ["published", "not_published"])
def test_the_panel_fits_a_phone_and_is_readable(
    open_page: Callable[..., Page], trainings: SaidTrainings, scheme: str, outcome: str
) -> None:
    version = "860fc523e416"
    trainings.said["run"] = run(
        outcome, 7, version=version, served=version, reason="" if outcome == "published" else "x" * 90
    )
    page = open_page(viewport=PHONE, color_scheme=scheme)
    open_panel(page)
    expect(page.locator("#training-states li").last).to_contain_text("Ended")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    panel = page.get_by_role("complementary", name="Training")
    assert panel.evaluate(FITS)
    box = page.get_by_role("button", name="Train now").bounding_box()
    assert box
    assert box["height"] >= 44
    for words in ("p", "dt", "dd", "code", ".state-time", ".state-words", ".latency", ".lines li"):
        for text in panel.locator(words).all():
            if text.is_visible() and text.text_content():
                assert text.evaluate(CONTRAST) >= 4.5, (words, text.text_content())
