"""A book of a list in Block Kit: number, title and author, facts, reason, and its cover beside them.

An entry has no controls of its own: those of all books of a list are one row of menus, see book_menus.py.
"""

from typing import NamedTuple

from shelftalker.recommend.reasons import Recommendation
from shelftalker.views.block_kit import Block, section
from shelftalker.views.book_link import link_markup
from shelftalker.views.wording import DatasetFacts, bold_by, cover, facts


class EntryNotes(NamedTuple):
    """The lines of an entry below the facts, each in markup or an empty string.

    Attributes:
        reason: The reason for the recommendation.
        is_wanted: Whether the book is on the reader's want-to-read list.
        predecessor: A line on the book that stood in this place before.
    """

    reason: str = ""
    is_wanted: bool = False
    predecessor: str = ""


def book_section(number: int, recommendation: Recommendation, dataset: DatasetFacts, notes: EntryNotes) -> Block:
    """Return a book of a list, by the number under which the menus name it."""
    book = recommendation.book
    known = [facts(book, dataset), link_markup(book, dataset), "\u2713 On your list" * notes.is_wanted]
    lines = [f"{number}. {bold_by(book)}", " \u00b7 ".join(filter(None, known)), notes.reason, notes.predecessor]
    return section("\n".join(filter(None, lines)), cover(book))
