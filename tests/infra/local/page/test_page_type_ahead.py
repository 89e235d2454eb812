"""The type-ahead of the page: its requests to the app, the answers that it shows, and its keys."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.infra.local.block_kit import button, home, input_block, modal, option, plain, section, type_ahead
from tests.infra.local.person_at_page import say, wait_until, web_api
from tests.infra.local.scripted_slack import Answer, Received, ScriptedApp

GROUPS = [
    {"label": plain("Frank Herbert"), "options": [option("Dune"), option("Dune Messiah")]},
    {"label": plain("Jane Austen"), "options": [option("Emma")]},
]

ENTER_WITHOUT_PAUSE = """(field, queries) => {
  for (const query of queries) {
    field.value = query;
    field.dispatchEvent(new InputEvent("input"));
  }
}"""


class SearchApp:
    """An app with a type-ahead in its message, its window or its Home, and the options that it offers for a query."""

    def __init__(self, address: str, element: dict[str, Any]) -> None:
        self.web_api = web_api(address)
        self.element = element
        self.queries: list[str] = []
        self.actions: list[Any] = []
        self.offer: Callable[[str], Answer] = lambda _: Answer({"option_groups": GROUPS})

    def __call__(self, received: Received) -> Answer:
        """Answer queries with options, and store the queries and choices."""
        if "command" in received.form:
            elements = [button("open", text=plain("Search")), self.element]
            return Answer({"text": "x", "blocks": [{"type": "actions", "elements": elements}]})
        if "payload" not in received.form:
            return Answer()
        payload = received.payload
        if payload["type"] == "block_suggestion":
            self.queries.append(payload["value"])
            return self.offer(payload["value"])
        if payload["actions"][0]["action_id"] == "open":
            window = modal(input_block("Title", self.element))
            self.web_api.views_open(trigger_id=payload["trigger_id"], view=window)
        else:
            self.actions.append(payload["actions"][0])
        return Answer()


@pytest.fixture
def search_in_message(
    app: ScriptedApp, address: str, open_page: Callable[..., Page]
) -> Callable[..., tuple[Locator, SearchApp]]:
    def open_search(**members: Any) -> tuple[Locator, SearchApp]:
        app.answer = search = SearchApp(address, type_ahead(min_query_length=1) | members)
        page = open_page()
        say(page, "/recommend")
        return page.get_by_role("combobox", name="Search a title"), search

    return open_search


def options(field: Locator) -> Locator:
    return field.page.get_by_role("listbox").get_by_role("option")


def active(field: Locator) -> Locator:
    return field.page.locator(f"[id='{field.get_attribute('aria-activedescendant')}']")


def test_options_are_chosen_with_arrow_keys_and_sent_to_the_app(search_in_message: Callable[..., Any]) -> None:
    field, app = search_in_message()
    expect(field).to_have_attribute("placeholder", "Search a title")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("du")
    expect(options(field)).to_have_count(3)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(active(field)).to_have_text("Dune")
    page = field.page
    expect(page.get_by_role("group", name="Frank Herbert").get_by_role("option")).to_have_count(2)
    expect(page.get_by_role("status").filter(has_text="3 results")).to_have_count(1)
    field.press("ArrowUp")
    expect(active(field)).to_have_text("Emma")
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(active(field)).to_have_text("Dune Messiah")
    field.press("Enter")
    expect(options(field)).to_have_count(0)
    expect(field).to_have_value("Dune Messiah")
    expect(field).to_be_focused()
    expect(field).not_to_have_attribute("aria-busy", "true")
    wait_until(field.page, lambda: len(app.actions) == 1)
    assert app.actions[0]["selected_option"]["value"] == "Dune Messiah"


def test_escape_closes_the_list_and_leaving_the_field_clears_the_query(search_in_message: Callable[..., Any]) -> None:
    field, app = search_in_message()
    field.press_sequentially("d")
    expect(options(field)).to_have_count(3)
    field.press("Escape")
    expect(options(field)).to_have_count(0)
    expect(field).to_have_value("d")
    field.press("Tab")
    expect(field).to_have_value("")
    assert app.actions == []


def test_the_app_gets_a_query_after_a_pause_and_when_it_is_long_enough(search_in_message: Callable[..., Any]) -> None:
    field, app = search_in_message(min_query_length=3)
    field.press_sequentially("du")
    field.page.wait_for_timeout(400)
    assert app.queries == []
    field.evaluate(ENTER_WITHOUT_PAUSE, ["dun", "dune", "dune mess"])
    expect(options(field)).to_have_count(3)
    assert app.queries == ["dune mess"]
    field.fill("du")
    expect(options(field)).to_have_count(0)


def test_a_late_answer_to_an_earlier_query_is_dropped(search_in_message: Callable[..., Any]) -> None:
    field, app = search_in_message()

    def offer(query: str) -> Answer:
        return Answer({"options": [option(f"answer to {query}")]}, after_seconds=1 if query == "d" else 0)

    app.offer = offer
    field.press_sequentially("d")
    wait_until(field.page, lambda: app.queries == ["d"])
    field.press_sequentially("un")
    expect(options(field)).to_have_text(["answer to dun"])
    field.page.wait_for_timeout(1200)
    expect(options(field)).to_have_text(["answer to dun"])


def test_an_empty_result_and_a_failure_are_shown(search_in_message: Callable[..., Any]) -> None:
    field, app = search_in_message()
    app.offer = lambda _: Answer({"options": []})
    field.press_sequentially("zz")
    expect(field.page.get_by_role("status").filter(has_text="No results")).to_have_count(1)
    expect(field.page.locator(".listbox-note")).to_have_text("No results")
    app.offer = lambda _: Answer(status=500)
    field.press_sequentially("z")
    expect(field.page.locator(".listbox-note")).to_contain_text("500")


def test_in_a_window_enter_chooses_and_does_not_submit(search_in_message: Callable[..., Any]) -> None:
    field, app = search_in_message()
    page = field.page
    page.get_by_role("button", name="Search").click()
    dialog = page.get_by_role("dialog")
    title = dialog.get_by_role("combobox", name="Title")
    expect(title).to_be_focused()
    title.fill("em")
    expect(options(title)).to_have_count(3)
    title.press("Escape")
    expect(options(title)).to_have_count(0)
    expect(dialog).to_be_visible()
    title.press_sequentially("m")
    expect(options(title)).to_have_count(3)
    options(title).filter(has_text="Emma").click()
    expect(title).to_have_value("Emma")
    expect(title).to_be_focused()
    title.press("Enter")
    expect(dialog).to_be_visible()
    assert app.actions == []
    assert app.queries == ["em", "emm"]


def test_a_type_ahead_works_in_the_home_and_beside_a_section(
    app: ScriptedApp, address: str, open_page: Callable[..., Page]
) -> None:
    app.answer = search = SearchApp(address, type_ahead())
    page = open_page()
    beside = section("Find a book", accessory=type_ahead(min_query_length=1))
    search.web_api.views_publish(user_id="U0AMINA0001", view=home(beside))
    page.get_by_role("button", name="Shelftalker").click()
    field = page.get_by_role("combobox", name="Search a title")
    field.press_sequentially("e")
    options(field).filter(has_text="Emma").click()
    expect(field).to_have_value("Emma")
    expect(field).not_to_have_attribute("aria-busy", "true")
    wait_until(page, lambda: len(search.actions) == 1)
    assert search.actions[0]["selected_option"]["value"] == "Emma"
