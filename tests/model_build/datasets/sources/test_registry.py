"""Sources told apart by their files."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.sources import amazon_reviews, book_crossing, goodbooks, ucsd_goodreads
from model_build.datasets.sources.registry import read_source
from tests.model_build.small_datasets import BOOKS, RATINGS, write_dump, write_goodbooks, write_kaggle

SAMPLE = Path(__file__).parents[4] / "model_build" / "sample"


def write_ten_thousand(directory: Path, *_: object) -> Path:
    books: list[dict[str, object]] = [{"book_id": 1, "title": "Emma", "authors": "Jane Austen", "best_book_id": 9}]
    return write_goodbooks(directory, books, [(7, 1, 5)])


@pytest.mark.parametrize(
    ("write", "name"),
    [
        pytest.param(write_kaggle, "Book-Crossing", id="kaggle"),
        pytest.param(write_dump, "Book-Crossing", id="dump"),
        pytest.param(write_ten_thousand, "goodbooks-10k", id="goodbooks"),
    ],
)
def test_a_source_is_told_by_its_columns(write: Callable[..., Path], name: str, tmp_path: Path) -> None:
    assert read_source(DatasetFiles.found_in(write(tmp_path, BOOKS, RATINGS))).name == name


@pytest.mark.parametrize(
    ("source", "makers", "licence"),
    [
        pytest.param(amazon_reviews, "Hou", "no licence stated", id="amazon"),
        pytest.param(book_crossing, "Ziegler", "without a stated licence", id="crossing"),
        pytest.param(goodbooks, "Zając", "CC BY-SA 4.0", id="goodbooks"),
        pytest.param(ucsd_goodreads, "Wan", "academic use only", id="ucsd"),
    ],
)
def test_the_notice_of_each_source_has_its_makers_and_its_licence_in_a_line(
    source: ModuleType, makers: str, licence: str
) -> None:
    terms = source.TERMS
    assert makers in terms.notice
    assert makers in terms.citation
    assert licence in terms.notice
    assert terms.licence
    assert len(terms.notice) <= 120


def test_a_dataset_of_its_own_name_has_not_the_terms_of_the_one_whose_columns_it_has(tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, RATINGS)
    tables = read_source(DatasetFiles.found_in(tmp_path))
    assert (tables.notice, tables.citation) == (book_crossing.TERMS.notice, book_crossing.TERMS.citation)
    (tmp_path / "dataset.json").write_text('{"name": "Town library"}')
    named = read_source(DatasetFiles.found_in(tmp_path))
    assert (named.name, named.notice, named.licence, named.citation) == ("Town library", "", "", "")


def test_the_sample_names_itself_its_licence_and_no_paper_on_others() -> None:
    tables = read_source(DatasetFiles.found_in(SAMPLE))
    assert tables.name == "Shelftalker's sample"
    assert "MIT" in tables.licence
    assert "readers and ratings are synthetic" in tables.notice
    assert tables.citation == ""
