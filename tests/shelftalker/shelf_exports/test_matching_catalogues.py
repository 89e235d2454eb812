"""The books of whole catalogues, the bundled sample's and a large one's, written as exports and imported again."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.joined_sources import read_dataset
from shelftalker.model.catalogue import Catalogue
from tests.model_build.test_whole_datasets import datasets
from tests.shelftalker.shelf_exports.written_exports import (
    Share,
    build_without_a_tenth,
    precision_of,
    shares_of_rows,
    written_rows,
)

# Least shares of the rows of books in the model that find their book.
RECALL = {
    "with its ISBN": 0.999, "with another volume's ISBN": 0.97, "title as listed, without ISBN": 0.99,
    "title of another edition, without ISBN": 0.98, "surname first": 0.99, "in small letters": 0.99,
    "series in brackets": 0.99, "with a subtitle": 0.95,
    # Another author may have the short name, and a part of a series the short title.
    "without middle names": 0.9, "without subtitle": 0.7,
}  # fmt: skip


@pytest.fixture(scope="module", params=datasets())
def shares(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Share]]:
    """Import rows of a catalogue's books into a model that lacks every tenth."""
    directory = tmp_path_factory.mktemp("catalogue")
    dataset = read_dataset(DatasetFiles.found_in(request.param))
    build_without_a_tenth(dataset, directory)
    with closing(Catalogue.open(directory)) as catalogue:
        yield shares_of_rows(catalogue, written_rows(dataset, catalogue), directory / "export")


def test_of_the_books_found_nearly_all_are_the_right_ones(shares: dict[str, Share]) -> None:
    assert precision_of(shares.values()) >= 0.999
    assert precision_of(share for share in shares.values() if share.in_model) >= 0.999


def test_rows_of_books_that_the_model_lacks_name_none(shares: dict[str, Share]) -> None:
    lacking = {kind: share for kind, share in shares.items() if not share.in_model}
    assert {"lacking, without ISBN", "lacking, with its ISBN", "another author's, same title"} <= lacking.keys()
    for kind, share in lacking.items():
        assert len(share.wrong) <= 0.006 * share.rows, (kind, share.wrong)


def test_books_of_the_model_are_found_under_the_spellings_of_exports(shares: dict[str, Share]) -> None:
    recall = {kind: share.right / share.in_model for kind, share in shares.items() if share.in_model}
    assert {kind: share for kind, share in recall.items() if share < RECALL[kind]} == {}
