"""The summary of an import before it is kept: the books found, those on the shelf already, and those not found."""

import re
from typing import NamedTuple

from shelftalker.recommend.stops import quote_typed
from shelftalker.shelf.imports import IMPORTS, ImportContents, MissingBook
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block, actions, button, context, divider, escape, section, window
from shelftalker.views.library_import.import_window import IMPORT_TITLE, ImportOrigin
from shelftalker.views.shelf import book_count

_MISSING_ON_A_PAGE = 20
_LEFT_OUT = (
    f"left out: a broken row, one after the first {IMPORTS.rows:,}, "
    "or on a shelf of your own that says nothing of reading"
)


class ImportSummary(NamedTuple):
    """An import that is ready to be kept.

    Attributes:
        contents: The books of the export.
        rated: Number of books that *Keep these* gives stars.
        wanted: Number of books that it puts on the list.
        read: Number of books that it remembers as read, or begun, without stars.
        page: The page of books that were not found, from 1.
        origin: The Home that it belongs to, with the import's id.
    """

    contents: ImportContents
    rated: int
    wanted: int
    read: int
    page: int
    origin: ImportOrigin

    @property
    def pages(self) -> int:
        """Number of pages of books that were not found, at least 1."""
        return max(1, -(-len(self.contents.missing) // _MISSING_ON_A_PAGE))

    @property
    def new(self) -> int:
        """Number of books that *Keep these* changes."""
        return self.rated + self.wanted + self.read


def page_of_value(value: str) -> int:
    """Return the page that a button leads to; the first one for a value of an unknown version."""
    return int(value) if re.fullmatch("[1-9][0-9]{0,3}", value) else 1


def import_summary(summary: ImportSummary) -> Block:
    """Return the window with a summary."""
    contents = summary.contents
    blocks = [section("\n".join(summary_lines(summary))), actions(_buttons(summary), "import")]
    if contents.missing:
        page = min(summary.page, summary.pages)
        first = (page - 1) * _MISSING_ON_A_PAGE
        shown = contents.missing[first : first + _MISSING_ON_A_PAGE]
        blocks += [divider(), section(_missing_heading(summary, page))]
        blocks += [_missing_row(book, first + number) for number, book in enumerate(shown)]
        if summary.pages > 1:
            following = page % summary.pages + 1
            text = "Next page" if following > 1 else "Back to the first page"
            label = f"{text} of books that I did not find: {following} of {summary.pages}"
            blocks.append(actions([button(ActionId.IMPORT_LOOK, text, f"{following}", label)], f"missing:{page}"))
    blocks.append(context("Nothing comes to your shelf before *Keep these*. I forget it after a day."))
    return window(IMPORT_TITLE, "Close", blocks) | {"private_metadata": summary.origin.encode()}


def sentence_window(sentence: str, origin: ImportOrigin) -> Block:
    """Return the window with nothing but a sentence."""
    return window(IMPORT_TITLE, "Close", [section(sentence)]) | {"private_metadata": origin.encode()}


def summary_lines(summary: ImportSummary) -> list[str]:
    """Return the sentences of a summary, in markup."""
    contents = summary.contents
    lines = [f"*{escape(contents.service)}: {_rows(contents.rows)}*"]
    kept = [f"{summary.rated:,} with stars"] if summary.rated else []
    kept += [f"{summary.wanted:,} to read"] if summary.wanted else []
    kept += [f"{summary.read:,} read without stars, which I won't recommend"] if summary.read else []
    lines.append(f"\u2022 New for your shelf: {', '.join(kept) if kept else 'none'}")
    there = len(contents.books) - summary.new
    numbers = (
        (there, f"on your shelf already, and {'stays as it is' if there == 1 else 'stay as they are'} there"),
        (contents.missing_count, "not found"),
        (contents.repeated, "named by an earlier row too"),
        (contents.unread, _LEFT_OUT),
    )
    return lines + [f"\u2022 {number:,} {words}" for number, words in numbers if number]


def _buttons(summary: ImportSummary) -> list[Block]:
    import_id = summary.origin.import_id
    keep = button(ActionId.IMPORT_KEEP, "Keep these", import_id, f"Keep these {book_count(summary.new)}")
    further = button(ActionId.IMPORT_OPEN, "Add more rows", f"add {import_id}", "Paste more rows of the same export")
    discard = button(ActionId.IMPORT_DISCARD, "Discard", import_id, "Discard this import")
    kept = [keep | {"style": "primary"}] if summary.new else []
    return [*kept, *([further] if summary.contents.header else []), discard]


def _missing_heading(summary: ImportSummary, page: int) -> str:
    contents = summary.contents
    heading = "*Not found*, or not without doubt"
    if summary.pages > 1:
        heading += f" \u00b7 page {page} of {summary.pages}"
    if contents.missing_count > len(contents.missing):
        heading += f" \u00b7 the first {len(contents.missing):,} of {contents.missing_count:,}"
    return heading


def _missing_row(book: MissingBook, number: int) -> Block:
    by = f" by {escape(book.author)}" if book.author else ""
    typed = f"{book.title} by {book.author}" if book.author else book.title
    search = button(ActionId.OPEN_SEARCH, "Search", f"search {quote_typed(typed)}", f"Search for {typed}")
    return section(f"{escape(book.title)}{by}", search) | {"block_id": f"missing {number}"}


def _rows(number: int) -> str:
    return f"{number:,} row" + ("" if number == 1 else "s")
