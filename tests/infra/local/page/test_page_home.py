"""The app's Home on the page: opening it, acting in it, and publishing it again."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from slack_sdk import WebClient

from shelftalker.model.catalogue import Book
from shelftalker.recommend.first_books import FirstBooks
from shelftalker.shelf.contents import Preferences
from shelftalker.shelf.pages import ShelfPage, ShelfTab
from shelftalker.views.first_books import FirstDay
from shelftalker.views.home import Home, home_view
from shelftalker.views.wording import DatasetFacts
from tests.infra.local.block_kit import button, home, option, plain, section, with_buttons
from tests.infra.local.person_at_page import CONTRAST, PHONE, messages, say, wait_until, web_api
from tests.infra.local.scripted_slack import Answer, Received, ScriptedApp

TITLES = ("It", "The Strange Case of the Alchemist's Daughter and Other Tales, Illustrated", "雪国", "الأيام")
GENRES = [option("Crime"), option("Fantasy"), option("Poetry")]


class HomeApp:
    """An app that publishes a test's view when its Home is opened or clicked."""

    def __init__(self, web_api: WebClient) -> None:
        self.web_api = web_api
        self.events: list[Any] = []
        self.actions: list[Any] = []
        self.answer = Answer()
        self.home: Callable[[], dict[str, Any]] = lambda: home(section("Nothing here."))

    def __call__(self, received: Received) -> Answer:
        """Publish the Home when it was opened or an element in it was clicked."""
        if received.headers["content-type"].startswith("application/json"):
            event = json.loads(received.raw_body)["event"]
            self.events.append(event)
            self.publish(event["user"])
        else:
            payload = received.payload
            self.actions.append(payload["actions"][0])
            if self.answer.status == 200:
                self.publish(payload["user"]["id"])
        return self.answer

    def publish(self, user_id: str) -> None:
        """Publish the current Home to a person."""
        self.web_api.views_publish(user_id=user_id, view=self.home())


@pytest.fixture
def home_app(app: ScriptedApp, address: str) -> HomeApp:
    app.answer = home_app = HomeApp(web_api(address))
    return home_app


def open_home(page: Page) -> Locator:
    page.get_by_role("navigation").get_by_role("button", name="Shelftalker").click()
    region = page.get_by_role("region", name="Home")
    expect(region).to_be_visible()
    expect(region).not_to_have_attribute("aria-busy", "true")  # the app has had its event
    return region


def test_the_home_replaces_the_channel_until_a_channel_is_opened(
    home_app: HomeApp, open_page: Callable[..., Page]
) -> None:
    home_app.home = lambda: home({"type": "header", "text": plain(f"Opened {len(home_app.events)} times")})
    page = open_page()
    region = open_home(page)
    expect(region.get_by_role("heading", name="Opened 1 times")).to_be_visible()
    expect(page.get_by_role("heading", name="Shelftalker")).to_be_visible()
    expect(page.get_by_role("combobox", name="Message #book-club")).to_be_hidden()
    expect(page.get_by_role("button", name="Shelftalker")).to_have_attribute("aria-current", "page")
    assert (home_app.events[0]["type"], home_app.events[0]["tab"]) == ("app_home_opened", "home")
    page.reload()
    expect(region.get_by_role("heading", name="Opened 2 times")).to_be_visible()
    page.get_by_role("button", name="general").click()
    expect(region).to_be_hidden()
    expect(page.get_by_role("heading", name="# general")).to_be_visible()
    expect(page.get_by_role("combobox", name="Message #general")).to_be_focused()


def test_everyone_has_a_home_of_their_own(home_app: HomeApp, open_page: Callable[..., Page]) -> None:
    home_app.home = lambda: home(section(f"Home of <@{home_app.events[-1]['user']}>"))
    amina, jonas = open_page("amina"), open_page("jonas")
    open_home(amina)
    expect(amina.get_by_text("Home of @Amina Diallo")).to_be_visible()
    open_home(jonas)
    expect(jonas.get_by_text("Home of @Jonas Lind")).to_be_visible()
    expect(amina.get_by_text("Home of @Amina Diallo")).to_be_visible()
    amina.get_by_label("You are").select_option("Jonas Lind")
    expect(amina.get_by_text("Home of @Jonas Lind")).to_be_visible()


def test_a_home_published_again_keeps_focus_and_scroll_position(
    home_app: HomeApp, open_page: Callable[..., Page]
) -> None:
    def shelf() -> dict[str, Any]:
        count = len(home_app.actions)
        rows = [section(f"Book {row}, {count} clicks", block_id=f"row {row}") for row in range(40)]
        rows[30]["accessory"] = button("remove", text=plain("Remove"))
        return home(*rows)

    home_app.home = shelf
    page = open_page()
    region = open_home(page)
    remove = region.get_by_role("button", name="Remove")
    remove.scroll_into_view_if_needed()
    expect(region).not_to_have_attribute("aria-busy", "true")
    before = region.evaluate("node => node.scrollTop")
    assert before > 0
    remove.press("Enter")
    expect(region.get_by_text("Book 30, 1 clicks")).to_be_visible()
    expect(remove).to_be_focused()
    assert abs(region.evaluate("node => node.scrollTop") - before) <= 1
    expect(page.locator("#announcer")).to_have_text("Shelftalker: Home has changed")
    home_app.home = lambda: home(section("Your shelf is empty."))
    remove.press("Enter")
    expect(region.get_by_text("Your shelf is empty.")).to_be_visible()
    expect(region).to_be_focused()


def test_choices_in_the_home_reach_the_app(home_app: HomeApp, open_page: Callable[..., Page]) -> None:
    groups = [{"label": plain("Made up"), "options": GENRES[:2]}, {"label": plain("Verse"), "options": GENRES[2:]}]
    genre = {"type": "static_select", "action_id": "genre", "option_groups": groups, "initial_option": GENRES[1]}
    several = {
        "type": "multi_static_select",
        "action_id": "several",
        "options": GENRES,
        "placeholder": plain("Several"),
        "initial_options": GENRES[:1],
    }
    boxes = {"type": "checkboxes", "action_id": "boxes", "options": GENRES}
    more = {"type": "overflow", "action_id": "more", "options": [option("Export"), option("Delete")]}
    home_app.home = lambda: home(
        section("One", accessory=genre, block_id="1"),
        section("Several", accessory=several, block_id="2"),
        {"type": "actions", "elements": [boxes, more], "block_id": "3"},
    )
    page = open_page()
    region = open_home(page)
    one = region.get_by_role("combobox", name="Choose an option")
    expect(one).to_contain_text("Fantasy")
    one.press("ArrowDown")
    expect(page.get_by_role("group", name="Verse").get_by_role("option")).to_have_count(1)
    expect(page.get_by_role("option", name="Fantasy")).to_have_attribute("aria-selected", "true")
    page.keyboard.type("po")
    page.keyboard.press("Enter")
    wait_until(page, lambda: len(home_app.actions) == 1)
    assert home_app.actions[-1]["selected_option"]["value"] == "Poetry"
    region.get_by_role("combobox", name="Several").press("Enter")
    page.get_by_role("listbox").get_by_role("option", name="Poetry").click()
    page.get_by_role("listbox").get_by_role("option", name="Crime").click()
    page.keyboard.press("Escape")
    wait_until(page, lambda: len(home_app.actions) == 2)
    assert [chosen["value"] for chosen in home_app.actions[-1]["selected_options"]] == ["Poetry"]
    region.get_by_role("checkbox", name="Crime").check()
    wait_until(page, lambda: len(home_app.actions) == 3)
    assert [chosen["value"] for chosen in home_app.actions[-1]["selected_options"]] == ["Crime"]
    region.get_by_role("button", name="More actions").press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    wait_until(page, lambda: len(home_app.actions) == 4)
    assert home_app.actions[-1]["selected_option"]["value"] == "Delete"


def test_a_choice_survives_another_initial_option_until_the_home_is_opened_again(
    home_app: HomeApp, open_page: Callable[..., Page]
) -> None:
    """As in Slack: https://github.com/slackapi/bolt-js/issues/974."""
    genre = {"type": "static_select", "action_id": "genre", "options": GENRES}
    home_app.home = lambda: home(
        section(f"{len(home_app.actions)} choices", block_id="count"),
        section("Genre", accessory=genre | {"initial_option": GENRES[len(home_app.actions)]}, block_id="genre"),
    )
    page = open_page()
    region = open_home(page)
    region.get_by_role("combobox").click()
    page.get_by_role("listbox").get_by_role("option", name="Poetry").click()
    expect(region.get_by_text("1 choices")).to_be_visible()
    expect(region.get_by_role("combobox")).to_contain_text("Poetry")
    page.get_by_role("button", name="general").click()
    open_home(page)
    expect(region.get_by_role("combobox")).to_contain_text("Fantasy")


def test_a_click_in_the_home_shows_that_it_waits_and_its_error_is_beside_it(
    home_app: HomeApp, open_page: Callable[..., Page]
) -> None:
    home_app.home = lambda: home({"type": "actions", "elements": [button(text=plain("Export")), button("other")]})
    page = open_page()
    region = open_home(page)
    home_app.answer = Answer(status=500, after_seconds=2.5)
    export = region.get_by_role("button", name="Export")
    export.click()
    expect(export).to_have_attribute("aria-busy", "true")
    export.click()
    expect(region.locator(".element").first.get_by_role("alert")).to_contain_text("500")
    expect(export).not_to_have_attribute("aria-busy", "true")
    assert len(home_app.actions) == 1


def test_a_choice_that_is_not_confirmed_is_not_made(home_app: HomeApp, open_page: Callable[..., Page]) -> None:
    confirm = {"title": plain("Sure?"), "text": plain("For good."), "confirm": plain("Yes"), "deny": plain("No")}
    genre = {"type": "static_select", "action_id": "genre", "options": GENRES, "initial_option": GENRES[0]}
    home_app.home = lambda: home(section("Genre", accessory=genre | {"confirm": confirm}))
    page = open_page()
    select = open_home(page).get_by_role("combobox")
    select.click()
    page.get_by_role("listbox").get_by_role("option", name="Poetry").click()
    page.get_by_role("dialog", name="Sure?").get_by_role("button", name="No").click()
    expect(select).to_contain_text("Crime")
    assert home_app.actions == []


def test_links_open_the_home_or_a_new_tab(app: ScriptedApp, address: str, open_page: Callable[..., Page]) -> None:
    deep = button("deep", text=plain("My Home"), url="slack://app?team=T0SHELF0001&id=A0SHELF0001&tab=home")
    web = button("web", text=plain("The book"), url=f"{address}page/icon.svg", accessibility_label="About the book")
    app.answer = lambda received: Answer(with_buttons(deep, web) if "command=" in received.raw_body else "")
    page = open_page()
    say(page, "/recommend")
    link = messages(page).get_by_role("link", name="About the book")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    with page.context.expect_page() as new_page:
        link.click()
    assert new_page.value.url.endswith("icon.svg")
    assert new_page.value.evaluate("window.opener") is None
    assert "web" in app.received[-1].raw_body
    messages(page).get_by_role("link", name="My Home").click()
    expect(page.get_by_role("region", name="Home")).to_be_visible()
    expect(page.get_by_text("Shelftalker has shown nothing here yet.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_home_fits_a_phone_and_can_be_read(home_app: HomeApp, open_page: Callable[..., Page], scheme: str) -> None:
    several = {"type": "multi_static_select", "action_id": "s", "options": GENRES, "initial_options": GENRES}
    titles = ("Llanfairpwllgwyngyll" * 15, "雪国" * 150, "الأيام " * 40)
    home_app.home = lambda: home(
        {"type": "header", "text": plain("My shelf")},
        *[
            section(f"*{title}*", accessory=several | {"action_id": f"s{position}"})
            for position, title in enumerate(titles)
        ],
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "`seen` by _you_"}]},
        {"type": "actions", "elements": [button("a"), button("b", style="primary"), button("c", style="danger")]},
    )
    page = open_page(viewport=PHONE, color_scheme=scheme, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Channels and people").click()
    region = open_home(page)
    expect(page.locator("#sidebar")).to_be_hidden()
    expect(region.get_by_role("button", name="Choose")).to_have_count(3)
    assert region.evaluate("node => node.scrollWidth <= node.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    for found in region.locator(":is(h2, h3, .text, .token, .button, code):visible").all():
        ratio = found.evaluate(CONTRAST)
        assert ratio >= 4.5, f"{found.text_content()}: {ratio:.2f}"


def first_day() -> dict[str, Any]:
    """Return Home with ten books to rate, with titles short, long and from right to left."""
    books = [
        Book(row, f"aaaaaaa{letter}", TITLES[row % 4], "Maximilian von Hohenstein", row, 1965, "0", None, 9, 8.0)
        for row, letter in enumerate("bcdefghijk", start=1)
    ]
    day = FirstDay(FirstBooks(tuple(books), 10, has_others=True), 3)
    shelf = ShelfPage(ShelfTab.RATED, 1, 1, (), 0, 0, 0)
    return home_view(Home(None, shelf, Preferences(), [], [], first_day=day, first_place=0), DatasetFacts(10))


@pytest.mark.parametrize("width", [800, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ten_books_of_a_first_day_have_their_stars_beside_them_and_nothing_is_cut_off(
    home_app: HomeApp, open_page: Callable[..., Page], width: int, scheme: str
) -> None:
    home_app.home = first_day
    page = open_page(viewport={"width": width, "height": 740}, color_scheme=scheme)
    if width < 760:
        page.get_by_role("button", name="Channels and people").click()
    region = open_home(page)
    rows = region.locator(".section:has(.select)")
    expect(rows).to_have_count(10)
    rows.nth(1).get_by_role("combobox").click()
    page.locator("[role=listbox]:visible").get_by_role("option", name="three stars").click()
    expect(rows.nth(1).get_by_role("combobox")).to_contain_text("three stars")
    assert region.evaluate("node => node.scrollWidth <= node.clientWidth")
    bottom = 0.0
    for number, row in enumerate(rows.all(), start=1):
        text, stars = row.locator(".section-text").bounding_box(), row.get_by_role("combobox").bounding_box()
        assert text
        assert stars
        # Beside its book, below the row before, and whole within the page.
        assert text["y"] >= bottom, number
        assert text["x"] + text["width"] <= stars["x"], number
        assert stars["x"] + stars["width"] <= width, number
        assert stars["height"] <= 2 * 44, number
        bottom = max(text["y"] + text["height"], stars["y"] + stars["height"])
    for found in region.locator(":is(h2, h3, .text, .button):visible").all():
        assert found.evaluate(CONTRAST) >= 4.5, found.text_content()
    before = len(home_app.actions)
    region.get_by_role("button", name="Save my stars", exact=True).click()
    wait_until(page, lambda: len(home_app.actions) == before + 1)
    assert home_app.actions[-1]["value"] == "10"
