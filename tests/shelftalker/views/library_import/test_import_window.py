"""The window that takes an export."""

import json

import pytest

from shelftalker.views.library_import.import_window import (
    ImportOrigin,
    import_error,
    import_window,
    submitted_export,
)

ORIGIN = ImportOrigin("1:rated 2:", "1700000000.000001")


@pytest.mark.parametrize("origin", [ORIGIN, ImportOrigin(), ImportOrigin("1:rated 2:")])
def test_the_origin_is_read_back(origin: ImportOrigin) -> None:
    assert ImportOrigin.decode(origin.encode()) == origin


def test_an_origin_of_an_unknown_version_is_a_new_import() -> None:
    assert ImportOrigin.decode("7 1700000000 x") == ImportOrigin()


def test_a_state_of_home_too_long_for_the_window_is_left_out() -> None:
    assert ImportOrigin("x" * 3000, "1").encode() == "1 1 "


def test_a_file_is_taken_where_the_workspace_grants_it_and_else_the_window_says_why_not() -> None:
    with_file, without = (json.dumps(import_window(ImportOrigin(), takes_files=takes)) for takes in (True, False))
    assert "file_input" in with_file
    assert "files:read" not in with_file
    assert "file_input" not in without
    assert "files:read" in without


def test_further_rows_are_pasted_whatever_is_granted() -> None:
    window = json.dumps(import_window(ImportOrigin(import_id="1700000000.000001"), takes_files=False))
    assert "Paste the rows that follow" in window
    assert "files:read" not in window


def test_rows_are_required_where_no_file_is_taken() -> None:
    blocks = import_window(ImportOrigin(), takes_files=False)["blocks"]
    assert [block["optional"] for block in blocks if block["type"] == "input"] == [False]


def test_a_submitted_window_has_text_or_a_file() -> None:
    files = [{"id": "F1", "name": "goodreads.csv"}]
    values = {"file": {"import_file": {"files": files}}, "text": {"import_text": {"value": None}}}
    assert submitted_export({"state": {"values": values}}) == ("", "F1", "goodreads.csv")
    assert submitted_export({"state": {"values": {}}})[:2] == ("", "")


def test_an_error_stands_below_its_field() -> None:
    assert import_error("No.", of_file=True)["errors"] == {"file": "No."}
