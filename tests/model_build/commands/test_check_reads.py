"""Reads among all rows: statuses, loans, and patrons who are nobody."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.model_build.commands.libraries import READS, Printed, Row, write_crossing, write_goodbooks, write_loans


@pytest.mark.parametrize(
    ("column", "want", "read"),
    [
        ("status", "to-read", "read"),
        ("is_read", "0", "1"),
        ("Exclusive Shelf", "to-read", "read"),
        ("is_read", "False", "True"),
        ("to_read", "1", "0"),
        ("Want To Read", "yes", ""),
    ],
)
def test_books_that_somebody_wants_to_read_are_never_reads(
    column: str, want: str, read: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [(reader, book, read if place % 4 == 0 else want) for reader, book, place in READS]
    printed = Printed(capsys, "check", "--data", write_loans(tmp_path, f"reader_id,book_id,{column}", rows))
    printed.assert_whole(2000)
    assert "6,000 ratings rows of books not read (yet), set aside" in printed.out


@pytest.mark.parametrize(
    ("write", "name", "header"),
    [
        pytest.param(write_crossing, "Ratings.csv", "User-ID,ISBN,Book-Rating,Status", id="crossing"),
        pytest.param(write_goodbooks, "ratings.csv", "user_id,book_id,rating,shelf", id="goodbooks"),
    ],
)
def test_a_status_beside_ratings_is_read_in_every_layout(
    write: Callable[[Path], Path], name: str, header: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path) / name
    rows = [f"{line},{'read' if row % 4 == 0 else 'to-read'}" for row, line in enumerate(path.read_text().split()[1:])]
    path.write_text("\n".join([header, *rows]))
    printed = Printed(capsys, "check", "--data", tmp_path)
    printed.assert_whole(2000)
    assert "6,000 ratings rows of books not read (yet), set aside" in printed.out


@pytest.mark.parametrize(
    ("write", "name", "header"),
    [
        pytest.param(write_crossing, "Ratings.csv", "User-ID,ISBN", id="crossing"),
        pytest.param(write_goodbooks, "ratings.csv", "user_id,book_id", id="goodbooks"),
    ],
)
def test_loans_may_have_any_layout(
    write: Callable[[Path], Path], name: str, header: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path) / name
    path.write_text("\n".join([header, *(line.rpartition(",")[0] for line in path.read_text().split()[1:])]))
    printed = Printed(capsys, "check", "--data", tmp_path)
    printed.assert_whole()
    assert "No ratings: every book that somebody read or borrowed is a like." in printed.out


def test_a_status_of_unknown_meaning_is_neither_read_nor_dropped_in_silence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [(reader, book, "zurückgelegt" if place % 10 == 0 else "read") for reader, book, place in READS]
    folder = write_loans(tmp_path, "reader_id,book_id,status", rows)
    printed = Printed(capsys, "check", "--data", folder)
    assert printed.code == 2
    assert "10% of the ratings have a status that says neither read nor not read" in printed.err
    assert "status 'zurückgelegt'" in printed.err
    assert "7,200 books read by them." in Printed(capsys, "check", "--data", folder, "--accept-losses").out


@pytest.mark.parametrize("rating", [None, "", "0", "1"], ids=["no_column", "empty", "zero", "one"])
def test_loans_have_no_ratings_and_each_is_a_like(
    rating: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [(reader, book) if rating is None else (reader, book, rating) for reader, book, _ in READS]
    header = "reader_id,book_id" if rating is None else "reader_id,book_id,weight"
    printed = Printed(capsys, "check", "--data", write_loans(tmp_path, header, rows))
    printed.assert_whole()
    assert "No ratings: every book that somebody read or borrowed is a like." in printed.out


def test_books_borrowed_again_are_no_loss(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loans = [(reader, book) for reader, book, _ in READS] * 4
    printed = Printed(capsys, "check", "--data", write_loans(tmp_path, rows=loans))
    printed.assert_whole()
    assert "24,000 ratings rows of a book read again by its reader, set aside" in printed.out


@pytest.mark.parametrize("rows", [5_000, 300_000])
def test_an_anonymous_patron_is_set_aside_and_this_is_said(
    rows: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loans: list[Row] = [(reader, book) for reader, book, _ in READS]
    loans += [("OLD LOANS", loan % 250) for loan in range(rows)]
    printed = Printed(capsys, "check", "--data", write_loans(tmp_path, rows=loans))
    printed.assert_whole()
    assert f"{rows:,} ratings rows of readers with over " in printed.out
    assert f"for example reader 'OLD LOANS', rows: {rows:,}" in printed.out


def test_a_busy_reader_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loans: list[Row] = [(reader, book) for reader, book, _ in READS if reader]
    loans += [(0, loan % 250) for loan in range(900)]
    printed = Printed(capsys, "check", "--data", write_loans(tmp_path, rows=loans))
    printed.assert_whole(199 * 40 + 250)


@pytest.mark.parametrize("mask", ["*****", "(anonymized)"])
def test_loans_made_anonymous_are_set_aside_and_no_loss(
    mask: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loans: list[Row] = [(reader, book) for reader, book, _ in READS]
    loans += [(mask, loan % 250) for loan in range(7000)]
    printed = Printed(capsys, "check", "--data", write_loans(tmp_path, rows=loans))
    printed.assert_whole()
    assert "7,000 ratings rows of readers made anonymous, set aside" in printed.out


@pytest.mark.parametrize(
    ("header_alone", "said"),
    [
        (("books.csv",), "books.csv has no row below the names of the columns"),
        (("loans.csv",), "loans.csv has no row below the names of the columns"),
        (("books.csv", "loans.csv"), "books.csv and loans.csv have no row below the names of the columns"),
    ],
)
def test_a_header_alone_is_refused_with_its_name(
    header_alone: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_loans(tmp_path)
    for name in header_alone:
        (folder / name).write_text((folder / name).read_text().split("\n")[0] + "\n")
    printed = Printed(capsys, "check", "--data", folder)
    assert printed.code == 2
    assert said in printed.err
