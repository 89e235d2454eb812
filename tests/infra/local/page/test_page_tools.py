"""The panel of Slackbot's tools in Chromium, before the app's real tools and shelves."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from shelftalker.listeners.services import Services
from shelftalker.mcp.protocol import answer_message
from shelftalker.mcp.tools import server_of
from shelftalker.model.catalogue import Catalogue
from shelftalker.shelf.table import ShelfTable
from tests.infra.local.person_at_page import CONTRAST, DESKTOP, PHONE
from tests.infra.local.scripted_slack import Answer, Received, ScriptedApp


@pytest.fixture
def open_tools(
    open_page: Callable[..., Page], app: ScriptedApp, sample_model: Path, shelves: ShelfTable
) -> Callable[..., Locator]:
    """Return a function that opens the page and its panel of tools; the app answers by its real tools."""

    def answer(received: Received) -> Answer:
        with closing(Catalogue.open(sample_model)) as catalogue:
            services = Services(lambda: catalogue, shelves, None)  # type: ignore[arg-type] # none to call
            server = server_of(services, is_for_one_workspace=True)
            reply = answer_message(server, received.json, received.headers)
            return Answer(reply.body, reply.status)

    def open_panel(user: str = "amina", **device: object) -> Locator:
        app.answer = answer
        page = open_page(user, **device)
        page.get_by_role("button", name="Tools", exact=True).click()
        return page.get_by_role("complementary", name="Slackbot's tools")

    return open_panel


def tool(panel: Locator, title: str) -> Locator:
    """Open a tool, and return its row."""
    row = panel.get_by_role("listitem").filter(has=panel.page.locator("summary", has_text=title)).first
    row.locator("summary").first.click()
    return row


def test_each_tool_is_listed_with_what_it_does(open_tools: Callable[..., Locator]) -> None:
    panel = open_tools()

    expect(panel.locator(".tools > li")).to_have_count(6)
    expect(panel.locator("summary", has_text="rate_book")).to_contain_text("changes the shelf")
    expect(panel.locator("summary", has_text="books_like")).to_contain_text("reads")


def test_a_form_calls_a_tool_and_shows_text_structure_and_request(open_tools: Callable[..., Locator]) -> None:
    panel = open_tools()
    books_like = tool(panel, "Books like these")
    books_like.get_by_label("titles *").fill("Dune\nEmma")
    books_like.get_by_label("newer_than").fill("1950")
    books_like.get_by_role("button", name="Call").click()
    answer = books_like.get_by_role("status")

    expect(answer).to_contain_text('Taken for: "Dune (Dune, 1)" by Frank Herbert (1965); "Emma" by Jane Austen (1815).')
    answer.locator("summary", has_text="Structured content").click()
    expect(answer).to_contain_text('"taken_for"')
    answer.locator("summary", has_text="Request").click()
    expect(answer).to_contain_text('"user_id": "U0AMINA0001"')
    expect(answer).to_contain_text('"newer_than": 1950')
    answer.get_by_role("button", name="Show it among the requests").click()
    expect(panel.page.get_by_role("complementary", name="Requests")).to_contain_text("tools/call books_like")
    expect(panel).to_be_hidden()


def test_what_one_person_rates_stands_on_their_shelf_alone(open_tools: Callable[..., Locator]) -> None:
    panel = open_tools("priya")
    rate = tool(panel, "Rate a book")
    rate.get_by_label("title *").fill("the hobbit")
    rate.get_by_label("stars *").fill("4")
    rate.get_by_role("button", name="Call").click()
    expect(rate.get_by_role("status")).to_contain_text("four stars")
    shelf = tool(panel, "My shelf")
    shelf.get_by_role("button", name="Call").click()
    expect(shelf.get_by_role("status")).to_contain_text('- "The Hobbit" by J. R. R. Tolkien (1937): four stars')
    panel.page.get_by_label("You are").select_option("Jonas Lind")
    others = tool(panel, "My shelf")
    others.get_by_role("button", name="Call").click()

    expect(others.get_by_role("status")).to_contain_text("The person's shelf is empty")


def test_an_error_is_shown_as_the_model_reads_it(open_tools: Callable[..., Locator]) -> None:
    rate = tool(open_tools(), "Rate a book")
    rate.get_by_label("title *").fill("dune")
    rate.get_by_label("stars *").fill("many")
    rate.get_by_role("button", name="Call").click()

    expect(rate.get_by_role("status")).to_contain_text("Error, as the model reads it")
    expect(rate.get_by_role("status")).to_contain_text('stars has to be a whole number; got "many".')


def test_escape_and_back_close_the_panel_and_a_visitor_has_no_tools(open_tools: Callable[..., Locator]) -> None:
    panel = open_tools("mara")
    expect(panel).to_contain_text("Slackbot has no tools for them")
    expect(panel.locator(".tools > li")).to_have_count(0)
    panel.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    panel.page.get_by_role("button", name="Tools", exact=True).click()
    expect(panel).to_be_visible()
    panel.page.go_back()
    expect(panel).to_be_hidden()


@pytest.mark.parametrize("viewport", [DESKTOP, {"width": 800, "height": 700}, PHONE], ids=["1280", "800", "360"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_fits_and_can_be_read(
    viewport: dict[str, int], scheme: str, open_tools: Callable[..., Locator]
) -> None:
    panel = open_tools(viewport=viewport, color_scheme=scheme)
    find = tool(panel, "Find a book")
    find.get_by_label("query *").fill("hobit")
    find.get_by_role("button", name="Call").click()
    expect(find.get_by_role("status")).to_contain_text("is taken for")
    page = panel.page

    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert panel.evaluate("node => node.scrollWidth <= node.clientWidth")
    for text in (find.locator("small"), find.locator("label"), find.locator("pre").first, panel.locator("#tools-hint")):
        assert text.first.evaluate(CONTRAST) >= 4.5
