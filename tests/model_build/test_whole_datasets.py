"""Models of whole datasets: the bundled sample, and the real one where it is at hand."""

import json
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rapidfuzz import fuzz

from model_build.build import build_from, build_model
from model_build.datasets.contract import SourceTables
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.joined_sources import join_sources, read_dataset
from model_build.rank.neighbours import NEIGHBOURS, NEIGHBOURS_BY_FACTS
from model_build.sample.make_sample import SAMPLE_DIRECTORY
from model_build.works.previous_books import PreviousIds
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.person_names import are_one_person, is_short_for, person_names
from shelftalker.model.title_keys import whole_titles
from shelftalker.recommend.recommender import similar_books
from shelftalker.search.titles import Exact, find_title
from tests.coverage_pauses import pause_coverage
from tests.model_build.source_tables import split_readers, without_ratings

# Small datasets have the same lines measured by the tests of each module.
pytestmark = pytest.mark.no_cover


def datasets() -> list[object]:
    """Return the folder of the sample, and the one that SHELFTALKER_BOOK_CROSSING names."""
    book_crossing = os.environ.get("SHELFTALKER_BOOK_CROSSING")
    unset = pytest.mark.skipif(
        not book_crossing, reason="SHELFTALKER_BOOK_CROSSING does not name a folder with the Book-Crossing dataset"
    )
    return [
        pytest.param(SAMPLE_DIRECTORY, id="sample"),
        pytest.param(Path(book_crossing or "unset"), id="book-crossing", marks=unset),
    ]


@dataclass(frozen=True, slots=True)
class BuiltModel:
    """The model of a whole dataset."""

    dataset: Path
    directory: Path
    manifest: dict[str, Any]


@pytest.fixture(scope="module", params=datasets())
def model(request: pytest.FixtureRequest, sample_model: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltModel:
    """Build the model of a whole dataset."""
    output = sample_model
    if request.param != SAMPLE_DIRECTORY:
        output = tmp_path_factory.mktemp("whole")
        with pause_coverage(request.config):
            build_model(DatasetFiles.found_in(request.param), output)
    return BuiltModel(request.param, output, json.loads((output / "manifest.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def catalogue(model: BuiltModel) -> Iterator[Catalogue]:
    """Open the catalogue of that model."""
    opened = Catalogue.open(model.directory)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def answers(catalogue: Catalogue) -> list[tuple[Book, list[Book]]]:
    """Return every book of that model with the books recommended after it."""
    return [
        (source, [recommendation.book for recommendation in similar_books(catalogue, source)])
        for source in catalogue.all_books()
    ]


def test_the_ranker_ranks_better_than_the_formula_for_its_validation_readers(model: BuiltModel) -> None:
    quality = model.manifest["quality"]
    assert quality["readers"] >= 50
    assert quality["ndcg_at_10"] > quality["formula_ndcg_at_10"] > 0


def test_every_book_gets_five_others_at_most_three_by_one_author(answers: list[tuple[Book, list[Book]]]) -> None:
    for source, shown in answers:
        authors = [recommended.author_row for recommended in shown]
        assert len({recommended.book_id for recommended in shown} - {source.book_id}) == 5
        assert max(map(authors.count, authors)) <= 3


def test_no_answer_holds_two_editions_of_a_work_or_the_asked_one(answers: list[tuple[Book, list[Book]]]) -> None:
    title_of = {source.book_row: whole_titles(source.title)[-1] for source, _ in answers}
    for source, shown in answers:
        for one, other in combinations([source, *shown], 2):
            # A translation is a work of its own, and may have the same title: Fahrenheit 451.
            is_alike = one.volume == other.volume and one.language == other.language
            if title_of[one.book_row] == title_of[other.book_row] and is_alike:
                assert not is_one_author(one, other), (source.title, one, other)


def test_few_answers_hold_two_titles_of_one_author_that_are_alike(answers: list[tuple[Book, list[Book]]]) -> None:
    """Of one title and its beginning, without series and numbers, the rest are other books: "Emma", "Emma in Love"."""
    title_of = {source.book_row: whole_titles(source.title)[-1] for source, _ in answers}
    pairs_of_answers = (combinations([source, *shown], 2) for source, shown in answers)
    alike = sum(any(are_alike(one, other, title_of) for one, other in pairs) for pairs in pairs_of_answers)
    # Book-Crossing 1.1%; 1.4% before titles cut off, in two languages or with a note behind them were joined.
    assert alike <= 0.0125 * len(answers)


def are_alike(one: Book, other: Book, title_of: dict[int, str]) -> bool:
    shorter, longer = sorted((title_of[one.book_row], title_of[other.book_row]), key=len)
    is_of_one_series = one.series_row is not None and one.series_row == other.series_row
    if is_of_one_series or any(map(str.isdigit, shorter + longer)):
        return False
    return (longer.startswith(f"{shorter} ") or fuzz.ratio(shorter, longer) >= 90) and is_one_author(one, other)


def is_one_author(one: Book, other: Book) -> bool:
    names, other_names = person_names(one.author), person_names(other.author)
    return (
        one.author_row == other.author_row
        or are_one_person(names, other_names)
        or is_short_for(names, other_names)
        or is_short_for(other_names, names)
    )


def test_every_book_has_neighbours_by_its_readers_best_first_and_never_itself(catalogue: Catalogue) -> None:
    for source in catalogue.all_books():
        least = NEIGHBOURS if source.ratings_count else NEIGHBOURS_BY_FACTS
        neighbours = catalogue.neighbours(source.book_row)
        rows = [neighbour.book_row for neighbour in neighbours]
        scores = [neighbour.score for neighbour in neighbours]
        assert len(set(rows)) == len(rows) >= least.least_of(np.array([source.ratings_count]))[0]
        assert source.book_row not in rows
        assert scores == sorted(scores, reverse=True)


def test_every_title_as_it_stands_is_found_exactly_with_its_book_or_a_namesake(catalogue: Catalogue) -> None:
    for source in catalogue.all_books()[:500]:
        found = find_title(catalogue, source.title)
        assert isinstance(found, Exact)
        assert source in [found.book, *found.others]


@pytest.fixture(scope="module")
def halves(model: BuiltModel) -> tuple[SourceTables, SourceTables]:
    """Return the readers of the dataset as two sources, the second with other ids, scale and without covers."""
    return split_readers(read_dataset(DatasetFiles.found_in(model.dataset)))


def test_two_sources_join_into_the_works_of_the_whole(
    model: BuiltModel, halves: tuple[SourceTables, SourceTables], catalogue: Catalogue, tmp_path: Path
) -> None:
    joined = build_from(join_sources(halves), tmp_path)
    # The halves have the books of their readers alone.
    read = sum(book.ratings_count > 0 for book in catalogue.all_books())
    assert joined["counts"]["books"] == pytest.approx(read, rel=0.002)
    for name in ("readers", "ratings", "reads"):
        assert joined["counts"][name] == pytest.approx(model.manifest["counts"][name], rel=0.002)
    assert joined["joins"]["isbns_refused"] <= 0.001 * joined["counts"]["editions"]
    quality, whole = (manifest["quality"]["ndcg_at_10"] for manifest in (joined, model.manifest))
    assert quality == pytest.approx(whole, rel=0.05)


def test_loans_are_learned_from_like_ratings(
    model: BuiltModel, halves: tuple[SourceTables, SourceTables], tmp_path: Path
) -> None:
    lent = build_from(join_sources([without_ratings(halves[0]), halves[1]]), tmp_path)
    assert lent["counts"]["reads"] == pytest.approx(model.manifest["counts"]["reads"], rel=0.002)
    assert lent["counts"]["ratings"] < 0.7 * lent["counts"]["reads"]
    assert lent["quality"]["ndcg_at_10"] > lent["quality"]["formula_ndcg_at_10"]
    with closing(Catalogue.open(tmp_path)) as catalogue:
        assert catalogue.counts_readers


def test_books_keep_their_ids_when_they_come_from_another_source(
    model: BuiltModel, halves: tuple[SourceTables, SourceTables], catalogue: Catalogue, tmp_path: Path
) -> None:
    second = join_sources(halves[1:])
    build_from(second, tmp_path, PreviousIds.read(catalogue))
    before = {title_and_author(book): book.book_id for book in catalogue.all_books()}
    with closing(Catalogue.open(tmp_path)) as after:
        same = [(book, before[key]) for book in after.all_books() if (key := title_and_author(book)) in before]
        assert len(same) > 0.9 * after.books_count()
        kept = [book.book_id == former_id for book, former_id in same]
    assert sum(kept) >= 0.995 * len(kept)


def title_and_author(book: Book) -> tuple[str, str]:
    """Return the names by which a reader knows a book."""
    return book.full_title, book.author
