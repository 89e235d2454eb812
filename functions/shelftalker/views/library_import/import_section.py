"""The section of Home that shows how far an import is, and the button that begins one."""

from shelftalker.shelf.imports import ImportStatus, ShelfImport
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block, actions, button, escape, section
from shelftalker.views.library_import.import_window import IMPORT_TITLE
from shelftalker.views.shelf import book_count

_SENTENCE_LENGTH = 2000
_MESSAGE_ENDING = "It is all in my Home."


def import_button() -> Block:
    """Return the button that opens the window of an import."""
    return button(ActionId.IMPORT_OPEN, IMPORT_TITLE, "new")


def import_section(shelf_import: ShelfImport | None, now: float) -> list[Block]:
    """Return the section of an import that is under way or done; nothing where there is none.

    Args:
        shelf_import: The import.
        now: The time, in seconds since 1970, by which a step that takes too long is known.
    """
    if shelf_import is None or shelf_import.is_over(now):
        return []
    buttons = _buttons(shelf_import, now)
    sentence = section(f"*{IMPORT_TITLE}*\n{import_sentence(shelf_import)}")
    return [sentence, actions(buttons, f"import {shelf_import.import_id}")] if buttons else [sentence]


def import_sentence(shelf_import: ShelfImport) -> str:
    """Return a sentence on how far an import is, in markup."""
    if shelf_import.status is ImportStatus.READY:
        contents = shelf_import.contents()
        found, rows = book_count(len(contents.books)), f"{contents.rows:,} row{'s' * (contents.rows != 1)}"
        return f"I found {found} in {rows} from {escape(contents.service)}. Nothing is on your shelf yet."
    number, error = book_count(shelf_import.number), escape(shelf_import.error, _SENTENCE_LENGTH)
    sentences = {
        ImportStatus.READING: "I am reading your export. What I find shows here, in a minute at most.",
        ImportStatus.KEEPING: "I am putting your books on the shelf. It shows here once it is done.",
        ImportStatus.KEPT: f"\u2713 {number} came to your shelf. {error or 'For a day you can undo that as a whole.'}",
        ImportStatus.UNDOING: "I am taking the import back. It shows here once it is done.",
        ImportStatus.UNDONE: f"\u2713 Undone: {number} as before the import. What you changed since stays.",
        ImportStatus.FAILED: error,
    }
    return sentences[shelf_import.status]


def import_message(shelf_import: ShelfImport) -> str:
    """Return the message by which a reader hears of a step's result, in markup."""
    return f"*{IMPORT_TITLE}*: {import_sentence(shelf_import)} {_MESSAGE_ENDING}"


def _buttons(shelf_import: ShelfImport, now: float) -> list[Block]:
    import_id, status = shelf_import.import_id, shelf_import.status
    if shelf_import.is_stuck(now):
        again = {ImportStatus.KEEPING: ActionId.IMPORT_KEEP, ImportStatus.UNDOING: ActionId.IMPORT_UNDO}
        retry = [button(again[status], "Try again", import_id)] if status in again else []
        return [*retry, _discard(import_id)]
    keep = button(ActionId.IMPORT_KEEP, "Keep these", import_id) | {"style": "primary"}
    look = button(ActionId.IMPORT_LOOK, "Look through them", "1")
    undo = button(ActionId.IMPORT_UNDO, "Undo the import", import_id)
    hide = button(ActionId.IMPORT_DISCARD, "Hide this", import_id, "Hide this import; your shelf stays as it is")
    if status is ImportStatus.READY:
        return [*([keep] if shelf_import.contents().books else []), look, _discard(import_id)]
    shown = {ImportStatus.KEPT: [undo, hide], ImportStatus.UNDONE: [hide], ImportStatus.FAILED: [hide]}
    return shown.get(status, [])


def _discard(import_id: str) -> Block:
    return button(ActionId.IMPORT_DISCARD, "Discard", import_id, "Discard this import")
