"""The summary of an import."""

import json
from typing import Any

from infra.local.slack.rules.validation import view_violations
from shelftalker.shelf.imports import ImportContents, ImportedBook, MissingBook
from shelftalker.views.library_import.import_summary import (
    ImportSummary,
    import_summary,
    page_of_value,
    sentence_window,
)
from shelftalker.views.library_import.import_window import ImportOrigin

ORIGIN = ImportOrigin("1:rated 1:", "1700000000.000001")
BOOKS = (ImportedBook("aaaaaaaa", 5), ImportedBook("bbbbbbbb", None))


def summary_of(missing: int, page: int = 1, *, header: str = "") -> ImportSummary:
    names = tuple(MissingBook(f"Title {number} & <x>", "Ann *Other*") for number in range(min(missing, 45)))
    contents = ImportContents("Goodreads", header, 60, BOOKS, names, missing, unread=2, repeated=1)
    return ImportSummary(contents, rated=1, wanted=0, read=0, page=page, origin=ORIGIN)


def action_ids(view: dict[str, Any]) -> list[str]:
    return [
        element["action_id"]
        for block in view["blocks"]
        for element in [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]
        if "action_id" in element
    ]


def test_each_number_is_said_and_no_shelf_entry_before_it_is_kept() -> None:
    text = json.dumps(import_summary(summary_of(0)), ensure_ascii=False)
    for words in (
        "60 rows",
        "1 with stars",
        "1 on your shelf already, and stays as it is",
        "2 left out",
        "1 named",
    ):
        assert words in text
    assert "Nothing comes to your shelf before *Keep these*" in text


def test_books_that_were_read_without_stars_are_said_to_be_remembered_so() -> None:
    text = json.dumps(import_summary(summary_of(0)._replace(rated=0, read=1)), ensure_ascii=False)
    assert "New for your shelf: 1 read without stars, which I won't recommend" in text


def test_missing_books_have_a_search_each_on_pages_of_twenty() -> None:
    view = import_summary(summary_of(60))
    assert action_ids(view).count("open_search") == 20
    assert "the first 45 of 60" in json.dumps(view)
    last = import_summary(summary_of(60, page=3))
    assert action_ids(last).count("open_search") == 5
    assert "Back to the first page" in json.dumps(last)


def test_further_rows_can_be_pasted_where_the_first_were() -> None:
    assert "import_open" in action_ids(import_summary(summary_of(0, header="Title,Author")))
    assert "import_open" not in action_ids(import_summary(summary_of(0)))


def test_an_import_without_anything_new_has_nothing_to_keep() -> None:
    assert "import_keep" not in action_ids(import_summary(summary_of(0)._replace(rated=0)))


def test_slack_takes_the_windows() -> None:
    for view in (import_summary(summary_of(60, header="x")), sentence_window("Done.", ORIGIN)):
        assert view_violations(view) == []


def test_a_button_of_an_unknown_version_leads_to_the_first_page() -> None:
    assert [page_of_value(value) for value in ("2", "x", "0")] == [2, 1, 1]
