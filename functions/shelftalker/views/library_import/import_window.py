"""The window that takes a library's export: a file, where the workspace grants that, or pasted rows."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block, context, plain_text, section, window

IMPORT_TITLE = "Import my library"
PASTED_LENGTH = 3000
_VERSION = "1"
_METADATA_LENGTH = 3000
_TEXT_INPUT = "text"
_FILE_INPUT = "file"
_HINT_LENGTH = 150
_FILE_KINDS = ("csv", "tsv", "txt", "zip")
_SERVICES = (
    "Goodreads, StoryGraph, LibraryThing, BookWyrm, Hardcover, Open Library and openreads export a library as a file: "
    "look for *Export* in your account or settings there."
)
_NO_FILES = (
    "To take the file itself I need the permission `files:read`, which this workspace has not granted; whoever "
    "installed me can. Pasting needs none."
)


class ImportOrigin(NamedTuple):
    """The Home that the window was opened in, and the import that a further piece belongs to.

    Attributes:
        home_metadata: The state of Home, see `HomeState`.
        import_id: The import that the pasted rows are added to; '' for a new one.
    """

    home_metadata: str = ""
    import_id: str = ""

    def encode(self) -> str:
        """Return the origin as text for the view's private_metadata; without Home's state where that is too long."""
        text = f"{_VERSION} {self.import_id or '-'} {self.home_metadata}"
        return text if len(text) <= _METADATA_LENGTH else f"{_VERSION} {self.import_id or '-'} "

    @classmethod
    def decode(cls, text: str) -> "ImportOrigin":
        """Return the origin in a text; that of a new import where its version is unknown, or it is none."""
        version, _, rest = text.partition(" ")
        import_id, _, home_metadata = rest.partition(" ")
        if version != _VERSION:
            return cls()
        return cls(home_metadata, "" if import_id == "-" else import_id)


class SubmittedExport(NamedTuple):
    """A submitted window: pasted text, and the id and the name of a file in Slack; '' for those that are not given."""

    text: str = ""
    file_id: str = ""
    file_name: str = ""


def import_window(origin: ImportOrigin, *, takes_files: bool) -> Block:
    """Return the window.

    Args:
        origin: The Home that it belongs to. A further piece of an import is pasted, as its beginning was.
        takes_files: Whether the workspace grants the app to read files.
    """
    is_further = bool(origin.import_id)
    offers_file = takes_files and not is_further
    heading = (
        "Paste the rows that follow. The first line, with the names of the columns, need not come again."
        if is_further
        else f"{_SERVICES} Nothing comes to your shelf before you have seen what I found, and choose *Keep these*."
    )
    blocks = [section(heading), *([_file_input()] if offers_file else []), _text_input(is_optional=offers_file)]
    if not (takes_files or is_further):
        blocks.append(context(_NO_FILES))
    return window(IMPORT_TITLE, "Cancel", blocks) | {
        "callback_id": ActionId.IMPORT,
        "private_metadata": origin.encode(),
        "submit": plain_text("Look for my books", 24),
    }


def submitted_export(view: Mapping[str, Any]) -> SubmittedExport:
    """Return what a submitted window holds, by Slack's payload."""
    values = view["state"]["values"]
    text = ((values.get(_TEXT_INPUT) or {}).get(ActionId.IMPORT_TEXT) or {}).get("value") or ""
    files = ((values.get(_FILE_INPUT) or {}).get(ActionId.IMPORT_FILE) or {}).get("files") or []
    file = files[0] if files else {}
    return SubmittedExport(text, str(file.get("id") or ""), str(file.get("name") or "the file"))


def import_error(sentence: str, *, of_file: bool = False) -> dict[str, Any]:
    """Return the answer to a submitted window that keeps it open, with a sentence below a field."""
    return {"response_action": "errors", "errors": {_FILE_INPUT if of_file else _TEXT_INPUT: sentence}}


def _file_input() -> Block:
    return {
        "type": "input",
        "block_id": _FILE_INPUT,
        "optional": True,
        "label": plain_text("The export's file"),
        "element": {
            "type": "file_input",
            "action_id": ActionId.IMPORT_FILE,
            "filetypes": list(_FILE_KINDS),
            "max_files": 1,
        },
    }


def _text_input(*, is_optional: bool) -> Block:
    return {
        "type": "input",
        "block_id": _TEXT_INPUT,
        "optional": is_optional,
        "label": plain_text("Or paste its rows" if is_optional else "Paste its rows"),
        "hint": plain_text(
            f"From its first line on, {PASTED_LENGTH:,} characters at a time: some 40 books. More can follow.",
            _HINT_LENGTH,
        ),
        "element": {
            "type": "plain_text_input",
            "action_id": ActionId.IMPORT_TEXT,
            "multiline": True,
            "max_length": PASTED_LENGTH,
        },
    }
