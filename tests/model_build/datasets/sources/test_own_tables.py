"""Own tables: the contract's columns under any name, loans without ratings, cells of several texts."""

import re
from pathlib import Path

import pandas as pd
import pytest

from model_build.datasets.contract import SourceTables
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.interactions import STATUS, TIMESTAMP
from model_build.datasets.sources.own_books import isbns_in, parts_of
from model_build.datasets.sources.own_columns import BOOK_COLUMNS, BOOK_ID, RATING_COLUMNS, READER_COLUMNS
from model_build.datasets.sources.registry import read_source
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from tests.cloudformation import PROJECT

DOCUMENT = PROJECT / "infra/docs/data.md"


def read_files(directory: Path, **files: str) -> SourceTables:
    """Read files by their names with "_" for ".": books_csv="...", with lines divided by blanks at the ends."""
    for name, text in files.items():
        (directory / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return read_source(DatasetFiles.found_in(directory))


BOOKS = """book_id,title,author,work_id,isbn,year,language,publisher,series,volume,cover,tags
b1,Dune,Frank Herbert,w1,0441172717 978-0-441-17271-9,c1965,eng,Chilton,Dune,1,8231856,Science Fiction; Deserts
b2,Dune,Frank Herbert,w2,,1999-05-01,,,,,http://covers.example/2.jpg,
b3,Good Omens,Terry Pratchett | Neil Gaiman,,,,en,,,,ftp://covers.example/3.jpg,"Humour, Angels"
"""


def test_each_column_of_the_contract_is_read(tmp_path: Path) -> None:
    tables = read_files(
        tmp_path,
        books_csv=BOOKS,
        ratings_csv="reader_id,book_id,rating,status,timestamp\na,b1,5,read,2020-01-01\na,b2,3,to-read,\nb,b3,2,read,\n",
        readers_csv="reader_id,country,birth_year\na,Peru,\nb,,1900\n",
        dataset_json='{"name": "Town library", "licence": "CC0", "notice": "Thanks", '
        '"rating_scale": 5, "like_threshold": 4}',
    )
    books = tables.books.set_index("book_id")
    assert books["isbns"].tolist() == [("0441172717",), (), ()]
    assert books["work_id"].tolist() == ["w1", "w2", ""]
    assert books["author"].tolist()[2] == "Terry Pratchett; Neil Gaiman"
    assert books["year"].tolist() == [1965, 1999, pd.NA]
    assert books["language"].tolist() == ["en", None, "en"]
    assert books["image_url"].tolist() == [
        "https://covers.openlibrary.org/b/id/8231856-M.jpg",
        "https://covers.example/2.jpg",
        "",
    ]
    assert books["tags"].tolist() == [("science fiction", "deserts"), (), ("humour", "angels")]
    assert books[["publisher", "series", "volume"]].to_numpy().tolist()[0] == ["Chilton", "Dune", "1"]
    assert tables.ratings[["reader", "book", "rating", "liked"]].to_numpy().tolist() == [
        [0, 0, 5, True],
        [1, 2, 2, False],
    ]
    assert tables.readers["country"].tolist() == ["peru", ""]
    assert tables.work_ids_are_final
    assert (tables.name, tables.licence, tables.notice) == ("Town library", "CC0", "Thanks")
    assert (tables.rating_scale, tables.like_threshold) == (5, 4)
    assert tables.columns["books.csv: cover"] == "cover"


@pytest.mark.parametrize(
    ("books", "ratings"),
    [
        pytest.param("item_id,title,authors", "user_id,item_id,weight,datetime", id="rectools"),
        pytest.param("item,title,creator", "user,item,rating,timestamp", id="lenskit"),
        pytest.param("Item ID,Book Title,Author(s)", "User-ID,Item-ID,Stars,Date", id="spelling"),
        pytest.param("bookId,bookTitle,bookAuthor", "userId,bookId,bookRating,createdAt", id="camels"),
    ],
)
def test_a_column_may_have_any_of_its_names(books: str, ratings: str, tmp_path: Path) -> None:
    tables = read_files(
        tmp_path,
        books_csv=f"{books}\n1,Emma,Jane Austen\n",
        interactions_csv=f"{ratings}\n7,1,4,2020-01-02 03:04:05\n8,1,2,\n",
    )
    assert tables.books[["book_id", "title", "author"]].to_numpy().tolist() == [["1", "Emma", "Jane Austen"]]
    assert tables.ratings[["rating"]].to_numpy().tolist() == [[4], [2]]
    assert not tables.work_ids_are_final


def test_loans_have_no_rating_and_each_is_a_like(tmp_path: Path) -> None:
    tables = read_files(
        tmp_path,
        books_csv="isbn,title,author\n441172717,Dune,Frank Herbert\n0141439580,Emma,Jane Austen\n",
        loans_csv="patron,isbn,loan date\n1,0441172717,2020-01-02\n1,978-0-441-17271-9,2021-01-02\n2,0141439580,x\n",
    )
    assert tables.books["book_id"].tolist() == ["0441172717", "0141439580"]
    assert tables.ratings[["reader", "book", "rating", "liked"]].to_numpy().tolist() == [
        [0, 0, 0, True],
        [1, 1, 0, True],
    ]
    assert tables.rating_scale is None
    assert tables.counts["ratings rows of a book read again by its reader, set aside"] == 1
    assert tables.counts["ratings with a time that can't be read"] == 1


def test_a_table_of_readers_without_ids_is_not_read_and_this_is_said(tmp_path: Path) -> None:
    tables = read_files(
        tmp_path,
        books_csv="book_id,title,author\n1,Emma,Jane Austen\n",
        loans_csv="reader_id,book_id\n1,1\n",
        readers_csv="colour\nred\n",
    )
    assert tables.readers["country"].tolist() == [""]
    assert tables.remarks == ("readers.csv was not read: it has no column of the readers' ids, 'reader_id'.",)


def test_of_several_ids_of_books_the_one_that_the_loans_name_counts(tmp_path: Path) -> None:
    tables = read_files(
        tmp_path,
        books_csv="id,isbn,biblionumber,title,author\n1,0441172717,17,Dune,Frank Herbert\n17,,1,Emma,Jane Austen\n",
        loans_csv="borrowernumber,biblionumber\n7,17\n8,0441172717\n",
    )
    assert tables.books["book_id"].tolist() == ["17", "1"]
    assert tables.ratings["book"].tolist() == [0, 0]


def test_the_number_of_a_row_of_ratings_is_no_book(tmp_path: Path) -> None:
    tables = read_files(
        tmp_path,
        books_csv="id,title,author\n1,Dune,Frank Herbert\n2,Emma,Jane Austen\n",
        ratings_csv="id,user_id,book,rating\n1,7,2,5\n2,8,2,4\n",
    )
    assert tables.ratings["book"].tolist() == [1, 1]


def test_amazons_ids_of_books_may_stand_in_own_tables(tmp_path: Path) -> None:
    tables = read_files(
        tmp_path,
        books_csv="parent_asin,title,author\n0441172717,Dune,Frank Herbert\nB000000001,Emma,Jane Austen\n",
        ratings_csv="user_id,parent_asin,rating,timestamp\nA1,0441172717,5,17000\nA2,B000000001,3,17000\n",
    )
    assert tables.name == "own tables"
    assert tables.ratings["book"].tolist() == [0, 1]


def test_words_for_nothing_are_none_but_in_titles(tmp_path: Path) -> None:
    tables = read_files(
        tmp_path,
        books_csv="book_id,title,author,work_id,series,publisher\n1,None,nan,nan,NaN,null\n2,Emma,Jane Austen,NaN,,\n",
        loans_csv="reader_id,book_id\n1,1\nnan,1\nnan,2\n",
    )
    assert tables.books[["title", "author", "work_id", "series", "publisher"]].to_numpy().tolist() == [
        ["None", UNKNOWN_AUTHOR, "", "", ""],
        ["Emma", "Jane Austen", "", "", ""],
    ]
    assert tables.readers["reader_id"].tolist() == ["1"]
    assert tables.counts["ratings without reader or usable number, dropped"] == 2


def test_ids_that_are_isbns_mostly_are_taken_for_them(tmp_path: Path) -> None:
    tables = read_files(
        tmp_path,
        books_csv="item_id,title,author\n441172717,Dune,Frank Herbert\n9780141439587,Emma,J. Austen\nx,Ubik,P. Dick\n",
        loans_csv="user_id,item_id\n1,0441172717\n",
    )
    assert tables.books["book_id"].tolist() == ["0441172717", "0141439580", "x"]
    assert tables.books["isbns"].tolist() == [("0441172717",), ("0141439580",), ()]


def test_a_file_of_ratings_whose_ratings_have_no_known_name_is_refused(tmp_path: Path) -> None:
    """A row without a rating is a like, and the unknown column may be the rating."""
    books = "book_id,title,author\n1,Emma,Jane Austen\n"
    with pytest.raises(DatasetError, match=r"ratings\.csv lacks the column 'rating' .* name the file loans\.csv"):
        read_files(tmp_path, books_csv=books, ratings_csv="reader_id,book_id,grade\n1,1,2\n")
    (tmp_path / "ratings.csv").unlink()
    assert read_files(tmp_path, books_csv=books, loans_csv="reader_id,book_id,desk\n1,1,2\n").rating_scale is None


@pytest.mark.parametrize(
    ("listed", "isbns"),
    [
        ("", ()),
        ("0441172717 9780141439587", ("0441172717", "0141439580")),
        ("978 0 441 17271 9", ("0441172717",)),
        ('="0441172717"', ("0441172717",)),
        ("441172717.0", ("0441172717",)),
        ("0441172717 (pbk.)", ("0441172717",)),
        ("0441172718", ()),
    ],
)
def test_a_cell_may_have_several_isbns(listed: str, isbns: tuple[str, ...]) -> None:
    assert isbns_in(listed) == isbns


@pytest.mark.parametrize(
    ("listed", "commas", "parts"),
    [
        ("Austen, Jane", False, ["Austen, Jane"]),
        ("Jane Austen;Mary Shelley", False, ["Jane Austen", "Mary Shelley"]),
        ("['Jane Austen', 'Le Guin, Ursula']", False, ["Jane Austen", "Le Guin, Ursula"]),
        ("a, b", True, ["a", "b"]),
        ("a, b; c", True, ["a, b", "c"]),
        ("", False, []),
    ],
)
def test_a_cell_may_have_several_texts(listed: str, commas: bool, parts: list[str]) -> None:
    assert parts_of(listed, commas=commas) == parts


def test_tables_whose_names_tell_nothing_are_told_by_their_columns(tmp_path: Path) -> None:
    tables = read_files(
        tmp_path,
        catalog_csv="Bib Number,Title,Author\n7,Emma,Jane Austen\n8,Ubik,Philip K. Dick\n",
        checkouts_csv="ID,Cardholder,Bib Number,Title,Checkout DateTime\n1,ann,7,Emma,2026-01-02\n"
        "2,ben,8,Ubik,2026-01-03\n",
        members_csv="Cardholder,Country\nann,Peru\nben,Chile\n",
    )
    assert tables.ratings[["reader", "book"]].to_numpy().tolist() == [[0, 0], [1, 1]]
    assert tables.readers["country"].tolist() == ["peru", "chile"]


def test_the_documents_list_each_column_and_each_of_its_other_names() -> None:
    words = set(re.findall(r"\w+", DOCUMENT.read_text(encoding="utf-8")))
    columns = [BOOK_ID, *BOOK_COLUMNS, *RATING_COLUMNS, *READER_COLUMNS, STATUS, TIMESTAMP]
    assert {name for column in columns for name in (column.name, *column.aliases)} - words == set()


@pytest.mark.parametrize("name", ["wishlist.csv", "holds-2024.csv", "Want to read.csv", "reservations.csv"])
def test_a_table_that_is_named_for_no_reads_is_none_of_loans(name: str, tmp_path: Path) -> None:
    (tmp_path / "books.csv").write_text("book_id,title,author\n1,Emma,Jane Austen\n")
    (tmp_path / name).write_text("patron,book_id\n1,1\n")
    with pytest.raises(DatasetError, match="No ratings in "):
        read_source(DatasetFiles.found_in(tmp_path))
    (tmp_path / "loans.csv").write_text("patron,book_id\n1,1\n")
    remarks = read_source(DatasetFiles.found_in(tmp_path)).remarks
    assert f"Other tables in the folder are not read: {name.lower()}." in remarks
