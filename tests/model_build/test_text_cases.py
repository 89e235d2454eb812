"""Broken and careless text of catalogues, from the row of a dataset to the book as it is shown."""

from pathlib import Path

import pytest

from tests.model_build.small_datasets import Row, book
from tests.model_build.works.small_works import works_of


def titles_and_authors(directory: Path, *books: list[object], readers: tuple[int, ...] = ()) -> dict[str, str]:
    """Return the shown title -> the shown author of the works of some rows, read by so many readers each."""
    ratings: list[Row] = [
        (100 * number + reader, books[number][0], 8) for number, count in enumerate(readers) for reader in range(count)
    ]
    books_shown = works_of(directory, list(books), ratings).books
    return dict(zip(books_shown["title_without_series"], books_shown["author"], strict=True))


@pytest.mark.parametrize(
    ("broken", "right"),
    [
        ("Sh\xc5\x8dgun", "Sh\u014dgun"),
        ("Cien A\xc3\xb1os", "Cien A\xf1os"),
        ("\xd9\x85\xd8\xad\xd9\x85\xd8\xaf", "\u0645\u062d\u0645\u062f"),
        ("David   Epstein", "David Epstein"),
        ("Falling Leaves Brit", "Falling Leaves"),
    ],
)
def test_a_broken_title_is_shown_right(broken: str, right: str, tmp_path: Path) -> None:
    assert list(titles_and_authors(tmp_path, book("0441172717", broken, "Una Marsh"))) == [right]


@pytest.mark.parametrize(
    ("broken", "right"),
    [
        ("Stanis\xc5\x82aw Lem", "Stanis\u0142aw Lem"),
        ("Marie Kond\xc5\x8d", "Marie Kond\u014d"),
        ("\xd9\x85\xd8\xad\xd9\x85\xd8\xaf", "\u0645\u062d\u0645\u062f"),
        ("David   Epstein", "David Epstein"),
        ("LAURA HILLENBRAND", "Laura Hillenbrand"),
    ],
)
def test_a_broken_name_is_shown_right(broken: str, right: str, tmp_path: Path) -> None:
    assert titles_and_authors(tmp_path, book("0441172717", "The Salt Road", broken)) == {"The Salt Road": right}


def test_a_title_without_its_article_is_shown_as_most_editions_of_the_work_have_it(tmp_path: Path) -> None:
    books = [
        book("0451160959", "Stand", "Stephen King"),
        book("0385199570", "The Stand", "Stephen King"),
        book("0340358955", "The Stand", "Stephen King"),
    ]
    assert list(titles_and_authors(tmp_path, *books, readers=(5, 2, 1))) == ["The Stand"]


def test_a_series_run_into_a_title_is_no_part_of_it(tmp_path: Path) -> None:
    books = [
        book("0345272595", "Two Towers Rings", "J. R. R. Tolkien"),
        book("0618002235", "The Two Towers (The Lord of the Rings, Part 2)", "J. R. R. Tolkien"),
        book("0261102362", "The Two Towers", "J. R. R. Tolkien"),
    ]
    assert list(titles_and_authors(tmp_path, *books, readers=(5, 2, 1))) == ["The Two Towers"]


def test_the_language_behind_a_title_makes_an_edition_of_the_work_and_no_other_book(tmp_path: Path) -> None:
    books = [
        book("8440637128", "American Psycho- Spanish", "Bret Easton Ellis"),
        book("0679735771", "American Psycho (Vintage Contemporaries)", "Bret Easton Ellis"),
    ]
    assert list(titles_and_authors(tmp_path, *books, readers=(5, 2))) == ["American Psycho"]
