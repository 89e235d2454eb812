"""Export of all data kept of a reader: windows to copy from, as CSV."""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import StringIO
from typing import NamedTuple

from shelftalker.club.traces import ClubTrace
from shelftalker.model.catalogue import Book
from shelftalker.shelf.contents import BookState, Preferences, Shelf, ShelfBook
from shelftalker.shelf.imports import ImportedBook, ShelfImport
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block, actions, button, markup, on_one_line, section, window
from shelftalker.views.shelf import book_count
from shelftalker.views.wording import star_count


class ExportConfig(NamedTuple):
    """The form of an export.

    Attributes:
        columns: Columns of the books' table.
        section_length: Most characters of a section, within Slack's limit of 3,000.
        sections: Most sections of a window, within Slack's limit of 100 blocks.
        view_bytes: Most bytes of a window's sections. Slack refuses views of more than 250 kB (`view_too_large`);
            slack_sdk sends letters beyond ASCII as six bytes or more.
        cell_lengths: Lengths to cut the texts of a row to, until it fits into a section. Escaped, a letter may count
            for five.
        fence: Slack's mark around a code block.
        backtick_substitute: Slack's markup has no escape for a backtick; a character that looks alike closes no block.
        formula: Beginnings of cells that spreadsheets run; an apostrophe before them makes the cell a text.
    """

    columns: tuple[str, ...] = (
        "title", "author", "isbn", "book_id", "stars", "want_to_read", "not_for_me", "changed_at",
        "stars_before", "want_to_read_before", "not_for_me_before", "removed", "read", "read_before",
    )  # fmt: skip
    section_length: int = 2900
    sections: int = 90
    view_bytes: int = 200_000
    cell_lengths: tuple[int, ...] = (1000, 500, 150)
    fence: str = "```"
    backtick_substitute: str = "\u02cb"
    formula: re.Pattern[str] = re.compile("[=+\\-@\uff1d\uff0b\uff0d\uff20]")


_EXPORT = ExportConfig()
_TITLE = "Your data"


def export_views(shelf: Shelf, books: Mapping[str, Book], clubs: Sequence[ClubTrace] = ()) -> list[Block]:
    """Return windows with all of a reader's data, at least one; each but the last leads to the next.

    Args:
        shelf: The reader's shelf.
        books: Its books, and those removed from it, by id; one that left the catalogue is written with its id alone.
        clubs: The reader's entries in clubs and polls.
    """
    preference_rows = [("preference", "value"), *_preference_rows(shelf.preferences), *_other_rows(shelf)]
    preference_rows += [row for trace in clubs for row in _club_rows(trace, books)]
    preferences = code_sections(list(map(csv_line, preference_rows)))
    rows = [
        csv_line(_EXPORT.columns),
        *(_book_row(entry, books.get(entry.book_id)) for entry in shelf.books),
        *(_book_row(entry, books.get(entry.book_id), is_removed=True) for entry in shelf.removed),
    ]
    parts = window_parts([*preferences, *code_sections(rows)])
    return [_view(sections, number, len(parts), len(shelf.books)) for number, sections in enumerate(parts, start=1)]


def export_part(views: Sequence[Block], value: str) -> Block:
    """Return the window that the value of a button leads to; the last one where there are not as many any more."""
    number = int(value) if re.fullmatch("[0-9]{1,6}", value) else 1
    return views[min(max(number, 1), len(views)) - 1]


def sentence_window(sentence: str) -> Block:
    """Return the window where the data can't be shown."""
    return window(_TITLE, "Done", [section(sentence)])


def deleted_sentence(books: int, *, is_learning: bool = False) -> str:
    """Return the confirmation of a deletion, as markup.

    Args:
        books: Number of books that were on the shelf.
        is_learning: Whether readers' ratings help to train the next models.
    """
    deleted = f"\u2713 I deleted all that I kept of you: {book_count(books)} and your preferences."
    return f"{deleted} The next training goes without your ratings." if is_learning else deleted


def _view(sections: Sequence[Block], number: int, parts: int, books: int) -> Block:
    blocks = [section(_heading(number, parts, books)), *sections]
    if parts > 1:
        following = number % parts + 1
        text = "Next part" if following > 1 else "Back to the first part"
        label = f"{text}: part {following} of {parts}"
        blocks.append(actions([button(ActionId.HOME_EXPORT, text, f"{following}", label)], f"export:{number}"))
    return window(_TITLE, "Done", blocks)


def _heading(number: int, parts: int, books: int) -> str:
    held = f"Your preferences and {book_count(books)}, as CSV."
    if parts == 1:
        return f"{held} Copy it into a file whose name ends in .csv to open it in a spreadsheet."
    return (
        f"*Part {number} of {parts}.* {held} Copy all parts, one below the other, into a file whose name ends in .csv "
        "to open it in a spreadsheet."
    )


def _preference_rows(preferences: Preferences) -> list[tuple[str, str]]:
    return [
        ("country", preferences.country),
        ("age_band", preferences.age_band),
        ("languages", " ".join(preferences.languages)),
    ]


def _other_rows(shelf: Shelf) -> Iterator[tuple[str, str]]:
    """Yield what else is kept, where it is: the choice to be learnt from, the time of a deletion, unreadable items."""
    if shelf.learning:
        yield "ratings_improve_recommendations", "yes" if shelf.learning.learns else "no"
        yield "ratings_improve_recommendations_changed_at", instant(shelf.learning.changed_at)
    if shelf.deleted_at:
        yield "data_deleted_at", instant(shelf.deleted_at)
    if shelf.shelf_import:
        yield from _import_rows(shelf.shelf_import)
    for item in shelf.damaged:
        yield "unreadable_entry", item.text


def _club_rows(trace: ClubTrace, books: Mapping[str, Book]) -> Iterator[tuple[str, str]]:
    """Yield a reader's entry in a club or poll: the place, and all that it holds of the reader."""
    kind, workspace_id, name, changed_at, picks = trace.pointer
    yield kind, f"{name} in workspace {workspace_id}"
    yield f"{kind}_changed_at", instant(changed_at)
    if trace.joined_at:
        yield "club_joined_at", instant(trace.joined_at)
    if trace.has_opened:
        yield "poll_opened", "yes"
    for proposal in trace.proposals:
        yield "poll_book_proposed", proposal
    if trace.vote:
        yield "poll_vote", trace.vote
    for pick in picks:
        book = books.get(pick.book_id)
        title = f"{book.title} by {book.author}" if book else pick.book_id
        yield "club_book_picked", f"{title}, by the workflow step {pick.execution_id}"


def _import_rows(shelf_import: ShelfImport) -> Iterator[tuple[str, str]]:
    """Yield what is kept of an import: its step, its books by their ids, and those that were not found."""
    yield "import", shelf_import.status
    yield "import_changed_at", instant(shelf_import.acted_at)
    if shelf_import.kept_at:
        yield "import_kept_at", instant(float(shelf_import.kept_at))
    if shelf_import.number:
        yield "import_books_changed", f"{shelf_import.number}"
    if shelf_import.error:
        yield "import_error", shelf_import.error
    if shelf_import.earlier:
        yield "import_before_kept_at", instant(float(shelf_import.earlier.kept_at))
        yield "import_before_books", f"{shelf_import.earlier.number}"
    if not shelf_import.is_readable:
        yield "import_unreadable", f"{len(shelf_import.packed):,} bytes"
    contents = shelf_import.contents()
    if contents.header:
        yield "import_first_line", contents.header
    for book in contents.books:
        yield "import_book", f"{book.book_id} {_import_state(book)}"
    for missing in contents.missing:
        yield "import_book_not_found", f"{missing.title} by {missing.author}" if missing.author else missing.title
    if contents.cut:
        yield "import_row_cut", contents.cut


def _import_state(book: ImportedBook) -> str:
    if book.stars is None:
        return "to read"
    state = star_count(book.stars) if book.stars else "read"
    return f"{state}, to read" if book.is_listed else state


def _book_row(entry: ShelfBook, book: Book | None, *, is_removed: bool = False) -> str:
    names = (book.title, book.author, book.isbn) if book else ("", "", "")
    state, before = entry.state, entry.former or BookState()
    states = (*_state_cells(state), instant(entry.changed_at), *_state_cells(before))
    return csv_line((*names, entry.book_id, *states, _yes(is_removed), _yes(state.read), _yes(before.read)))


def instant(seconds: float) -> str:
    """Return a time in UTC: "2026-11-30T16:00:00Z"."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _state_cells(state: BookState) -> tuple[str, str, str]:
    stars = "" if state.stars is None else f"{state.stars}"
    return (stars, _yes(state.wanted), _yes(state.dismissed and not state.read))


def csv_line(cells: Sequence[str]) -> str:
    """Return a line of CSV as Slack shows it within a code block, cut until it fits into a section."""
    lines = (_escaped_line([cell[:length] for cell in cells]) for length in _EXPORT.cell_lengths)
    return next(line for line in lines if len(line) + 2 * len(_EXPORT.fence) + 2 <= _EXPORT.section_length)


def file_line(cells: Sequence[str]) -> str:
    """Return a line of CSV as a file has it, whole."""
    line = StringIO()
    csv.writer(line, lineterminator="").writerow(map(_cell, cells))
    return line.getvalue()


def _escaped_line(cells: Sequence[str]) -> str:
    escaped = file_line(cells).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("`", _EXPORT.backtick_substitute)


def _cell(text: str) -> str:
    line = on_one_line(text)
    return f"'{line}" if _EXPORT.formula.match(line) else line


def _yes(is_so: bool) -> str:
    return "yes" if is_so else ""


def code_sections(rows: Sequence[str]) -> Iterator[Block]:
    """Yield code blocks with as many whole rows as fit into each."""
    held: list[str] = []
    length = 2 * len(_EXPORT.fence) + 1
    for row in rows:
        if held and length + len(row) + 1 > _EXPORT.section_length:
            yield _code(held)
            held, length = [], 2 * len(_EXPORT.fence) + 1
        held.append(row)
        length += len(row) + 1
    yield _code(held)


def _code(rows: Sequence[str]) -> Block:
    # Not `section`, which cuts long texts: an export is whole.
    return {"type": "section", "text": markup("\n".join([_EXPORT.fence, *rows, _EXPORT.fence]))}


def window_parts(sections: Sequence[Block]) -> list[list[Block]]:
    """Return the sections of each window, as many as it takes."""
    parts: list[list[Block]] = [[]]
    size = 0
    for block in sections:
        block_size = len(json.dumps(block))
        if parts[-1] and (len(parts[-1]) == _EXPORT.sections or size + block_size > _EXPORT.view_bytes):
            parts.append([])
            size = 0
        parts[-1].append(block)
        size += block_size
    return parts
