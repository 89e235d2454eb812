"""Lookups in the model file."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.model.format import MODEL_FORMAT
from tests.shelftalker.model.written_tables import change_books


def test_threads_that_read_at_the_same_time_each_get_the_book_of_their_row(catalogue: Catalogue) -> None:
    titles = {book.book_row: book.title for book in catalogue.all_books()}

    def read_all(start: int) -> bool:
        rows = [(start + step) % len(titles) + 1 for step in range(2000)]
        return all(catalogue.books([book_row])[book_row].title == titles[book_row] for book_row in rows)

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(read_all, range(4)))


def test_segments_and_languages_are_those_of_the_model(catalogue: Catalogue) -> None:
    assert catalogue.segments() == ["everyone"]
    assert all(catalogue.popular_rows(segment) for segment in catalogue.segments())
    assert catalogue.languages() == ["en"]
    assert {book.language for book in catalogue.all_books()} == {"en"}


@pytest.mark.parametrize(
    "cover", ["http://covers.example/a.jpg", "https://covers.example/" + "a" * 2000, "javascript:1", "4711"]
)
def test_a_cover_that_slack_would_refuse_is_none_whatever_the_model_says(
    cover: str, model_directory: Path, tmp_path: Path
) -> None:
    shutil.copytree(model_directory, tmp_path / "model")
    path = tmp_path / "model" / MODEL_FORMAT.catalogue_name
    change_books(path, lambda book_row, book: book._replace(cover=cover) if book_row == 1 else book)
    with closing(Catalogue.open(tmp_path / "model")) as catalogue:
        assert catalogue.books([1])[1].cover_url is None
