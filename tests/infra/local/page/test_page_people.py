"""Several people at one message: side by side in one window, in tabs of one browser, and as a crowd."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from threading import Lock
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect
from slack_sdk import WebhookClient

from tests.infra.local.block_kit import button, modal, option, plain, section
from tests.infra.local.person_at_page import CONTRAST, DESKTOP, PHONE, messages, record_errors, say, wait_until, web_api
from tests.infra.local.scripted_slack import Answer, Received, ScriptedApp
from tests.time_outs import PAGE_MILLISECONDS

BOOKS = ("Dune", "Emma", "Kindred")


class Poll:
    """An app with one poll: a vote each, which can be changed; every click has the message posted anew."""

    def __init__(self) -> None:
        self.votes: dict[str, str] = {}
        self.lock = Lock()

    def message(self) -> dict[str, Any]:
        """Return the message with the count."""
        count = Counter(self.votes.values())
        votes = [
            button(f"vote:{place}", text=plain(f"{place}. {book}"), value=book) for place, book in enumerate(BOOKS, 1)
        ]
        more = {"type": "static_select", "action_id": "more", "placeholder": plain("More"), "options": [option("Sulk")]}
        actions = {"type": "actions", "elements": [*votes, button("close", text=plain("Close the vote")), more]}
        lines = [section(f"{book}: {count[book]}") for book in BOOKS]
        return {"text": "Book club", "blocks": [section(f"*Book club*, {len(self.votes)} voted"), *lines, actions]}

    def __call__(self, received: Received) -> Answer:
        """Answer a command in the channel, and a vote by the new count and a word to the voter."""
        if "command" in received.form:
            return Answer({**self.message(), "response_type": "in_channel"})
        [action], user = received.payload["actions"], received.payload["user"]["id"]
        client = WebhookClient(received.payload["response_url"])
        with self.lock:
            self.votes[user] = action["value"]
            client.send_dict({**self.message(), "replace_original": True})
        client.send_dict({"text": f"Your vote is for {action['value']}."})
        return Answer()


@pytest.fixture
def poll(app: ScriptedApp) -> Poll:
    app.answer = poll = Poll()
    return poll


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Yield a function that opens several people side by side; errors of script and security policy fail."""
    errors: list[str] = []
    contexts = []

    def open_window(users: str, **device: Any) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1500, "height": 800}} | device))
        context.set_default_timeout(PAGE_MILLISECONDS)
        contexts.append(context)
        page = context.new_page()
        record_errors(page, errors)
        page.goto(f"{address}side-by-side?users={users}")
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert errors == []


def column(page: Page, name: str) -> FrameLocator:
    """Return a person's page among those side by side."""
    frame = page.frame_locator(f'iframe[title="Slack as {name} sees it"]')
    expect(frame.get_by_role("heading", name="# book-club")).to_be_visible()
    return frame


def say_in(frame: FrameLocator, text: str) -> None:
    box = frame.get_by_role("combobox", name="Message #book-club")
    box.fill(text)
    box.press("Enter")


def rows(frame: FrameLocator) -> Locator:
    return frame.get_by_role("region", name="Messages", exact=True).locator("[data-ts]")


def test_people_side_by_side_see_each_others_votes_at_once(poll: Poll, window: Callable[..., Page]) -> None:
    page = window("amina,jonas,mara")
    amina, jonas, mara = (
        column(page, name) for name in ("Amina Diallo", "Jonas Lind", "Mara Okafor (Harbour Library)")
    )
    say_in(amina, "/recommend club")
    for frame in (amina, jonas, mara):
        expect(rows(frame).nth(1)).to_contain_text("Book club, 0 voted")
    jonas.get_by_role("button", name="2. Emma").click()
    mara.get_by_role("button", name="2. Emma").click()
    amina.get_by_role("button", name="1. Dune").click()
    for frame in (amina, jonas, mara):
        expect(rows(frame).nth(1)).to_contain_text("Book club, 3 voted")
        expect(rows(frame).nth(1)).to_contain_text("Emma: 2")
    expect(rows(jonas).last).to_contain_text("Your vote is for Emma.")
    expect(rows(amina)).to_have_count(3)  # the line, the poll and the word to her alone
    assert set(poll.votes) == {"U0AMINA0001", "U0JONAS0001", "U0MARAO0001"}


def test_more_pages_than_a_browser_opens_connections_are_live(poll: Poll, window: Callable[..., Page]) -> None:
    page = window("amina,jonas,priya,kenji,lucia,noor,tane,wanjiru", viewport={"width": 2600, "height": 700})
    expect(page.locator("iframe")).to_have_count(8)
    frames = [page.frame_locator("iframe").nth(index) for index in range(8)]
    for frame in frames:
        expect(frame.get_by_role("heading", name="# book-club")).to_be_visible()
    say_in(frames[0], "/recommend club")
    frames[7].get_by_role("button", name="3. Kindred").click()
    for frame in frames:
        expect(rows(frame).nth(1)).to_contain_text("Kindred: 1")
    assert set(poll.votes) == {"U0WANJI0001"}


def test_columns_are_added_changed_and_closed_and_their_people_stand_in_the_address(
    window: Callable[..., Page],
) -> None:
    page = window("jonas")
    expect(page.get_by_role("button", name="Close the column of Jonas Lind")).to_be_hidden()  # the last one stays
    page.get_by_role("button", name="Add a person").click()
    expect(page).to_have_url(re.compile("users=U0JONAS0001%2CU0AMINA0001$"))
    column(page, "Amina Diallo")
    page.get_by_label("This column is").nth(1).select_option("Priya Raman")
    column(page, "Priya Raman")
    page.get_by_role("button", name="Close the column of Jonas Lind").click()
    expect(page.locator("iframe")).to_have_count(1)
    page.reload()
    column(page, "Priya Raman")
    expect(page.locator("iframe")).to_have_count(1)
    page.get_by_role("link", name="One person").click()
    expect(page.get_by_label("You are")).to_be_visible()


def test_a_window_opens_in_its_own_column_and_closes_there_without_moving_the_others(
    app: ScriptedApp, address: str, window: Callable[..., Page]
) -> None:
    app.answer = lambda _: Answer()
    page = window("amina,jonas")
    amina, jonas = column(page, "Amina Diallo"), column(page, "Jonas Lind")
    for frame, title in ((amina, "Hers"), (jonas, "His")):
        frame.get_by_role("button", name="Shortcuts").click()
        frame.get_by_role("menuitem", name="Find a book").click()
        wait_until(page, lambda title=title: len(app.received) == (1 if title == "Hers" else 2))  # type: ignore[misc]
        trigger = app.received[-1].payload["trigger_id"]
        web_api(address).views_open(trigger_id=trigger, view=modal(title=plain(title)))
        expect(frame.get_by_role("dialog", name=title)).to_be_visible()
    amina.get_by_role("dialog").get_by_role("button", name="Dismiss").click()
    expect(amina.get_by_role("dialog")).to_be_hidden()
    expect(jonas.get_by_role("dialog", name="His")).to_be_visible()
    jonas.get_by_role("dialog").get_by_role("button", name="Dismiss").press("Escape")
    expect(jonas.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("iframe")).to_have_count(2)


def test_tabs_of_one_browser_are_several_people(poll: Poll, browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=DESKTOP)
    context.set_default_timeout(PAGE_MILLISECONDS)
    pages = [context.new_page() for _ in range(7)]
    for page, user in zip(pages, ("amina", "jonas", "priya", "kenji", "noor", "tane", "amina"), strict=True):
        page.goto(f"{address}?user={user}")
        expect(page.get_by_role("heading", name="# book-club")).to_be_visible()
    say(pages[0], "/recommend club")
    pages[5].get_by_role("button", name="1. Dune").click()
    for page in pages:
        expect(messages(page).nth(1)).to_contain_text("Dune: 1")
    pages[5].close()
    pages[1].get_by_role("button", name="1. Dune").click()
    expect(messages(pages[6]).nth(1)).to_contain_text("Dune: 2")
    context.close()
    assert set(poll.votes) == {"U0TANEN0001", "U0JONAS0001"}


def test_a_crowd_presses_the_votes_and_its_report_says_what_each_got(
    poll: Poll, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.get_by_role("button", name="A crowd presses a button").click()
    panel = page.get_by_role("complementary", name="A crowd")
    expect(panel).to_contain_text("No message of this channel that everyone sees has buttons yet.")
    say(page, "/recommend club")
    for book in ("1. Dune", "2. Emma", "3. Kindred"):
        expect(panel.get_by_label(book)).to_be_checked()
    expect(panel.get_by_label("Close the vote")).not_to_be_checked()
    panel.get_by_label("3. Kindred").uncheck()
    expect(panel.get_by_label("Members", exact=True)).to_have_value("100")
    panel.get_by_label("Within seconds").fill("2")
    panel.get_by_role("button", name="Press", exact=True).click()
    expect(panel.get_by_role("status")).to_have_text("Done: 100 of 100 have pressed")
    expect(messages(page).nth(1)).to_contain_text("Book club, 100 voted")
    expect(messages(page).nth(1)).to_contain_text("Kindred: 0")
    expect(panel.locator("dl").first).to_contain_text("answered100errors0time-outs0")
    expect(panel.locator("dl").last).to_contain_text(re.compile(r"Your vote is for (Dune|Emma)\.\d+"))
    expect(messages(page)).to_have_count(2)  # words to the made-up members are theirs
    assert len(poll.votes) == 100


def test_a_crowd_that_gets_errors_says_so(poll: Poll, app: ScriptedApp, open_page: Callable[..., Page]) -> None:
    page = open_page()
    say(page, "/recommend club")
    expect(messages(page).nth(1)).to_contain_text("0 voted")
    app.answer = lambda _: Answer(status=500)
    page.get_by_role("button", name="A crowd presses a button").click()
    panel = page.get_by_role("complementary", name="A crowd")
    panel.get_by_label("Members", exact=True).fill("101")
    panel.get_by_role("button", name="Press", exact=True).click()
    expect(panel.get_by_role("alert")).to_have_text("Expected 1 to 100 members, got 101.")
    panel.get_by_label("Members", exact=True).fill("4")
    panel.get_by_label("Within seconds").fill("0")
    panel.get_by_role("button", name="Press", exact=True).click()
    expect(panel.locator(".found.error")).to_have_text("4×: This app responded with status 500.")
    expect(panel.locator("dd.bad")).to_have_text("4")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert poll.votes == {}


def test_a_message_that_changes_under_a_pressed_pointer_or_an_open_menu_loses_no_click(
    poll: Poll, app: ScriptedApp, open_page: Callable[..., Page]
) -> None:
    page, jonas = open_page(), open_page("jonas")
    say(page, "/recommend club")
    vote = page.get_by_role("button", name="1. Dune")
    vote.hover()
    page.mouse.down()
    jonas.get_by_role("button", name="2. Emma").click()
    expect(messages(jonas).nth(1)).to_contain_text("Emma: 1")
    page.wait_for_timeout(300)  # in which her page could have lost the button under her finger
    page.mouse.up()
    expect(messages(page).nth(1)).to_contain_text("Book club, 2 voted")
    assert poll.votes == {"U0JONAS0001": "Emma", "U0AMINA0001": "Dune"}

    page.get_by_role("combobox", name="More").click()
    choice = page.get_by_role("option", name="Sulk")
    expect(choice).to_be_visible()
    jonas.get_by_role("button", name="3. Kindred").click()
    expect(messages(jonas).nth(1)).to_contain_text("Kindred: 1")
    page.wait_for_timeout(300)
    expect(choice).to_be_visible()
    page.keyboard.press("Escape")
    expect(messages(page).nth(1)).to_contain_text("Kindred: 1")
    assert {received.payload["actions"][0]["type"] for received in app.received[1:]} == {"button"}


@pytest.mark.parametrize("viewport", [DESKTOP, {"width": 800, "height": 700}, PHONE], ids=["1280", "800", "360"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_crowd_and_columns_fit_and_can_be_read(
    viewport: dict[str, int], scheme: str, poll: Poll, open_page: Callable[..., Page], address: str
) -> None:
    page = open_page(viewport=viewport, color_scheme=scheme)
    say(page, "/recommend club")
    expect(messages(page).nth(1)).to_contain_text("0 voted")
    if viewport["width"] <= 760:
        page.get_by_role("button", name="Channels and people").click()
    page.get_by_role("button", name="A crowd presses a button").click()
    panel = page.get_by_role("complementary", name="A crowd")
    panel.get_by_label("Members", exact=True).fill("3")
    panel.get_by_label("Within seconds").fill("0")
    panel.get_by_role("button", name="Press", exact=True).click()
    expect(panel.get_by_role("status")).to_have_text("Done: 3 of 3 have pressed")

    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert panel.evaluate("node => node.scrollWidth <= node.clientWidth")
    for text in (panel.locator(".hint"), panel.locator("label"), panel.locator("dt"), panel.locator("dd")):
        assert text.first.evaluate(CONTRAST) >= 4.5

    page.goto(f"{address}side-by-side?users=amina,noor")
    expect(page.frame_locator("iframe").first.get_by_role("heading", name="# book-club")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    bar = page.frame_locator("iframe").first.locator("#conversation > .bar")
    assert bar.evaluate("node => node.scrollWidth <= node.clientWidth")
    assert bar.evaluate("node => node.getBoundingClientRect().height") <= 57
    for text in (page.locator(".column select").first, page.get_by_role("link", name="One person")):
        assert text.evaluate(CONTRAST) >= 4.5
    assert len(poll.votes) == 3
