"""The app's shortcuts on the page: beside the message box, and on every message that all see."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.infra.local.block_kit import input_block, modal, text_input
from tests.infra.local.person_at_page import messages, say, web_api
from tests.infra.local.scripted_slack import Answer, Received, ScriptedApp


def test_a_global_shortcut_opens_a_window_that_returns_the_focus(
    app: ScriptedApp, address: str, open_page: Callable[..., Page]
) -> None:
    def open_search(received: Received) -> Answer:
        trigger_id = received.payload["trigger_id"]
        web_api(address).views_open(trigger_id=trigger_id, view=modal(input_block("Title", text_input())))
        return Answer()

    app.answer = open_search
    page = open_page()
    shortcuts = page.locator("#composer").get_by_role("button", name="Shortcuts")
    shortcuts.press("Enter")
    expect(page.get_by_role("menu").get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Find a book").get_by_label("Title")).to_be_focused()
    assert app.received[0].payload["type"] == "shortcut"
    assert app.received[0].payload["callback_id"] == "find_book"
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(shortcuts).to_be_focused()


def test_a_shortcut_that_fails_shows_an_error(app: ScriptedApp, open_page: Callable[..., Page]) -> None:
    app.answer = lambda _: Answer(status=500)
    page = open_page()
    page.locator("#composer").get_by_role("button", name="Shortcuts").click()
    page.get_by_role("menuitem").first.click()
    expect(page.locator("#composer").get_by_role("alert")).to_contain_text("500")


def test_a_message_shortcut_runs_on_its_message_in_threads_too(
    app: ScriptedApp, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    say(page, "I loved Dune")
    expect(messages(page)).to_have_count(1)
    messages(page).hover()
    page.get_by_role("button", name="More actions").click()
    shortcut = page.get_by_role("menuitem", name="Books like this one")
    expect(shortcut).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="More actions")).to_be_focused()
    page.get_by_role("button", name="Reply in thread").click()
    page.keyboard.type("And Emma!\n")
    thread = page.get_by_role("region", name="Messages of the thread")
    expect(thread.locator("[data-ts]")).to_have_count(2)
    app.answer = lambda _: Answer(status=500)
    thread.get_by_role("button", name="More actions").last.press("Enter")
    page.keyboard.press("Enter")
    expect(thread.locator("[data-ts]").last.get_by_role("alert")).to_contain_text("500")
    first, second = [received.payload for received in app.received]
    assert first["type"] == second["type"] == "message_action"
    assert first["callback_id"] == "books_like_mentioned"
    assert first["message"]["text"] == "I loved Dune"
    assert second["message"]["text"] == "And Emma!"


def test_a_message_for_one_person_has_no_shortcuts(app: ScriptedApp, open_page: Callable[..., Page]) -> None:
    app.answer = lambda _: Answer({"text": "five books"})
    page = open_page()
    say(page, "/recommend dune")
    expect(messages(page)).to_contain_text("Only visible to you")
    expect(messages(page).get_by_role("button", name="More actions")).to_have_count(0)
