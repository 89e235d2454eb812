"""All that is kept of a reader, for them to take along: in windows to copy from, as CSV."""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import StringIO

from shelftalker.model.catalogue import Book
from shelftalker.shelf.contents import Preferences, Shelf, ShelfBook
from shelftalker.views.action_ids import HOME_EXPORT
from shelftalker.views.block_kit import Block, actions, button, markup, plain_text, section
from shelftalker.views.shelf import counted_books

_COLUMNS = ("title", "author", "isbn", "book_id", "stars", "want_to_read", "not_for_me", "changed_at")
_SECTION_LENGTH = 2900
_SECTIONS = 90
# Slack refuses views of more than 250 kB (`view_too_large`); slack_sdk sends letters beyond ASCII as six bytes or more.
_VIEW_BYTES = 200_000
# Lengths to cut the texts of a row to, until it fits into a section. Escaped, a letter may count for five.
_CELL_LENGTHS = (1000, 500, 150)
_FENCE = "```"
# Slack's markup has no escape for it; a character that looks alike closes no code block.
_BACKTICK, _LOOKALIKE = "`", "\u02cb"
# Spreadsheets run what begins so; the apostrophe has them take it for text.
_FORMULA = re.compile("[=+\\-@\uff1d\uff0b\uff0d\uff20]")


def export_views(shelf: Shelf, books: Mapping[str, Book]) -> list[Block]:
    """Windows with all of a reader's data, at least one; each but the last leads to the next.

    Args:
        shelf: All that is kept of the reader.
        books: What is known of its books, by id; one that left the catalogue is written with its id alone.
    """
    preferences = _in_code([_row(("preference", "value")), *map(_row, _told(shelf.preferences))])
    rows = [_row(_COLUMNS), *(_book_row(each, books.get(each.book_id)) for each in shelf.books)]
    parts = _parts([*preferences, *_in_code(rows)])
    return [_view(sections, number, len(parts), len(shelf.books)) for number, sections in enumerate(parts, start=1)]


def exported_part(views: Sequence[Block], value: str) -> Block:
    """The window that the value of a button leads to; the last one where there are not as many any more."""
    number = int(value) if re.fullmatch("[0-9]{1,6}", value) else 1
    return views[min(max(number, 1), len(views)) - 1]


def window_saying(sentence: str) -> Block:
    """The window where the data can't be shown."""
    return _window([section(sentence)])


def deleted_sentence(books: int) -> str:
    """That all was deleted, as markup.

    Args:
        books: How many books were on the shelf.
    """
    return f"\u2713 I deleted all that I kept of you: {counted_books(books)} and your preferences."


def _view(sections: Sequence[Block], number: int, parts: int, books: int) -> Block:
    blocks = [section(_heading(number, parts, books)), *sections]
    if parts > 1:
        following = number % parts + 1
        text = "Next part" if following > 1 else "Back to the first part"
        label = f"{text}: part {following} of {parts}"
        blocks.append(actions([button(HOME_EXPORT, text, f"{following}", label)], f"export:{number}"))
    return _window(blocks)


def _window(blocks: Sequence[Block]) -> Block:
    return {
        "type": "modal",
        "title": plain_text("Your data", 24),
        "close": plain_text("Done", 24),
        "blocks": list(blocks),
    }


def _heading(number: int, parts: int, books: int) -> str:
    held = f"Your preferences and {counted_books(books)}, as CSV."
    if parts == 1:
        return f"{held} Copy it into a file whose name ends in .csv to open it in a spreadsheet."
    return (
        f"*Part {number} of {parts}.* {held} Copy all parts, one below the other, into a file whose name ends in .csv "
        "to open it in a spreadsheet."
    )


def _told(preferences: Preferences) -> list[tuple[str, str]]:
    return [
        ("country", preferences.country),
        ("age_band", preferences.age_band),
        ("languages", " ".join(preferences.languages)),
    ]


def _book_row(entry: ShelfBook, book: Book | None) -> str:
    changed_at = datetime.fromtimestamp(entry.changed_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    said = ("" if entry.stars is None else f"{entry.stars}", _yes(entry.wanted), _yes(entry.dismissed), changed_at)
    named = (book.title, book.author, book.isbn) if book else ("", "", "")
    return _row((*named, entry.book_id, *said))


def _row(cells: Sequence[str]) -> str:
    """A line of CSV as Slack shows it within a code block, that fits into a section."""
    lines = (_escaped_line([each[:length] for each in cells]) for length in _CELL_LENGTHS)
    return next(line for line in lines if len(line) + 2 * len(_FENCE) + 2 <= _SECTION_LENGTH)


def _escaped_line(cells: Sequence[str]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="").writerow(map(_cell, cells))
    escaped = line.getvalue().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace(_BACKTICK, _LOOKALIKE)


def _cell(text: str) -> str:
    line = " ".join(text.split())
    return f"'{line}" if _FORMULA.match(line) else line


def _yes(is_so: bool) -> str:
    return "yes" if is_so else ""


def _in_code(rows: Sequence[str]) -> Iterator[Block]:
    """Code blocks with as many whole rows as fit into each."""
    held: list[str] = []
    length = 2 * len(_FENCE) + 1
    for row in rows:
        if held and length + len(row) + 1 > _SECTION_LENGTH:
            yield _code(held)
            held, length = [], 2 * len(_FENCE) + 1
        held.append(row)
        length += len(row) + 1
    yield _code(held)


def _code(rows: Sequence[str]) -> Block:
    # Not `section`, which cuts what is too long: what is exported is whole.
    return {"type": "section", "text": markup("\n".join([_FENCE, *rows, _FENCE]))}


def _parts(sections: Sequence[Block]) -> list[list[Block]]:
    """As many sections as a window takes, in each."""
    parts: list[list[Block]] = [[]]
    size = 0
    for block in sections:
        block_size = len(json.dumps(block))
        if parts[-1] and (len(parts[-1]) == _SECTIONS or size + block_size > _VIEW_BYTES):
            parts.append([])
            size = 0
        parts[-1].append(block)
        size += block_size
    return parts
