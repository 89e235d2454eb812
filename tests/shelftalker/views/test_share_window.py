"""The window in which one book is shared with a word of one's own."""

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from shelftalker.recommend.listing import Listing
from shelftalker.views.share_window import ShareOrigin, chosen_to_share, share_view
from tests.generated_readers import listings
from tests.view_checks import check_view

ORIGIN = ShareOrigin("https://hooks.slack.example/actions/1", "1700000000.000100")


def submission_of(view: dict[str, Any], book_id: str, word: str | None) -> dict[str, Any]:
    """Return the window as Slack sends it."""
    values = {
        "book": {"share_book": {"selected_option": {"value": book_id}}},
        "word": {"share_word": {"type": "plain_text_input", "value": word}},
    }
    return view | {"state": {"values": values}}


@given(listings())
def test_every_listing_with_books_has_a_window_within_slacks_limits(listing: Listing) -> None:
    assume(listing.books)
    view = share_view(listing, ORIGIN)
    check_view(view)
    options = view["blocks"][0]["element"]["options"]
    assert [option["value"] for option in options] == list({book.book_id: book for book in listing.books})


@given(listings(), st.none() | st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_submitted_window_tells_book_word_and_conversation(listing: Listing, word: str | None) -> None:
    assume(listing.books)
    chosen = chosen_to_share(submission_of(share_view(listing, ORIGIN), "aaaaaaaa", word))
    assert chosen == ("aaaaaaaa", " ".join((word or "").split()), ORIGIN)


def test_an_origin_of_another_version_reaches_nobody() -> None:
    assert ShareOrigin.decode("2 https://hooks.slack.example/actions/1") == ShareOrigin("")
    assert ShareOrigin.decode("") == ShareOrigin("")
    assert ShareOrigin.decode(ShareOrigin("https://a.example").encode()) == ShareOrigin("https://a.example")
