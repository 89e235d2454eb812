"""Datasets as people have them, 250 books and 8,000 ratings each: read whole, or refused with a reason that helps."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from model_build.__main__ import main
from shelftalker.model.isbn import as_isbn_13, isbn_10_check

Row = Sequence[object]
# ISBNs that begin with a zero, and some that begin with two.
ISBNS = [nine + isbn_10_check(nine) for nine in (f"0{441_00_000 + 3177 * number:08}" for number in range(225))]
ISBNS += [nine + isbn_10_check(nine) for nine in (f"00{20_00_000 + 3177 * number:07}" for number in range(25))]
STARS = [5, 4, 3, 5, 2, 4, 1, 5]
READS = [(reader, (reader * 7 + 3 * position) % 250, position) for reader in range(200) for position in range(40)]


def write_table(path: Path, header: Row, rows: Iterable[Row]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    path.write_text(text.getvalue(), encoding="utf-8")


def write_crossing(
    folder: Path,
    book_id: Callable[[str], str] = str,
    rated_id: Callable[[str], str] = str,
    rating: Callable[[int], object] = lambda stars: 2 * stars,
) -> Path:
    """Write Book-Crossing's columns, with the ids and ratings as a program left them."""
    books = [
        (book_id(isbn), f"Novel {number}", f"Author {number % 60}", 1950 + number % 50, "House")
        for number, isbn in enumerate(ISBNS)
    ]
    ratings = [(reader, rated_id(ISBNS[book]), rating(STARS[place % 8])) for reader, book, place in READS]
    write_table(folder / "Books.csv", ("ISBN", "Book-Title", "Book-Author", "Year-Of-Publication", "Publisher"), books)
    write_table(folder / "Ratings.csv", ("User-ID", "ISBN", "Book-Rating"), ratings)
    return folder


def write_goodbooks(
    folder: Path, rating: Callable[[int], object] = int, rated_id: Callable[[int], int] = lambda book: book + 1
) -> Path:
    """Write goodbooks-10k's columns."""
    books = [
        (number + 1, isbn, f"Author {number % 60}", 1950 + number % 50, f"Novel {number}")
        for number, isbn in enumerate(ISBNS)
    ]
    write_table(folder / "books.csv", ("book_id", "isbn", "authors", "original_publication_year", "title"), books)
    ratings = [(reader, rated_id(book), rating(STARS[place % 8])) for reader, book, place in READS]
    write_table(folder / "ratings.csv", ("user_id", "book_id", "rating"), ratings)
    return folder


def write_loans(folder: Path, header: str = "reader_id,book_id", rows: Iterable[Row] = ()) -> Path:
    """Write own tables, whose loans have the columns of a header."""
    books = [(number, f"Novel {number}", f"Author {number % 60}") for number in range(250)]
    write_table(folder / "books.csv", ("book_id", "title", "author"), books)
    write_table(folder / "loans.csv", header.split(","), rows or [(reader, book) for reader, book, _ in READS])
    return folder


class Printed:
    """The exit code and the output of a command."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: object) -> None:
        self.code = main([*map(str, arguments)])
        self.out, self.err = capsys.readouterr()

    def assert_whole(self, reads: int = 8000) -> None:
        """Assert that a model can be built and no row is lost."""
        assert (self.code, self.err) == (0, "")
        assert "Lost:" not in self.out
        assert f"200 readers, {reads:,} books read by them." in self.out


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


@pytest.mark.parametrize(
    ("write", "rating", "scale"),
    [
        pytest.param(write_goodbooks, lambda stars: 2 * stars, "10; 7", id="goodbooks_to_10"),
        pytest.param(write_goodbooks, lambda stars: stars, "5; 3.5", id="goodbooks_to_5"),
        pytest.param(write_crossing, lambda stars: stars, "5; 3.5", id="crossing_to_5"),
        pytest.param(write_crossing, lambda stars: stars - 0.5, "5; 3.5", id="crossing_halves"),
        pytest.param(write_crossing, lambda stars: 4 * stars, "20; 14", id="to_20"),
        pytest.param(write_crossing, lambda stars: 20 * stars, "100; 70", id="to_100"),
        pytest.param(write_crossing, lambda stars: f"{stars}/5", "5; 3.5", id="of_5"),
        pytest.param(write_crossing, lambda stars: f"{stars - 1},5", "5; 3.5", id="decimal_comma"),
        pytest.param(write_crossing, lambda stars: "★" * stars, "5; 3.5", id="stars"),
        pytest.param(write_crossing, lambda stars: f"{20 * stars}%", "100; 70", id="percent"),
    ],
)
def test_the_scale_is_told_from_the_ratings_and_printed(
    write: Callable[..., Path],
    rating: Callable[[int], object],
    scale: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = Printed(capsys, "check", "--data", write(tmp_path, rating=rating))
    printed.assert_whole()
    assert f"Ratings go up to {scale} and more are likes." in printed.out


def test_a_stated_scale_and_threshold_come_before_the_ratings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_goodbooks(tmp_path)
    (folder / "dataset.json").write_text('{"name": "Ours", "rating_scale": 10, "like_threshold": 5}')
    printed = Printed(capsys, "check", "--data", folder)
    assert printed.out.startswith("Ours: 250 books")
    assert "Ratings go up to 10; 5 and more are likes." in printed.out


def test_ratings_of_unknown_books_beyond_the_limit_are_refused_unless_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Goodreads' own numbers in place of the dataset's: some are those of other books by chance.
    folder = write_goodbooks(tmp_path, rated_id=lambda book: 240 + 9 * book)
    printed = Printed(capsys, "check", "--data", folder)
    assert printed.code == 2
    assert "of the ratings are of books that the table of books lacks (at most 20% may be)" in printed.err
    assert "ratings of unknown books, dropped; for example reader " in printed.err
    assert Printed(capsys, "check", "--data", folder, "--accept-losses").code == 0


def test_ratings_off_the_scale_beyond_the_limit_are_refused_unless_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_goodbooks(tmp_path, rating=lambda stars: "good" if stars == 2 else stars)
    printed = Printed(capsys, "check", "--data", folder)
    assert printed.code == 2
    assert "12% of the ratings have no reader or no number from 0 to 5 (at most 5% may be)" in printed.err
    assert "rating 'good'" in printed.err
    assert Printed(capsys, "check", "--data", folder, "--accept-losses").code == 0


def test_half_of_a_table_lost_for_any_reasons_is_refused_with_the_three_largest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_goodbooks(tmp_path)
    lines = (folder / "books.csv").read_text().splitlines()
    broken = [f"{line},too,many" for line in lines[1:101]] + [line.rpartition(",")[0] + "," for line in lines[101:160]]
    (folder / "books.csv").write_text("\n".join([lines[0], *broken, *lines[160:]]))
    printed = Printed(capsys, "check", "--data", folder)
    assert printed.code == 2
    assert "64% of the books were dropped (at most 50% may be)" in printed.err
    causes = printed.err.splitlines()[1:4]
    assert causes[1].startswith("  100 books.csv: rows with too many fields, dropped; for example '1,")
    assert causes[2].startswith("  59 books without id or title, dropped; for example book '101'")


@pytest.mark.parametrize(
    ("column", "want", "read"),
    [
        ("status", "to-read", "read"),
        ("is_read", "0", "1"),
        ("Exclusive Shelf", "to-read", "read"),
        ("is_read", "False", "True"),
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
    loans += [("ANONYMOUS", loan % 250) for loan in range(rows)]
    printed = Printed(capsys, "check", "--data", write_loans(tmp_path, rows=loans))
    printed.assert_whole()
    assert f"{rows:,} ratings rows of readers with over " in printed.out
    assert f"for example reader 'ANONYMOUS', rows: {rows:,}" in printed.out


def test_a_busy_reader_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loans: list[Row] = [(reader, book) for reader, book, _ in READS if reader]
    loans += [(0, loan % 250) for loan in range(900)]
    printed = Printed(capsys, "check", "--data", write_loans(tmp_path, rows=loans))
    printed.assert_whole(199 * 40 + 250)


@pytest.mark.parametrize(
    "header",
    ["isbn,Book_Title,author,year,publisher", "isbn,bookTitle,bookAuthor,yearOfPublication,publisher",
     "ISBN,Book Title,Book Author,Year Of Publication,Publisher", "Isbn,BOOK-TITLE,Authors,Year,House"],
    ids=["underscores", "camels", "blanks", "capitals"],
)  # fmt: skip
def test_the_letters_of_a_column_count_alone(header: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_crossing(tmp_path)
    _, *lines = (folder / "Books.csv").read_text().splitlines()
    (folder / "Books.csv").write_text("\n".join([header, *lines]))
    _, *lines = (folder / "Ratings.csv").read_text().splitlines()
    (folder / "Ratings.csv").write_text("\n".join(["user_id,isbn,book rating", *lines]))
    printed = Printed(capsys, "check", "--data", folder)
    printed.assert_whole()
    assert printed.out.startswith("Book-Crossing: ")


def test_a_missing_column_is_named_once_with_its_aliases_and_the_datasets_that_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_loans(tmp_path)
    path = folder / "books.csv"
    path.write_text(path.read_text().replace("title", "words", 1))
    printed = Printed(capsys, "check", "--data", folder)
    assert printed.code == 2
    assert printed.err.count("'title'") == 1
    assert "lacks the column 'title' (or 'book_title', 'name'" in printed.err
    assert "its columns are 'book_id', 'words', 'author'" in printed.err
    assert "Datasets that are read: " in printed.err
    assert "own tables" in printed.err


@pytest.mark.parametrize(
    ("users", "said"),
    [
        pytest.param("User-ID,Age\n1,34\n", "users.csv has no column 'Location'", id="no_location"),
        pytest.param('reader,place,age\n1,"tyler, texas, usa",34\n', "", id="other_names"),
        pytest.param("colour\nred\n", "users.csv was not read: it has no column of the readers' ids", id="no_ids"),
        pytest.param("", "users.csv", id="empty"),
        pytest.param("User-ID,Location,Age\n", "", id="header_alone"),
    ],
)
def test_a_table_of_readers_is_read_for_what_it_has(
    users: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_crossing(tmp_path)
    (folder / "Users.csv").write_text(users)
    printed = Printed(capsys, "check", "--data", folder)
    printed.assert_whole()
    assert said in printed.out


OTHER_PROJECTS = {
    "rectools": {
        "interactions.csv": "user_id,item_id,datetime,weight\n1,7,2024-01-02,3\n2,8,2024-01-03,5\n",
        "items.csv": "item_id,title,authors,release_year,tags\n7,Dune,Frank Herbert,1965,sf\n8,Emma,J. Austen,1815,\n",
        "users.csv": "user_id,age,sex\n1,34,m\n2,18_24,f\n",
    },
    "lenskit": {
        "ratings.csv": "user,item,rating,timestamp\n1,7,4.5,1700000000\n2,8,2,1700000002\n",
        "items.csv": "item,title,author\n7,Dune,Frank Herbert\n8,Emma,Jane Austen\n",
    },
    "recbole": {
        "library.inter": "user_id:token\titem_id:token\trating:float\ttimestamp:float\n1\t7\t4\t17e8\n2\t8\t2\t17e8\n",
        "library.item": "item_id:token\ttitle:token_seq\tauthor:token_seq\n7\tDune\tF. Herbert\n8\tEmma\tJ. Austen\n",
        "library.user": "user_id:token\tage:token\n1\t34\n",
    },
    "gorse": {
        "feedback.csv": "feedback_type,user_id,item_id,time_stamp\nread,1,7,2024-01-02\nstar,2,8,2024-01-02\n",
        "items.csv": "item_id,categories,title,author\n7,fiction|deserts,Dune,Frank Herbert\n8,,Emma,Jane Austen\n",
    },
}


@pytest.mark.parametrize("project", OTHER_PROJECTS)
def test_files_of_other_projects_are_read(project: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in OTHER_PROJECTS[project].items():
        (tmp_path / name).write_text(text)
    printed = Printed(capsys, "check", "--data", tmp_path)
    assert printed.code == 0, printed.err
    assert "Lost:" not in printed.out
    assert printed.out.startswith("own tables: 2 books; 2 readers read 2 books")
    assert (" is rating\n" in printed.out) == (project != "gorse")
