"""Headings of the books of a listing, in markup: what they are, and how they become the reader's own."""

from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing import Listing
from shelftalker.recommend.steps import STEPS, Step
from shelftalker.recommend.stops import Source
from shelftalker.views.block_kit import escape
from shelftalker.views.wording import bold_by, bold_titles, bold_within, country_name, number_word

# Letters of a heading beside its menu on one line of a message at a width of 800 pixels; a title may take two lines.
_LINE = 47


def heading(listing: Listing) -> str:
    """Return the heading of the books."""
    if listing.state.source is Source.BY_AUTHOR and listing.subject:
        return _heading_of_author(listing, listing.subject)
    return _heading_after(listing) if listing.subjects else _heading_for_reader(listing)


def short_heading(listing: Listing) -> str:
    """Return the heading on one line where it can be, for the blocks: the plain text has its author in any case.

    One that is too long does without its last words, without the author, without both, or without the series, too; the
    end of a title is cut that would take more than two lines. The hint stands on its line.
    """
    whole = heading(listing)
    if hint(listing):
        rate = f"{'rate' if listing.books else 'Rate'} {number_word(_missing(listing))}"
        return f"{whole} {rate}, and I recommend by your taste."
    subject, asks = listing.subject, listing.state.source in {Source.AFTER_BOOK, Source.AFTER_BOOKS}
    if not (asks and listing.books) or _letters(whole) <= _LINE:
        return whole
    before, after = ("More to read after ", ":") if listing.state.is_continued else ("If you liked ", ", read next:")
    titles = bold_titles(listing.subjects)
    candidates = [f"{whole.removesuffix(after)}:", f"{before}{titles}{after}", f"{before}{titles}:"]
    if subject and subject.series:
        candidates += [f"{before}*{escape(subject.title)}*{after}", f"{before}*{escape(subject.title)}*:"]
    if subject and _letters(candidates[-1]) > 2 * _LINE:
        candidates.append(f"{before}{bold_within(subject, 2 * _LINE - len(before) - 1)}:")
    return next((text for text in candidates if _letters(text) <= _LINE), candidates[-1])


def hint(listing: Listing) -> str:
    """Return a hint how popular books give way to the reader's own, or an empty string."""
    if listing.state.source is not Source.POPULAR or listing.preference_count is None:
        return ""
    return rate_hint(_missing(listing))


def rate_hint(missing: int) -> str:
    """Return how many more books have to be rated for recommendations of one's own; empty where none have to."""
    if missing <= 0:
        return ""
    if missing == STEPS.books_for_own_list:
        return f"Rate {number_word(missing)} books that you know, and I recommend by your taste."
    return f"Rate {number_word(missing)} more, and I recommend by your taste."


def _missing(listing: Listing) -> int:
    """Return the number of books that the reader has yet to rate for recommendations of their own."""
    return STEPS.books_for_own_list - (listing.preference_count or 0)


def _letters(text: str) -> int:
    return len(text) - text.count("*")


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
