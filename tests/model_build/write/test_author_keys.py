"""The names by which readers may ask for an author."""

from pathlib import Path

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.titles import ByAuthor, Exact, find_title
from tests.model_build.conftest import Build
from tests.model_build.small_datasets import book, write_kaggle


def library(build: Build, directory: Path, rows: list[tuple[str, str, int]]) -> Catalogue:
    """Build a model of (title, author, readers) rows."""
    books = [book(f"{number:010}", title, author) for number, (title, author, _) in enumerate(rows)]
    ratings = [(reader, f"{number:010}", 7) for number, (*_, readers) in enumerate(rows) for reader in range(readers)]
    return build(write_kaggle(directory / "data", books, ratings))


def author_names(catalogue: Catalogue, key: str) -> list[str]:
    return [catalogue.author_name(author_row) for author_row in catalogue.search_index.authors_with_key(key)]


def test_an_author_goes_by_every_spelling_and_by_a_surname_that_is_known(build: Build, tmp_path: Path) -> None:
    rows = [
        ("The Hobbit", "J. R. R. Tolkien", 30),
        ("The Hobbit", "John Ronald Reuel Tolkien", 2),
        ("Dune", "Frank Herbert", 5),
        ("Emma", "Jane Smith", 30),
        ("Persuasion", "Zadie Smith", 25),
    ]
    catalogue = library(build, tmp_path, rows)
    for key in ("jrr tolkien", "john ronald reuel tolkien", "tolkien"):
        assert author_names(catalogue, key) == ["J. R. R. Tolkien"]
    assert author_names(catalogue, "frank herbert") == ["Frank Herbert"]
    assert author_names(catalogue, "herbert") == []  # few have read his books here
    assert author_names(catalogue, "smith") == []  # two authors are known by it
    assert author_names(catalogue, "jrr") == []


def test_a_surname_may_be_of_two_words_and_no_first_name_is_one(build: Build, tmp_path: Path) -> None:
    rows = [
        ("A Wizard of Earthsea", "Ursula K. Le Guin", 40),
        ("Beauty", "Rice Anne", 30),
        ("Vittorio", "Anne Rice", 99),
    ]
    catalogue = library(build, tmp_path, rows)
    assert author_names(catalogue, "le guin") == author_names(catalogue, "guin") == ["Ursula K. Le Guin"]
    assert author_names(catalogue, "anne") == []
    assert author_names(catalogue, "k le guin") == []


def test_an_author_goes_by_the_name_without_initials_unless_it_is_somebody_elses(build: Build, tmp_path: Path) -> None:
    rows = [
        ("Postcards", "E. Annie Proulx", 9),
        ("Odd Thomas", "Dean R. Koontz", 9),
        ("The Little Mermaid", "Hans Christian Andersen", 9),
        ("Dracul", "Charles de Lint", 9),
        ("One", "John B. Smith", 9),
        ("Two", "John Smith", 9),
    ]
    catalogue = library(build, tmp_path, rows)
    assert author_names(catalogue, "annie proulx") == ["E. Annie Proulx"]
    assert author_names(catalogue, "dean koontz") == ["Dean R. Koontz"]
    assert author_names(catalogue, "hans andersen") == ["Hans Christian Andersen"]
    assert author_names(catalogue, "charles lint") == []
    assert author_names(catalogue, "john smith") == ["John Smith"]


def test_an_author_goes_by_the_spellings_of_his_books_in_other_alphabets_and_orders(
    build: Build, tmp_path: Path
) -> None:
    rows = [
        ("Crime and Punishment", "Fyodor Dostoevsky", 9),
        ("Crime and Punishment", "Fjodor Dostojewski", 1),
        ("Crime and Punishment", "Dostoyevsky Fyodor", 1),
        ("Crime and Punishment", "Dostoyevsky", 1),
    ]
    catalogue = library(build, tmp_path, rows)
    for key in ("fyodor dostoevsky", "fjodor dostojewski", "dostoyevsky fyodor"):
        assert author_names(catalogue, key) == ["Fyodor Dostoevsky"]
    assert author_names(catalogue, "dostoyevsky") == []  # as of any other author whom few have read


def test_the_unknown_author_has_no_key(build: Build, tmp_path: Path) -> None:
    catalogue = library(build, tmp_path, [("Beowulf", "", 40), ("Edda", "n/a", 40), ("Saga", "Anonymous", 40)])
    assert author_names(catalogue, "anonymous") == []
    assert author_names(catalogue, "unknown author") == author_names(catalogue, "author") == []


def test_an_authors_books_come_most_read_first_and_page_by_page(build: Build, tmp_path: Path) -> None:
    rows = [(f"Book {number}", "Ann Author", 10 + number) for number in range(5)]
    catalogue = library(build, tmp_path, [*rows, ("Other", "Bea Writer", 50)])
    (author_row,) = catalogue.search_index.authors_with_key("ann author")
    assert [written.title for written in catalogue.books_by_author(author_row, 3)] == ["Book 4", "Book 3", "Book 2"]
    assert [written.title for written in catalogue.books_by_author(author_row, 3, offset=3)] == ["Book 1", "Book 0"]
    assert catalogue.books_by_author(author_row, 3, offset=5) == []


def test_a_title_that_is_also_a_name_is_a_title_but_not_one_that_only_begins_with_it(
    build: Build, tmp_path: Path
) -> None:
    rows = [
        ("Carrie", "Stephen King", 30),
        ("Stephen King", "George Beahm", 3),
        ("Jane Austen: A Life", "Claire Tomalin", 30),
        ("Emma", "Jane Austen", 30),
        ("Shadows", "Jane Carrie", 30),
    ]
    catalogue = library(build, tmp_path, rows)
    for query, title in [("stephen king", "Stephen King"), ("carrie", "Carrie")]:
        found = find_title(catalogue, query)
        assert isinstance(found, Exact)
        assert found.book.title == title
    assert isinstance(find_title(catalogue, "jane austen"), ByAuthor)
