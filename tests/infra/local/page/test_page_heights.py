"""Heights of answers on the page: five books with covers and all controls in one screen.

The sizes are Slack's, see infra/local/page/styles/slack.css. Measured is the answer, from the top of its heading to the
bottom of its last row of controls, and apart from it the whole message, with the app's name and the sample's notice.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.listing import Listing
from shelftalker.recommend.listing_pages import books_after, books_by_author, books_for_reader
from shelftalker.settings import AnswerLayout, AnswerSettings
from shelftalker.shelf.contents import EMPTY_SHELF
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.views.block_kit import Message
from shelftalker.views.listing import listing_message
from shelftalker.views.wording import DatasetFacts
from tests.infra.local.person_at_page import newest, say
from tests.infra.local.scripted_slack import Answer, Received, ScriptedApp

STYLES = Path(__file__).parents[4] / "infra" / "local" / "page" / "styles"
# Width of the page -> greatest height of an answer, and of its whole message, in pixels.
MAXIMA = {800: 660, 360: 1000}
WHOLE_MAXIMA = {800: 720, 360: 1000}
LONGEST = 8


def nobody(catalogue: Catalogue) -> KnownBooks:
    return KnownBooks(catalogue, EMPTY_SHELF)


@pytest.fixture(scope="module")
def longest_listings(sample: Catalogue) -> list[Listing]:
    """Return the answers with the most words among those to every title of the sample."""
    listings = [books_after(sample, book, nobody(sample)) for book in sample.all_books()]
    dataset = DatasetFacts.of(sample)
    full = [listing for listing in listings if len(listing.books) == 5]
    return sorted(full, key=lambda listing: -len(listing_message(listing, dataset).text))[:LONGEST]


def with_long_titles(listing: Listing) -> Listing:
    """Return a listing whose books have titles and authors as long as they come in catalogues."""
    title = "The Strange Case of the Alchemist's Daughter and Other Tales of the Vanished City, Illustrated"
    positions = tuple(
        position._replace(
            recommendation=position.recommendation._replace(
                book=position.recommendation.book._replace(title=title, author="Maximilian von Hohenstein-Wittgenstein")
            )
        )
        for position in listing.positions
        if position.recommendation
    )
    return listing._replace(positions=positions)


def show(app: ScriptedApp, page: Page, message: Message) -> Locator:
    """Have the app answer with a message, and return the message on the page."""

    def answer(_: Received) -> Answer:
        return Answer(message.as_payload())

    app.answer = answer
    say(page, "/recommend dune")
    page.wait_for_function("document.fonts.status === 'loaded'")
    shown = newest(page, message.blocks[0]["text"]["text"].replace("*", "")[:20])
    expect(shown.locator(".accessory img, .accessory .broken-image")).to_have_count(
        sum("image_url" in block.get("accessory", {}) for block in message.blocks)
    )
    return shown


def height(message: Locator) -> float:
    box = message.bounding_box()
    assert box
    return box["height"]


def answer_height(message: Locator) -> float:
    """Return the height from the top of the heading to the bottom of the last row of controls."""
    top, bottom = message.locator(".blocks > *").first.bounding_box(), message.locator(".actions").last.bounding_box()
    assert top
    assert bottom
    return bottom["y"] + bottom["height"] - top["y"]


@pytest.mark.parametrize("width", MAXIMA)
def test_five_books_with_covers_and_controls_are_seen_at_once(
    app: ScriptedApp, open_page: Callable[..., Page], sample: Catalogue, longest_listings: list[Listing], width: int
) -> None:
    dataset = DatasetFacts.of(sample)
    dune = next(book for book in sample.all_books() if book.title == "Dune")
    known = [books_after(sample, dune, nobody(sample)), books_by_author(sample, dune, nobody(sample))]
    listings = [*known, books_for_reader(sample, nobody(sample)), *longest_listings]
    page = open_page(viewport={"width": width, "height": 1200})
    heights = {}
    for listing in listings:
        message = listing_message(listing, dataset)
        shown = show(app, page, message)
        heights[message.text[:60]] = answer_height(shown), height(shown)
    measured = json.dumps(heights, indent=1)
    assert max(answer for answer, _ in heights.values()) <= MAXIMA[width], measured
    assert max(whole for _, whole in heights.values()) <= WHOLE_MAXIMA[width], measured


@pytest.mark.parametrize("width", MAXIMA)
def test_cards_and_their_controls_are_seen_at_once(
    app: ScriptedApp, open_page: Callable[..., Page], sample: Catalogue, longest_listings: list[Listing], width: int
) -> None:
    dataset = DatasetFacts.of(sample, AnswerSettings(AnswerLayout.CARDS))
    page = open_page(viewport={"width": width, "height": 1200})
    longest = longest_listings[0]
    for listing in (longest, with_long_titles(longest)):
        message = show(app, page, listing_message(listing, dataset))
        expect(message.get_by_role("list", name="Cards").get_by_role("listitem")).to_have_count(5)
        assert answer_height(message) <= MAXIMA[width]


@pytest.mark.parametrize("width", MAXIMA)
def test_long_titles_are_seen_at_once_too(
    app: ScriptedApp, open_page: Callable[..., Page], sample: Catalogue, width: int
) -> None:
    dune = next(book for book in sample.all_books() if book.title == "Dune")
    listing = with_long_titles(books_after(sample, dune, nobody(sample)))
    page = open_page(viewport={"width": width, "height": 1200})
    assert answer_height(show(app, page, listing_message(listing, DatasetFacts.of(sample)))) <= MAXIMA[width]


def test_the_sizes_of_slack_stand_in_one_table_with_their_sources() -> None:
    table = (STYLES / "slack.css").read_text(encoding="utf-8")
    lines = [line for line in table.splitlines() if line.strip().startswith("--slack-")]
    assert lines
    assert all("/*" in line for line in lines)
    names = [line.split(":")[0].strip() for line in lines]
    others = "".join(path.read_text(encoding="utf-8") for path in STYLES.glob("*.css") if path.name != "slack.css")
    assert [name for name in names if f"var({name})" not in others] == []


def test_a_message_is_drawn_in_slacks_sizes(
    app: ScriptedApp, open_page: Callable[..., Page], sample: Catalogue
) -> None:
    dune = next(book for book in sample.all_books() if book.title == "Dune")
    page = open_page()
    message = show(app, page, listing_message(books_after(sample, dune, nobody(sample)), DatasetFacts.of(sample)))
    style = "(node, name) => getComputedStyle(node)[name]"
    text = message.locator(".section .text").first
    assert text.evaluate(style, "fontSize") == "15px"
    assert float(text.evaluate(style, "lineHeight").removesuffix("px")) == pytest.approx(22, abs=0.01)
    cover = message.locator(".section").nth(1).locator(".accessory > *").bounding_box()
    assert cover
    assert (cover["width"], cover["height"]) == (88, 88)
    button = message.get_by_role("button", name="Five more")
    assert button.evaluate(style, "fontSize") == "13px"
    assert height(button) == 28
