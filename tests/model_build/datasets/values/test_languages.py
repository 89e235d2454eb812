"""The language of a book, by the dataset's code or by the ISBN."""

from pathlib import Path

import pytest

from model_build.datasets.values.languages import language_of, languages_to_choose
from tests.model_build.conftest import Build
from tests.model_build.small_datasets import book, write_goodbooks, write_kaggle


@pytest.mark.parametrize(
    ("code", "language"),
    [("eng", "en"), ("en-US", "en"), ("en-GB", "en"), ("EN", "en"), ("en_CA", "en"), ("spa", "es"), ("fre", "fr"),
     ("ger", "de"), ("nl", "nl"), ("ind", "id"), ("mul", None)],
)  # fmt: skip
def test_the_code_of_the_dataset_outweighs_the_isbn(code: str, language: str | None) -> None:
    assert language_of(code, "3404921038") == language


@pytest.mark.parametrize(
    ("isbn", "language"),
    [("0441172717", "en"), ("1857237269", "en"), ("2070541274", "fr"), ("3404921038", "de"), ("4103534141", "ja"),
     ("8420471836", "es"), ("8845210669", "it"), ("9022982312", "nl"), ("9722100084", "pt"), ("9707100109", "es"),
     ("B00005Q5VE", None), ("", None)],
)  # fmt: skip
def test_without_a_code_the_isbn_decides(isbn: str, language: str | None) -> None:
    assert language_of("", isbn) == language


def test_languages_of_few_books_are_no_choice() -> None:
    languages = ["en"] * 40 + ["de"] * 20 + ["fr"] * 19 + [None] * 30
    assert languages_to_choose(languages) == {"de": 20, "en": 40}


def test_books_have_the_language_of_the_edition_shown(build: Build, tmp_path: Path) -> None:
    books = [book(f"3{number:08}0", f"Buch {number}", f"Autor {number}") for number in range(20)]
    books += [book(f"0{number:08}0", f"Book {number}", f"Author {number}") for number in range(21)]
    books += [book("B000000000", "Film", "Somebody")]
    catalogue = build(write_kaggle(tmp_path / "data", books, [(1, row[0], 7) for row in books]))
    languages = {shown.title: shown.language for shown in catalogue.all_books()}
    assert (languages["Buch 1"], languages["Book 1"], languages["Film"]) == ("de", "en", None)
    assert catalogue.languages() == ["en", "de"]


def test_goodbooks_language_codes_are_read(build: Build, tmp_path: Path) -> None:
    books: list[dict[str, object]] = [
        {"book_id": 1, "title": "One", "authors": "Ann", "isbn": "439023483", "language_code": "en-US"},
        {"book_id": 2, "title": "Dos", "authors": "Bea", "isbn": "439023483", "language_code": "spa"},
        {"book_id": 3, "title": "Drei", "authors": "Cy", "isbn": "3404921038", "language_code": ""},
    ]
    catalogue = build(write_goodbooks(tmp_path / "data", books, [(1, 1, 5), (1, 2, 4), (1, 3, 3)]))
    assert {shown.title: shown.language for shown in catalogue.all_books()} == {"One": "en", "Dos": "es", "Drei": "de"}
