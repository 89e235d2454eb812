"""The books for those who are counted in, below a shared list: how many each fits, and no more of anyone."""

from shelftalker.recommend.joined_shelves import JOINED_SHELVES, JoinedBook, JoinedList
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.steps import STEPS
from shelftalker.views.block_kit import Block, actions, context, divider, section, without_markup
from shelftalker.views.book_entries import book_section
from shelftalker.views.book_menus import NumberedBook, like_menu, want_menu
from shelftalker.views.listing import numbered_line
from shelftalker.views.wording import DatasetFacts, number_word


def joined_blocks(joined: JoinedList, dataset: DatasetFacts) -> list[Block]:
    """Return the heading, the books with their menus, and a line on those whose shelves tell nothing yet."""
    blocks = [divider(), section(_heading(joined))]
    for number, each in enumerate(joined.books, start=1):
        blocks.append(book_section(number, Recommendation(each.book), dataset, reason=fits(each)))
    books = [NumberedBook(number, each.book) for number, each in enumerate(joined.books, start=1)]
    if books:
        blocks.append(actions([like_menu(books), want_menu(books)], "joined"))
    notes = _notes(joined)
    return [*blocks, context(notes)] if notes else blocks


def joined_text(joined: JoinedList, dataset: DatasetFacts) -> str:
    """Return the same in plain text."""
    lines = [
        numbered_line(number, Recommendation(each.book), dataset, fits(each))
        for number, each in enumerate(joined.books, start=1)
    ]
    return " ".join(filter(None, [without_markup(_heading(joined)), *lines, _notes(joined)]))


def fits(joined: JoinedBook) -> str:
    """Return the number of people whom a book fits: "Fits 4 of 5"."""
    return f"Fits {joined.fits} of {joined.of}"


def _heading(joined: JoinedList) -> str:
    if joined.people < JOINED_SHELVES.least_tastes:
        return "One of you is counted in. Once there are two, I look for books for both."
    if joined.books:
        return f"*Books for the {joined.people} of you who are counted in:*"
    if joined.with_taste < JOINED_SHELVES.least_tastes:
        return (
            f"{joined.people} of you are counted in. I show books for you together once two of you have rated "
            f"{number_word(STEPS.books_for_own_list)} books, or put them on your list."
        )
    return f"I found no book that is new to all {joined.people} of you who are counted in."


def _notes(joined: JoinedList) -> str:
    """Return a line on the people who could not be counted, without naming any."""
    is_apart = bool(joined.books) and all(each.fits == 1 for each in joined.books)
    few = joined.people - joined.with_taste - joined.unread
    apart = "None of them fits several of you: your tastes are far apart." if is_apart else ""
    unread = f"I can't reach the shelves of {joined.unread} of you right now." if joined.unread else ""
    if not joined.books or not few:
        return f"{apart} {unread}".strip()
    told = (
        f"{joined.with_taste} of the {joined.people} of you have rated or listed "
        f"{number_word(STEPS.books_for_own_list)} books so far; the others count once they have."
    )
    return " ".join(filter(None, [apart, told, unread]))
