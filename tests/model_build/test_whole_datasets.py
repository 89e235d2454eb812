"""Models of whole datasets: the bundled sample, and the real one where it is at hand."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from model_build.build import build_model
from model_build.datasets.files import DatasetFiles
from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.recommender import similar_books
from shelftalker.search.titles import Exact, find_title

SAMPLE = Path(__file__).parents[2] / "model_build" / "sample"


def datasets() -> list[object]:
    """The sample, and the folder that SHELFTALKER_BOOK_CROSSING names."""
    book_crossing = os.environ.get("SHELFTALKER_BOOK_CROSSING")
    unset = pytest.mark.skipif(
        not book_crossing, reason="SHELFTALKER_BOOK_CROSSING does not name a folder with the Book-Crossing dataset"
    )
    return [
        pytest.param(SAMPLE, id="sample"),
        pytest.param(Path(book_crossing or "unset"), id="book-crossing", marks=unset),
    ]


@dataclass(frozen=True, slots=True)
class Whole:
    """The model of a whole dataset."""

    directory: Path
    manifest: dict[str, Any]


@pytest.fixture(scope="module", params=datasets())
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A whole dataset, built."""
    output = tmp_path_factory.mktemp("whole")
    return Whole(output, build_model(DatasetFiles.found_in(request.param), output))


@pytest.fixture(scope="module")
def whole(model: Whole) -> Iterator[Catalogue]:
    """The same, opened."""
    opened = Catalogue.open(model.directory)
    yield opened
    opened.close()


def test_readers_set_aside_are_served_better_by_what_was_learned(model: Whole) -> None:
    quality = model.manifest["quality"]
    assert quality["readers"] >= 50
    assert quality["ndcg_at_10"] > quality["formula_ndcg_at_10"] > 0


def test_every_book_gets_five_others_at_most_two_by_one_author(whole: Catalogue) -> None:
    for asked in whole.all_books():
        shown = [each.book for each in similar_books(whole, asked)]
        authors = [each.author_row for each in shown]
        assert len({each.book_id for each in shown} - {asked.book_id}) == 5
        assert max(map(authors.count, authors)) <= 2


def test_every_book_has_twenty_neighbours_best_first_and_never_itself(whole: Catalogue) -> None:
    for asked in whole.all_books():
        neighbours = whole.neighbours(asked.book_row)
        rows = [each.book_row for each in neighbours]
        scores = [each.score for each in neighbours]
        assert len(set(rows)) == len(rows) >= 20
        assert asked.book_row not in rows
        assert scores == sorted(scores, reverse=True)


def test_every_title_as_it_stands_is_an_exact_one_and_names_its_book_or_a_namesake(whole: Catalogue) -> None:
    for asked in whole.all_books()[:500]:
        found = find_title(whole, asked.title)
        assert isinstance(found, Exact)
        assert asked in [found.book, *found.others]
