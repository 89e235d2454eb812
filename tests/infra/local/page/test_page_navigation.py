"""Ways through the page: the browser's Back, the focus, the tab that a window opens in, and the place of a change."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect
from slack_sdk import WebhookClient

from tests.infra.local.block_kit import button, input_block, modal, plain, section, text_input, with_buttons
from tests.infra.local.person_at_page import (
    PHONE,
    messages,
    say,
    wait_for_the_windows_step_back,
    wait_until,
    web_api,
)
from tests.infra.local.scripted_slack import Answer, Received, ScriptedApp


def show_home(page: Page) -> None:
    page.locator("#apps").get_by_role("button", name="Shelftalker").click()
    expect(page.get_by_role("region", name="Home")).to_be_visible()


def test_back_and_forward_lead_through_channels_home_and_threads(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.get_by_role("button", name="general").click()
    show_home(page)
    page.go_back()
    expect(page.get_by_role("heading", name="# general")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="# book-club")).to_be_visible()
    page.go_forward()
    page.go_forward()
    expect(page.get_by_role("region", name="Home")).to_be_visible()
    page.go_back()
    page.go_back()
    say(page, "What next?")
    messages(page).hover()
    page.get_by_role("button", name="Reply in thread").click()
    thread = page.get_by_role("region", name="Messages of the thread")
    expect(thread).to_be_visible()
    page.go_back()
    expect(thread).to_be_hidden()
    expect(page.get_by_role("heading", name="# book-club")).to_be_visible()
    page.go_forward()
    expect(thread).to_contain_text("What next?")


def test_back_closes_the_requests_and_returns_to_the_former_person(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.get_by_role("button", name="Requests").click()
    page.go_back()
    expect(page.get_by_role("complementary", name="Requests")).to_be_hidden()
    page.get_by_label("You are").select_option("Jonas Lind")
    expect(page).to_have_url(re.compile("user=U0JONAS0001"))
    page.go_back()
    expect(page.get_by_label("You are")).to_have_value("U0AMINA0001")


class WindowApp:
    """An app whose message has a button that opens a window."""

    def __init__(self, address: str) -> None:
        self.web_api = web_api(address)
        self.closed = 0

    def __call__(self, received: Received) -> Answer:
        """Open the window at a click."""
        if "command" in received.form:
            return Answer(with_buttons(button("open", text=plain("Search"))))
        if received.payload["type"] == "view_closed":
            self.closed += 1
        else:
            window = modal(input_block("Title", text_input()), notify_on_close=True)
            self.web_api.views_open(trigger_id=received.payload["trigger_id"], view=window)
        return Answer()


def test_the_person_of_a_late_answer_does_not_take_the_place_of_the_one_chosen_since(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route(re.compile(r"/local/state\?.*user=U0JONAS0001"), hold)
    page.get_by_label("You are").select_option("Jonas Lind")
    with page.expect_response(re.compile("/local/state")):
        page.go_back()
    expect(page.get_by_label("You are")).to_have_value("U0AMINA0001")
    [route] = late
    with page.expect_response(re.compile("user=U0JONAS0001")):
        route.continue_()
    page.wait_for_timeout(300)
    expect(page.get_by_label("You are")).to_have_value("U0AMINA0001")


def test_back_closes_a_window_and_a_closed_window_leaves_no_step_behind(
    app: ScriptedApp, address: str, open_page: Callable[..., Page]
) -> None:
    app.answer = window_app = WindowApp(address)
    page = open_page()
    page.get_by_role("button", name="general").click()
    page.get_by_role("button", name="book-club").click()
    say(page, "/recommend")
    dialog = page.get_by_role("dialog", name="Find a book")
    page.get_by_role("button", name="Search").click()
    expect(dialog).to_be_visible()
    page.go_back()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("heading", name="# book-club")).to_be_visible()
    page.get_by_role("button", name="Search").click()
    expect(dialog.get_by_label("Title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    wait_for_the_windows_step_back(page)
    wait_until(page, lambda: window_app.closed == 2)
    page.go_back()
    expect(page.get_by_role("heading", name="# general")).to_be_visible()


def test_a_window_opens_in_the_tab_that_asked_for_it_alone(
    app: ScriptedApp, address: str, open_page: Callable[..., Page]
) -> None:
    app.answer = WindowApp(address)
    page = open_page()
    say(page, "/recommend")
    other = page.context.new_page()
    other.goto(f"{address}?user=amina")
    expect(messages(other)).to_have_count(1)
    other.get_by_role("button", name="Search").click()
    expect(other.get_by_role("dialog", name="Find a book")).to_be_visible()
    say(page, "still here")
    expect(messages(other)).to_have_count(2)
    expect(messages(page)).to_have_count(2)
    expect(page.get_by_role("dialog")).to_have_count(0)
    other.reload()
    expect(other.get_by_role("dialog", name="Find a book")).to_be_visible()


def test_the_box_of_a_thread_shows_its_whole_line(open_page: Callable[..., Page]) -> None:
    page = open_page()
    say(page, "What next?")
    messages(page).hover()
    page.get_by_role("button", name="Reply in thread").click()
    heights = [page.locator(f"#{box}").evaluate("box => box.clientHeight") for box in ("box", "thread-box")]
    assert heights[0] == heights[1]
    assert page.locator("#thread-box").evaluate("box => box.scrollHeight <= box.clientHeight")


def answer_with_many_lines(received: Received) -> Answer:
    """Answer a command with a choice, and the click on it with a message that is taller than a phone."""
    if "command" in received.form:
        return Answer(with_buttons(button("choose", text=plain("Dune Messiah")), text="Did you mean"))
    is_longer = received.payload["actions"][0]["action_id"] == "more"
    blocks: list[dict[str, Any]] = [
        section("*The first line*"),
        section("\n".join(["Line"] * (14 if is_longer else 10))),
    ]
    blocks += [{"type": "actions", "elements": [button("more", text=plain("More"))]}]
    blocks += [section("\n".join(["After it"] * 30))]
    client = WebhookClient(received.payload["response_url"])
    client.send_dict({"text": "x", "blocks": blocks, "replace_original": True})
    return Answer()


def test_after_a_choice_the_beginning_of_the_answer_is_visible(
    app: ScriptedApp, open_page: Callable[..., Page]
) -> None:
    app.answer = answer_with_many_lines
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    say(page, "/recommend dune mesiah")
    page.get_by_role("button", name="Dune Messiah").click()
    expect(messages(page)).to_contain_text("The first line")
    expect(page.get_by_text("The first line")).to_be_in_viewport(ratio=1)
    expect(messages(page)).to_be_focused()


# Counts how often a message is put into the page, from now on.
COUNT_ROWS = """() => {
  window.rowsAdded = 0;
  const count = (changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node.dataset?.ts) window.rowsAdded += 1;
    }
  };
  new MutationObserver(count).observe(document.body, { childList: true, subtree: true });
}"""


def test_a_message_is_not_rendered_again_when_its_latency_arrives(
    app: ScriptedApp, open_page: Callable[..., Page]
) -> None:
    """Pressing a button and letting it go are a click only where the same button is there for both."""
    app.answer = answer_with_many_lines
    page = open_page()
    say(page, "/recommend dune mesiah")
    latency = messages(page).get_by_title("Show the request that brought this message")
    before = latency.get_attribute("data-exchange") or ""
    page.evaluate(COUNT_ROWS)
    page.get_by_role("button", name="Dune Messiah").click()
    expect(messages(page)).to_contain_text("The first line")
    expect(latency).not_to_have_attribute("data-exchange", before)
    assert page.evaluate("window.rowsAdded") == 1


def test_a_button_that_stays_keeps_the_focus_and_its_place(app: ScriptedApp, open_page: Callable[..., Page]) -> None:
    app.answer = answer_with_many_lines
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    say(page, "/recommend dune mesiah")
    page.get_by_role("button", name="Dune Messiah").click()
    more = page.get_by_role("button", name="More", exact=True)
    more.scroll_into_view_if_needed()
    before = more.bounding_box()
    more.click()
    expect(messages(page)).to_contain_text("Line" * 14)
    expect(more).to_be_focused()
    after = more.bounding_box()
    assert before
    assert after
    assert abs(after["y"] - before["y"]) <= 2
