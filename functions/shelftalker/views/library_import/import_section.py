"""The section of Home that shows how far an import is, and the button that begins one."""

from shelftalker.shelf.imports import ImportStatus, ShelfImport
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block, actions, button, escape, section
from shelftalker.views.library_import.import_window import IMPORT_TITLE
from shelftalker.views.shelf import book_count

UNREADABLE_IMPORT = (
    "I can't read what I kept of your import any more: another version of me wrote it. Discard it, and import your "
    "library once more."
)
_SENTENCE_LENGTH = 2000
_NOT_YET = "Nothing comes to your shelf before you choose *Keep these*."
_STUCK = "It takes longer than it should: something went wrong."
_NOTHING_CHANGED = {
    ImportStatus.KEPT: "\u2713 Nothing new came to your shelf.",
    ImportStatus.UNDONE: "\u2713 Nothing was left to take back: you changed each of the books since.",
}
_MESSAGE_ENDING = "It is all in my Home."


def import_button() -> Block:
    """Return the button that opens the window of an import."""
    return button(ActionId.IMPORT_OPEN, IMPORT_TITLE, "new")


def import_section(shelf_import: ShelfImport | None, new_books: int, now: float) -> list[Block]:
    """Return the section of an import that is under way or done; nothing where there is none.

    Args:
        shelf_import: The import.
        new_books: Number of books that *Keep these* would change; of an import that is ready.
        now: The time, in seconds since 1970, by which a step that takes too long is known.
    """
    if shelf_import is None or shelf_import.is_over(now):
        return []
    buttons = _buttons(shelf_import, new_books, now)
    words = [import_sentence(shelf_import)]
    if shelf_import.status is ImportStatus.READY and shelf_import.is_readable and not new_books:
        words = [f"{_found(shelf_import)} None of it is new for your shelf."]
    if shelf_import.is_stuck(now):
        words.append(_STUCK)
    sentence = section(f"*{IMPORT_TITLE}*\n{' '.join(words)}")
    return [sentence, actions(buttons, f"import {shelf_import.import_id}")] if buttons else [sentence]


def import_sentence(shelf_import: ShelfImport) -> str:
    """Return a sentence on how far an import is, in markup."""
    if shelf_import.status is ImportStatus.READY:
        return f"{_found(shelf_import)} {_NOT_YET}" if shelf_import.is_readable else UNREADABLE_IMPORT
    number, error = book_count(shelf_import.number), escape(shelf_import.error, _SENTENCE_LENGTH)
    if not shelf_import.number and shelf_import.status in _NOTHING_CHANGED:
        return " ".join(filter(None, [_NOTHING_CHANGED[shelf_import.status], error]))
    sentences = {
        ImportStatus.READING: "I am reading your export. What I find shows here, in a minute at most.",
        ImportStatus.KEEPING: "I am putting your books on the shelf. It shows here once it is done.",
        ImportStatus.KEPT: f"\u2713 {number} came to your shelf. {error or 'For a day you can undo that as a whole.'}",
        ImportStatus.UNDOING: "I am taking the import back. It shows here once it is done.",
        ImportStatus.UNDONE: f"\u2713 Undone: {number} as before the import. What you changed since stays.",
        ImportStatus.FAILED: error,
    }
    return sentences[shelf_import.status]


def _found(shelf_import: ShelfImport) -> str:
    contents = shelf_import.contents()
    found, rows = book_count(len(contents.books)), f"{contents.rows:,} row{'s' * (contents.rows != 1)}"
    return f"I found {found} in {rows} from {escape(contents.service)}."


def import_message(shelf_import: ShelfImport) -> str:
    """Return the message by which a reader hears of a step's result, in markup."""
    return f"*{IMPORT_TITLE}*: {import_sentence(shelf_import)} {_MESSAGE_ENDING}"


def _buttons(shelf_import: ShelfImport, new_books: int, now: float) -> list[Block]:
    import_id, status = shelf_import.import_id, shelf_import.status
    if shelf_import.is_stuck(now):
        again = {ImportStatus.KEEPING: ActionId.IMPORT_KEEP, ImportStatus.UNDOING: ActionId.IMPORT_UNDO}
        retry = [button(again[status], "Try again", import_id)] if status in again else []
        return [*retry, _discard(import_id)]
    look = button(ActionId.IMPORT_LOOK, "Look through them", "1")
    undo = button(ActionId.IMPORT_UNDO, "Undo the import", import_id)
    if status is ImportStatus.READY:
        keep = button(ActionId.IMPORT_KEEP, "Keep these", import_id) | {"style": "primary"}
        looked = [look] if shelf_import.is_readable else []
        return [*([keep] if new_books else []), *looked, _discard(import_id)]
    if status is ImportStatus.UNDONE and shelf_import.earlier:
        label = "Show the import before this one, which can be undone too"
        return [button(ActionId.IMPORT_DISCARD, "To the import before", import_id, label)]
    hide = button(ActionId.IMPORT_DISCARD, "Hide this", import_id, "Hide this import; your shelf stays as it is")
    kept = [undo, hide] if shelf_import.number else [hide]
    return {ImportStatus.KEPT: kept, ImportStatus.UNDONE: [hide], ImportStatus.FAILED: [hide]}.get(status, [])


def _discard(import_id: str) -> Block:
    return button(ActionId.IMPORT_DISCARD, "Discard", import_id, "Discard this import")
