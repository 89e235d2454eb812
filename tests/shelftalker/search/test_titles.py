"""The title search."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from shelftalker.model.catalogue import Catalogue
from shelftalker.search.titles import ByAuthor, Exact, NotFound, Suggestions, find_title
from tests.model_build.small_datasets import book, write_kaggle


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("dune", "Dune"),
        ("  DUNE!! ", "Dune"),
        ("the dune", "Dune"),
        ("it", "It"),
        ("v", "V."),
        ("the help", "The Help"),
        ("pride and prejudice", "Pride & Prejudice"),
        ("Pride and Prejudice (Penguin Classics)", "Pride & Prejudice"),
        ("harry potter and the sorcerers stone", "Harry Potter and the Sorcerer's Stone (Book 1)"),
        ("cien anos de soledad", "Cien años de soledad"),
        ("two towers by tolkien", None),
        ("tolkien", None),
        ("stand by me", "Stand by Me"),
        ("stand by me by stephen king", "Stand by Me"),
        ("emma by jane austen", "Emma"),
        ("dune by", "Dune"),
        ("Dune  BY ", "Dune"),
        ("a brief history of time", "A Brief History of Time: From the Big Bang to Black Holes"),
        ("dune: a novel of the desert planet", "Dune"),
        ("The Hobbit: There and Back Again", "The Hobbit"),
        ("海辺のカフカ", "海辺のカフカ"),
        ("الخبز الحافي", "الخبز الحافي"),
        ("*Starred_ ~Title~ <!channel> & `code`", "*Starred_ ~Title~ <!channel> & `code`"),
    ],
)
def test_a_title_is_found_however_it_is_written(catalogue: Catalogue, query: str, title: str | None) -> None:
    found = find_title(catalogue, query)
    if title:
        assert isinstance(found, Exact)
        assert found.book.title == title
    else:
        assert not isinstance(found, Exact)


def test_the_more_read_of_two_books_by_one_title_wins_and_the_other_is_offered(catalogue: Catalogue) -> None:
    found = find_title(catalogue, "Emma")
    assert isinstance(found, Exact)
    assert found.book.author == "Jane Austen"
    assert [book.author for book in found.others] == ["Alexander McCall Smith"]


def test_by_an_author_chooses_between_books_of_one_title(catalogue: Catalogue) -> None:
    for query in ("emma by alexander mccall smith", "Emma by McCall Smith"):
        found = find_title(catalogue, query)
        assert isinstance(found, Exact)
        assert found.book.author == "Alexander McCall Smith"
        assert not found.others


def test_by_somebody_who_did_not_write_it_is_not_exact(catalogue: Catalogue) -> None:
    assert not isinstance(find_title(catalogue, "emma by stephen king"), Exact)


@pytest.fixture(scope="module")
def spellings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Open a model of books whose authors readers spell in several ways."""
    directory = tmp_path_factory.mktemp("spellings")
    titles = [
        ("Crime and Punishment", "Fyodor Dostoevsky"),
        ("Accordion Crimes", "Annie Proulx"),
        ("The Great Gatsby", "F. Scott Fitzgerald"),
        ("The Hobbit", "J. R. R. Tolkien"),
        ("Unnatural Exposure", "Patricia Daniels Cornwell"),
        ("Good Omens", "Terry Pratchett, Neil Gaiman"),
        ("Possession: A Romance", "A. S. Byatt"),
        ("Dune", "Frank Herbert"),
        ("House Harkonnen", "Brian Herbert"),
        ("The Lost World", "Michael Crichton"),
        ("It", "Stephen King"),
        ("Go Ask Alice", "Anonymous"),
    ]
    books = [book(f"{number:010}", title, author) for number, (title, author) in enumerate(titles)]
    data = write_kaggle(directory / "data", books, [(1, row[0], 7) for row in books])
    build_model(DatasetFiles.found_in(data), directory / "model")
    with closing(Catalogue.open(directory / "model")) as catalogue:
        yield catalogue


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("crime and punishment by Dostojewski", "Crime and Punishment"),
        ("Crime and Punishment by F. M. Dostoyevsky", "Crime and Punishment"),
        ("accordion crimes by e annie proulx", "Accordion Crimes"),
        ("accordion crimes by proulx", "Accordion Crimes"),
        ("the great gatsby by scott fitzgerald", "The Great Gatsby"),
        ("the great gatsby by Fritzgerald", "The Great Gatsby"),
        ("the great gatsby by Francis Scott Fitzgerald", "The Great Gatsby"),
        ("The Hobbit by JRR Tolkein", "The Hobbit"),
        ("The Hobbit by John Ronald Reuel Tolkien", "The Hobbit"),
        ("unnatural exposure by Cornwell Patricia", "Unnatural Exposure"),
        ("unnatural exposure by Patricia Cornwell", "Unnatural Exposure"),
        ("Good Omens by Gaiman", "Good Omens"),
        ("Good Omens by Niel Gaiman", "Good Omens"),
        ("Possession by A.S. Byatt", "Possession"),
        ("Possession by Byatt", "Possession"),
        ("Dune: Deluxe Edition by Frank Herbert", "Dune"),
        ("go ask alice by anonymous", "Go Ask Alice"),
    ],
)
def test_by_any_spelling_of_the_author_a_title_is_exact(spellings: Catalogue, query: str, title: str) -> None:
    found = find_title(spellings, query)
    assert isinstance(found, Exact)
    assert found.book.title == title


@pytest.mark.parametrize(
    "query",
    [
        "possession by steve lyons",
        "Possession: A Romance by Steve Lyons",
        "Possession: a novel by Steve Lyons",
        "the lost world by arthur conan doyle",
        "The Lost World by Doyle",
        "dune by brian herbert",
        "Dune: House Atreides by Brian Herbert",
        "it by alexa chung",
        "It by Tabitha King",
        "crime and punishment by tolstoy",
    ],
)
def test_by_another_author_a_title_is_never_exact(spellings: Catalogue, query: str) -> None:
    assert not isinstance(find_title(spellings, query), Exact)


@pytest.mark.parametrize("query", ["Proulx Annie", "by Proulx Annie", "books by Byatt A. S.", "cornwell patricia"])
def test_an_author_may_be_named_with_the_surname_first(spellings: Catalogue, query: str) -> None:
    assert isinstance(find_title(spellings, query), ByAuthor)


def test_a_misspelt_anonymous_is_no_author(spellings: Catalogue) -> None:
    assert not isinstance(find_title(spellings, "anonymos"), ByAuthor)


def test_by_with_nobody_after_it_is_left_out_but_where_a_title_ends_so(tmp_path: Path) -> None:
    books = [book("0000000001", "Passing", "Nella Larsen"), book("0000000002", "Passing By", "Jerzy Kosinski")]
    data = write_kaggle(tmp_path / "data", books, [(1, row[0], 7) for row in books])
    build_model(DatasetFiles.found_in(data), tmp_path / "model")
    with closing(Catalogue.open(tmp_path / "model")) as catalogue:
        for query, title in [("passing by", "Passing By"), ("passing by by", "Passing By"), ("passing", "Passing")]:
            found = find_title(catalogue, query)
            assert isinstance(found, Exact)
            assert found.book.title == title
        for query in ("nella larsen by", "by nella larsen"):
            assert isinstance(find_title(catalogue, query), ByAuthor)


def test_a_whole_title_wins_over_longer_ones_that_begin_so_and_they_are_offered(catalogue: Catalogue) -> None:
    found = find_title(catalogue, "dune")
    assert isinstance(found, Exact)
    assert found.book.title == "Dune"
    assert [book.title for book in found.others] == ["Dune: House Atreides", "Dune Messiah"]


def test_a_series_name_answers_with_its_most_read_volume_and_offers_the_others(catalogue: Catalogue) -> None:
    found = find_title(catalogue, "lord of the rings")
    assert isinstance(found, Exact)
    assert found.book.title.endswith("The Two Towers")
    assert [book.title for book in found.others] == ["The Lord of the Rings: The Return of the King"]


@pytest.mark.parametrize(
    ("query", "author"),
    [
        ("Tolkien", "J. R. R. Tolkien"),
        ("J.R.R. Tolkien", "J. R. R. Tolkien"),
        ("jrr tolkien", "J. R. R. Tolkien"),
        ("Tolkien, J. R. R.", "J. R. R. Tolkien"),
        ("by Jane Austen", "Jane Austen"),
        ("books by austen", "Jane Austen"),
        ("GARCIA MARQUEZ, gabriel", "Gabriel García Márquez"),
        ("村上春樹", "村上春樹"),
        # Misspelt.
        ("J K Rowlling", "J. K. Rowling"),
        ("Stephan King", "Stephen King"),
        ("tolkein", "J. R. R. Tolkien"),
    ],
)
def test_an_authors_name_offers_the_authors_most_read_books(catalogue: Catalogue, query: str, author: str) -> None:
    found = find_title(catalogue, query)
    assert isinstance(found, ByAuthor)
    assert found.author == author
    rows = [book.book_row for book in found.books]
    assert rows == sorted(rows)
    assert len({book.author_row for book in found.books}) == 1


def test_the_surname_of_an_author_whom_few_have_read_is_no_author(catalogue: Catalogue) -> None:
    assert not isinstance(find_title(catalogue, "mccall smith"), ByAuthor)
    assert not isinstance(find_title(catalogue, "The King"), ByAuthor)


def test_a_title_like_no_book_of_its_author_offers_the_books_of_the_author(catalogue: Catalogue) -> None:
    found = find_title(catalogue, "xqzz vbnw by gabriel garcia marquez")
    assert isinstance(found, ByAuthor | Suggestions)
    assert found.books[0].author == "Gabriel García Márquez"


@pytest.mark.parametrize(
    "query", ["?", "!!", "\u200b", '"', "'; DROP TABLE book; --", "a" * 4000, "%", "* OR *", "\x00"]
)
def test_odd_queries_are_answered_and_break_nothing(catalogue: Catalogue, query: str) -> None:
    assert isinstance(find_title(catalogue, query), Exact | Suggestions | ByAuthor | NotFound)
