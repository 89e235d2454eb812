"""Models of whole datasets: the bundled sample, and the real one where it is at hand."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from model_build.build import build_model
from model_build.datasets.files import DatasetFiles
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.person_names import are_one_person, is_short_for, person_names
from shelftalker.model.title_keys import whole_titles
from shelftalker.recommend.recommender import similar_books
from shelftalker.search.titles import Exact, find_title


def datasets() -> list[object]:
    """Return the folder of the sample, and the one that SHELFTALKER_BOOK_CROSSING names."""
    sample = Path(__file__).parents[2] / "model_build" / "sample"
    book_crossing = os.environ.get("SHELFTALKER_BOOK_CROSSING")
    unset = pytest.mark.skipif(
        not book_crossing, reason="SHELFTALKER_BOOK_CROSSING does not name a folder with the Book-Crossing dataset"
    )
    return [
        pytest.param(sample, id="sample"),
        pytest.param(Path(book_crossing or "unset"), id="book-crossing", marks=unset),
    ]


@dataclass(frozen=True, slots=True)
class BuiltModel:
    """The model of a whole dataset."""

    directory: Path
    manifest: dict[str, Any]


@pytest.fixture(scope="module", params=datasets())
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> BuiltModel:
    """Build the model of a whole dataset."""
    output = tmp_path_factory.mktemp("whole")
    return BuiltModel(output, build_model(DatasetFiles.found_in(request.param), output))


@pytest.fixture(scope="module")
def catalogue(model: BuiltModel) -> Iterator[Catalogue]:
    """Open the catalogue of that model."""
    opened = Catalogue.open(model.directory)
    yield opened
    opened.close()


def test_the_ranker_ranks_better_than_the_formula_for_its_validation_readers(model: BuiltModel) -> None:
    quality = model.manifest["quality"]
    assert quality["readers"] >= 50
    assert quality["ndcg_at_10"] > quality["formula_ndcg_at_10"] > 0


def test_every_book_gets_five_others_at_most_three_by_one_author(catalogue: Catalogue) -> None:
    for source in catalogue.all_books():
        shown = [recommendation.book for recommendation in similar_books(catalogue, source)]
        authors = [recommended.author_row for recommended in shown]
        assert len({recommended.book_id for recommended in shown} - {source.book_id}) == 5
        assert max(map(authors.count, authors)) <= 3


def test_no_answer_holds_two_editions_of_a_work_or_the_asked_one(catalogue: Catalogue) -> None:
    title_of = {book.book_row: whole_titles(book.title)[-1] for book in catalogue.all_books()}
    for source in catalogue.all_books():
        shown = [source, *(recommendation.book for recommendation in similar_books(catalogue, source))]
        for one, other in combinations(shown, 2):
            # A translation is a work of its own, and may have the same title: Fahrenheit 451.
            is_alike = one.volume == other.volume and one.language == other.language
            if title_of[one.book_row] == title_of[other.book_row] and is_alike:
                assert not is_one_author(one, other), (source.title, one, other)


def is_one_author(one: Book, other: Book) -> bool:
    names, other_names = person_names(one.author), person_names(other.author)
    return (
        one.author_row == other.author_row
        or are_one_person(names, other_names)
        or is_short_for(names, other_names)
        or is_short_for(other_names, names)
    )


def test_every_book_has_twenty_neighbours_best_first_and_never_itself(catalogue: Catalogue) -> None:
    for source in catalogue.all_books():
        neighbours = catalogue.neighbours(source.book_row)
        rows = [neighbour.book_row for neighbour in neighbours]
        scores = [neighbour.score for neighbour in neighbours]
        assert len(set(rows)) == len(rows) >= 20
        assert source.book_row not in rows
        assert scores == sorted(scores, reverse=True)


def test_every_title_as_it_stands_is_found_exactly_with_its_book_or_a_namesake(catalogue: Catalogue) -> None:
    for source in catalogue.all_books()[:500]:
        found = find_title(catalogue, source.title)
        assert isinstance(found, Exact)
        assert source in [found.book, *found.others]
