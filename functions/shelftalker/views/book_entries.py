"""A book of a list in Block Kit: number, title, author and year, rating, reason, and its cover beside them.

An entry has no controls of its own: those of all books of a list are one row of menus, see book_menus.py. It is as
short as it can be: beside a cover a phone has room for some 25 letters a line.
"""

from shelftalker.recommend.reasons import Recommendation
from shelftalker.views.block_kit import Block, section
from shelftalker.views.book_link import link_markup
from shelftalker.views.wording import DatasetFacts, bold_by, cover, short_rating, year


def book_section(
    number: int, recommendation: Recommendation, dataset: DatasetFacts, *, reason: str = "", is_wanted: bool = False
) -> Block:
    """Return a book of a list.

    Args:
        number: Its number, by which the menus name it.
        recommendation: The book.
        dataset: Facts of the dataset.
        reason: The reason for it, in markup, or an empty string.
        is_wanted: Whether the book is on the reader's want-to-read list.
    """
    book = recommendation.book
    title = f"{number}. {bold_by(book)}" + (f", {year(book.year)}" if book.year is not None else "")
    rating = " \u00b7 ".join(filter(None, [short_rating(book, dataset), link_markup(book, dataset)]))
    notes = " \u00b7 ".join(filter(None, [reason, "\u2713 On your list" * is_wanted]))
    return section("\n".join(filter(None, [title, rating, notes])), cover(book))
