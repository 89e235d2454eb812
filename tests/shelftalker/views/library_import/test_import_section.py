"""The section of an import in Home."""

from typing import Any

import pytest

from shelftalker.shelf.imports import ImportContents, ImportedBook, ImportStatus, ShelfImport
from shelftalker.views.library_import.import_section import import_button, import_section

CONTENTS = ImportContents("Goodreads", rows=2, books=(ImportedBook("aaaaaaaa", 5),)).encode()
IMPORT = ShelfImport("1700000000", ImportStatus.READY, 1700000000.0, packed=CONTENTS, number=3, error="What to do.")


def action_ids(blocks: list[dict[str, Any]]) -> list[str]:
    return [element["action_id"] for block in blocks for element in block.get("elements", [])]


@pytest.mark.parametrize(
    ("status", "words", "ids"),
    [
        (ImportStatus.READING, "I am reading", []),
        (ImportStatus.READY, "I found one book in 2 rows", ["import_keep", "import_look", "import_discard"]),
        (ImportStatus.KEEPING, "putting your books", []),
        (ImportStatus.KEPT, "three books came to your shelf", ["import_undo", "import_discard"]),
        (ImportStatus.UNDOING, "taking the import back", []),
        (ImportStatus.UNDONE, "Undone: three books", ["import_discard"]),
        (ImportStatus.FAILED, "What to do.", ["import_discard"]),
    ],
)  # fmt: skip
def test_each_step_has_its_sentence_and_its_buttons(status: ImportStatus, words: str, ids: list[str]) -> None:
    blocks = import_section(IMPORT._replace(status=status), 1, 1700000001)
    assert words in blocks[0]["text"]["text"]
    assert action_ids(blocks) == ids


def test_a_step_that_takes_too_long_can_be_tried_again() -> None:
    keeping = import_section(IMPORT._replace(status=ImportStatus.KEEPING), 0, 1700000400)
    assert action_ids(keeping) == ["import_keep", "import_discard"]
    assert action_ids(import_section(IMPORT._replace(status=ImportStatus.READING), 0, 1700000400)) == ["import_discard"]


def test_there_is_no_section_without_an_import_or_after_its_day() -> None:
    assert import_section(None, 0, 0) == []
    assert import_section(IMPORT, 1, 1700086500) == []


def test_the_button_opens_a_new_import() -> None:
    assert (import_button()["action_id"], import_button()["value"]) == ("import_open", "new")
