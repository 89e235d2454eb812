"""Headings of the books of a listing, in markup: what they are, and how they become the reader's own."""

from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing import Listing
from shelftalker.recommend.listing_state import Source
from shelftalker.recommend.steps import STEPS, Step
from shelftalker.views.block_kit import escape
from shelftalker.views.wording import bold_by, bold_titles, country_name, number_word


def heading(listing: Listing) -> str:
    """Return the heading of the books."""
    if listing.state.source is Source.BY_AUTHOR and listing.subject:
        return _heading_of_author(listing, listing.subject)
    return _heading_after(listing) if listing.subjects else _heading_for_reader(listing)


def hint(listing: Listing) -> str:
    """Return a hint how popular books give way to the reader's own, or an empty string."""
    if listing.state.source is not Source.POPULAR or listing.preference_count is None:
        return ""
    missing = STEPS.books_for_own_list - listing.preference_count
    if missing <= 0:
        return ""
    if missing == STEPS.books_for_own_list:
        return f"Rate {number_word(missing)} books that you know, and I recommend by your taste."
    return f"Rate {number_word(missing)} more, and I recommend by your taste."


def _heading_of_author(listing: Listing, subject: Book) -> str:
    author = escape(subject.author)
    return f"More books by {author}:" if listing.books else f"I have no other books by {author} that are new to you."


def _heading_after(listing: Listing) -> str:
    """Return the heading of the books after one, with its author, or after several, which names them all."""
    subjects = bold_by(listing.subjects[0]) if len(listing.subjects) == 1 else bold_titles(listing.subjects)
    if listing.state.is_continued:
        return f"More to read after {subjects}:" if listing.books else f"That is all I have after {subjects}."
    if not listing.books:
        return f"I know {subjects}, but no other book to put beside {'it' if len(listing.subjects) == 1 else 'them'}."
    return f"If you liked {subjects}, read next:"


def _heading_for_reader(listing: Listing) -> str:
    if not listing.books:
        return "I have no more books that are new to you."
    if listing.step is None:
        return "Books to read next:"
    if listing.step is Step.SHELF:
        return "For you, from your shelf:"
    if listing.step is Step.EVERYONE:
        return "Many readers like these:"
    return f"Readers {_like_the_reader(listing)} like these:"


def _like_the_reader(listing: Listing) -> str:
    country = f"from {escape(country_name(listing.preferences.country))}"
    age = f"aged {escape(listing.preferences.age_band)}"
    return {Step.COUNTRY: country, Step.AGE: age}.get(listing.step or Step.EVERYONE, f"{country} {age}")
