"""Ids of books and readers as programs write them: compared by value, or refused where they are lost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shelftalker.model.isbn import as_isbn_13
from tests.model_build.commands.libraries import READS, Printed, write_crossing, write_loans

SPELLINGS: dict[str, Callable[[str], str]] = {
    "zeros_lost": lambda isbn: isbn.lstrip("0"),
    "number": lambda isbn: f"{isbn.lstrip('0')}.0" if isbn[-1] != "X" else isbn,
    "isbn_13": as_isbn_13,
    "hyphens": lambda isbn: f"{isbn[0]}-{isbn[1:4]}-{isbn[4:9]}-{isbn[9]}",
    "hyphens_13": lambda isbn: f"978-{isbn[0]}-{isbn[1:4]}-{isbn[4:9]}-{as_isbn_13(isbn)[-1]}",
    "formula": lambda isbn: f'="{isbn}"',
    "apostrophe": lambda isbn: f"'{isbn}",
    "no_break_space": lambda isbn: f"\u00a0{isbn}\u00a0",
    "lower_case": str.lower,
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("where", ["books", "ratings", "both"])
def test_isbns_are_compared_by_value(
    spelling: str, where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spell = SPELLINGS[spelling]
    in_books, in_ratings = where != "ratings", where != "books"
    folder = write_crossing(tmp_path, spell if in_books else str, spell if in_ratings else str)
    Printed(capsys, "check", "--data", folder).assert_whole()


@pytest.mark.parametrize("rounded", ["{:.2E}", "{:.0E}", "{:.4e}"], ids=["two_places", "none", "four_places"])
@pytest.mark.parametrize("where", ["books", "ratings", "both"])
def test_ids_that_a_spreadsheet_rounded_are_refused(
    rounded: str, where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def spell(isbn: str) -> str:
        return rounded.format(int(isbn)) if isbn.isdecimal() else isbn

    in_books, in_ratings = where != "ratings", where != "books"
    folder = write_crossing(tmp_path, spell if in_books else str, spell if in_ratings else str)
    printed = Printed(capsys, "check", "--data", folder)
    assert printed.code == 2
    assert "were rounded by a spreadsheet" in printed.err
    assert "export them again with the column formatted as text" in printed.err
    assert "rounded, dropped; for example" in printed.err


def test_reader_ids_that_a_spreadsheet_rounded_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(f"{2.1 + reader // 10 / 100:.2f}E+13", book) for reader, book, _ in READS]
    printed = Printed(capsys, "check", "--data", write_loans(tmp_path, rows=rows))
    assert printed.code == 2
    assert "of the reader ids were rounded by a spreadsheet" in printed.err
