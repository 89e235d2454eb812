"""Reads of first answers."""

from pathlib import Path

import pytest

from model_build.evaluation.titles.title_queries import TitleQuery
from shelftalker.model.catalogue import Catalogue
from tests.bench import page_reads
from tests.bench.page_reads import count_reads, measure_page_reads


def test_an_answer_reads_pages_each_time_as_nothing_is_cached(model_directory: Path, catalogue: Catalogue) -> None:
    books = {book.book_row: book for book in catalogue.all_books()}
    query = TitleQuery(books[min(books)].title, min(books), "exact")
    counts = [count_reads(model_directory, query, books) for _ in range(3)]
    assert counts[1] == counts[2] > 3


def test_the_figures_are_of_both_kinds(model_directory: Path) -> None:
    names = [figure.name.removeprefix("reads of a first answer to ") for figure in measure_page_reads(model_directory)]
    assert names == ["an exact title", "a misspelt title"]


def test_another_system_than_linux_is_named(
    model_directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_reads, "_COUNTS", tmp_path / "none")
    assert [figure.measured for figure in measure_page_reads(model_directory)] == ["only counted on Linux"]
