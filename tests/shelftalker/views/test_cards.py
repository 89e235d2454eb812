"""Listings as carousels of cards."""

from hypothesis import given

from infra.local.slack.rules.validation import blocks_within, interactive_elements
from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing import Listing, Position
from shelftalker.recommend.listing_state import ListingState, PositionState, state_of_element
from shelftalker.recommend.reasons import AfterBook, Recommendation, SeriesPlace
from shelftalker.recommend.stops import Source
from shelftalker.shelf.contents import Preferences
from shelftalker.views.block_kit import Message, divider
from shelftalker.views.cards import CARD, card_blocks
from shelftalker.views.wording import DatasetFacts
from tests.generated_readers import DATASETS, listings
from tests.shelftalker.views.message_checks import check
from tests.view_checks import words_in

DRAWN_AT = "1763946000.123456"
FACTS = DatasetFacts(rating_scale=10)


KINDS = ("carousel", "card")


def book(title: str, author: str = "Frank Herbert", cover_url: str | None = None) -> Book:
    return Book(
        book_row=1, book_id="aaaaaaaa", title=title, author=author, author_row=1, year=1969, isbn="0441172717",
        cover_url=cover_url, ratings_count=10, rating_mean=8.0, series=None, volume=None, last_volume=None,
    )  # fmt: skip


ASKED = book("Dune")._replace(book_id="dddddddd")


def listing_of(*positions: Position) -> Listing:
    """Return a listing after Dune with these positions."""
    states = tuple(
        PositionState(position.recommendation.book.book_id if position.recommendation else "") for position in positions
    )
    return Listing(
        state=ListingState(Source.AFTER_BOOK, (ASKED.book_id,), positions=states),
        subjects=(ASKED,),
        subject_verdict=None,
        back=None,
        positions=positions,
        step=None,
        preferences=Preferences(),
        preference_count=None,
        has_more=True,
        has_more_by_author=True,
    )


@given(listings(), DATASETS)
def test_every_carousel_keeps_slacks_limits(listing: Listing, dataset: DatasetFacts) -> None:
    check(Message("Books to read next", [divider(), *card_blocks(listing, dataset, DRAWN_AT)]))


@given(listings(), DATASETS)
def test_there_is_a_card_for_each_book_and_each_remembers_the_listing(listing: Listing, dataset: DatasetFacts) -> None:
    blocks = card_blocks(listing, dataset, DRAWN_AT)
    carousels, cards = ([block for _, block in blocks_within(blocks) if block["type"] == kind] for kind in KINDS)
    assert (len(carousels), len(cards)) == (bool(listing.books), len(listing.books))
    for card in cards:
        for button in card["actions"]:
            for block in (card, *carousels):
                assert state_of_element(block["block_id"], button["action_id"]) == listing.state


def test_a_card_has_the_number_title_facts_reason_cover_and_two_buttons() -> None:
    messiah = book("Dune Messiah", cover_url="https://covers.example/1.png")
    reason = AfterBook(ASKED, 12)
    [carousel] = card_blocks(listing_of(Position(None), Position(Recommendation(messiah, 1.0, reason))), FACTS)
    [card] = carousel["elements"]
    assert card["title"]["text"] == "2. Dune Messiah"
    assert card["subtitle"]["text"] == "Frank Herbert, 1969"
    assert card["body"]["text"].splitlines() == [
        "\u2605\u00a04.0 of 5 (10) \u00b7 <https://openlibrary.org/isbn/9780441172719|Get it>",
        "12 readers in common",
    ]
    assert card["hero_image"]["image_url"] == "https://covers.example/1.png"
    elements = {element["action_id"]: element for element in interactive_elements(card)}
    assert elements["choose_book:2"]["value"] == "1 aaaaaaaa"
    assert elements["want:2"]["text"]["text"] == "Want to read"


def test_a_book_on_the_list_is_marked_and_can_be_taken_off() -> None:
    [carousel] = card_blocks(listing_of(Position(Recommendation(book("Emma")), is_wanted=True)), FACTS)
    [card] = carousel["elements"]
    assert [button["action_id"] for button in card["actions"]] == ["choose_book:1", "unwant:1"]
    assert "\u2713 On your list" in words_in({"blocks": [card]})


def test_a_reason_that_is_too_long_for_a_card_is_cut_without_an_open_mark() -> None:
    # The title is cut in a reason, but each of its signs is five characters of markup.
    reason = AfterBook(book("&" * 120), 12)
    recommendation = Recommendation(book("It"), 1.0, reason, SeriesPlace.EARLIEST)
    [carousel] = card_blocks(listing_of(Position(recommendation)), FACTS)
    body = carousel["elements"][0]["body"]["text"]
    assert len(body) <= CARD.body
    assert "*" not in body
    assert body.startswith("\u2605")
    assert body.endswith("\u2026")


def test_a_link_that_is_too_long_for_a_card_is_left_out() -> None:
    wordy = book("The Strange Case of the Alchemist and Other Tales of the Vanished City, Illustrated " * 2)
    wordy = wordy._replace(isbn="")
    [carousel] = card_blocks(listing_of(Position(Recommendation(wordy, 1.0, AfterBook(ASKED, 12)))), FACTS)
    assert carousel["elements"][0]["body"]["text"].splitlines()[1] == "12 readers in common"
    assert "http" not in carousel["elements"][0]["body"]["text"]


def test_no_books_make_no_carousel() -> None:
    assert card_blocks(listing_of(Position(None)), FACTS) == []
