"""The second stage: its features against their definitions, and the order it gives a shelf."""

import math
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book, Catalogue
from shelftalker.recommend.contributions import CONTRIBUTIONS, ShelfEntry
from shelftalker.recommend.personal_ranking import describe_shelf, personal_books, rank_for_reader
from shelftalker.recommend.reasons import FromShelf
from shelftalker.recommend.second_stage import SECOND_STAGE, Candidates, Features, reorder
from tests.library import LIBRARY

SHELVES = st.dictionaries(
    st.integers(0, len(LIBRARY) - 1), st.sampled_from([1.0, 0.45, 0.1, -0.4, -0.8, 0.0]), max_size=10
)
# Of the size that the build learns: of each feature, then of none.
WEIGHTS = dict.fromkeys(Features._fields, 0.1) | {"greatest": 2.0, "own_share": 3.0, "popularity": -0.2}


@pytest.fixture(scope="module")
def learned_catalogue(model_directory: Path) -> Iterator[Catalogue]:
    """Open the library's model as if its build had learned a second stage."""
    with closing(Catalogue.open(model_directory)) as catalogue:
        catalogue.second_stage = {**WEIGHTS, "intercept": -5.0}
        yield catalogue


def features_by_definition(
    catalogue: Catalogue, weights: dict[int, float], ranked: list[tuple[int, float]]
) -> list[dict[str, float]]:
    """Return the features of the candidates as `Features` describes them, pair by pair."""
    books = {book.book_row: book for book in catalogue.all_books()}
    scores = {row: {each.book_row: each.score for each in catalogue.neighbours(row)} for row in books}
    damped_total = {row: sum(scores[row].values()) ** CONTRIBUTIONS.sharing_exponent for row in books}
    liked = {row: weight for row, weight in weights.items() if weight > 0}
    dated = [(weight, books[row].year) for row, weight in liked.items()]
    known = [(weight, year) for weight, year in dated if year is not None]
    first = dict(ranked[: SECOND_STAGE.hop_candidates])

    def author_of(book: Book) -> int | None:
        return None if book.author == UNKNOWN_AUTHOR else book.author_row

    described = []
    for place, (row, total) in enumerate(ranked, start=1):
        rarity = row**CONTRIBUTIONS.rarity_exponent
        raw = {source: weight * scores[source][row] for source, weight in liked.items() if row in scores[source]}
        values = sorted((rarity * value / damped_total[source] for source, value in raw.items()), reverse=True)
        own = {source: weight * scores[row][source] for source, weight in liked.items() if source in scores[row]}
        same_author = [source for source in liked if author_of(books[source]) == author_of(books[row]) is not None]
        year, raw_values = books[row].year, sorted(raw.values(), reverse=True)
        mean_year = sum(w * y for w, y in known) / sum(w for w, _ in known) if known else None
        described.append({
            "total": math.sqrt(sum(values)),
            "greatest": math.sqrt(values[0]) if values else 0,
            "second": math.sqrt(values[1]) if len(values) > 1 else 0,
            "third": math.sqrt(values[2]) if len(values) > 2 else 0,
            "sources": math.log1p(len(values)),
            "raw_total": math.sqrt(sum(raw.values())),
            "raw_greatest": math.sqrt(raw_values[0]) if raw_values else 0,
            "raw_second": math.sqrt(raw_values[1]) if len(raw_values) > 1 else 0,
            "raw_by_author": math.sqrt(sum(raw.get(source, 0) for source in same_author)),
            "books_by_author": math.log1p(len(same_author)),
            "years_between": 0 if year is None or mean_year is None else math.log1p(abs(year - mean_year)),
            "popularity": math.log(row),
            "place": math.log(place),
            "share_of_best": total / ranked[0][1],
            "own_total": math.sqrt(sum(own.values())),
            "own_share": math.sqrt(sum(own.values()) / (damped_total[row] or 1)),
            "own_sources": math.log1p(len(own)),
            "hops": math.sqrt(sum(of_first * scores[other].get(row, 0) for other, of_first in first.items())),
            "hops_back": math.sqrt(sum(of_first * scores[row].get(other, 0) for other, of_first in first.items())),
            "item_weights": 0,
        })  # fmt: skip
    return described


@given(shelf=SHELVES)
def test_the_features_are_those_of_their_definitions(catalogue: Catalogue, shelf: dict[int, float]) -> None:
    books = catalogue.all_books()
    weights = {books[number].book_row: weight for number, weight in shelf.items()}
    candidates = describe_shelf(catalogue, weights)
    entries = [(row, total) for row, total in sums_of(catalogue, weights).items() if total > 0 and row not in weights]
    ranked = sorted(entries, key=lambda entry: (-entry[1], entry[0]))[: SECOND_STAGE.candidates]
    assert candidates.rows == [row for row, _ in ranked]
    expected = features_by_definition(catalogue, weights, ranked)
    for number, features in enumerate(expected):
        described = {name: column[number] for name, column in candidates.features._asdict().items()}
        assert described == pytest.approx(features, abs=1e-9)


def sums_of(catalogue: Catalogue, weights: dict[int, float]) -> dict[int, float]:
    """Return the sum of the contributions of a shelf to each book."""
    sums: dict[int, float] = {}
    for source, weight in weights.items():
        neighbours = catalogue.neighbours(source)
        damped_total = sum(each.score for each in neighbours) ** CONTRIBUTIONS.sharing_exponent
        for each in neighbours if weight else ():
            rarity = each.book_row**CONTRIBUTIONS.rarity_exponent
            sums[each.book_row] = sums.get(each.book_row, 0) + weight * each.score / damped_total * rarity
    return sums


def test_low_stars_lower_the_probability_by_the_share_that_they_take_away(catalogue: Catalogue) -> None:
    dune, messiah = (book_by_title(catalogue, title).book_row for title in ("Dune", "Dune Messiah"))
    liked, disliked = (describe_shelf(catalogue, {dune: 1.0, messiah: weight}) for weight in (0.0, -0.5))
    children = book_by_title(catalogue, "Children of Dune").book_row
    sums = [sums_of(catalogue, {dune: 1.0, messiah: weight})[children] for weight in (0.0, -0.5)]
    factors = [each.factors[each.rows.index(children)] for each in (liked, disliked)]
    assert factors == pytest.approx([1, sums[1] / sums[0]])


def test_the_probability_is_that_of_a_logistic_regression() -> None:
    columns = Features(*([0.0, 0.0] for _ in Features._fields))._replace(total=[0.5, 2.0], place=[0.0, 1.0])
    weights = dict.fromkeys(Features._fields, 0.0) | {"total": 2.0, "place": -1.0, "intercept": -3.0}
    (first, chance_of_first), (second, chance_of_second) = reorder(Candidates([7, 3], columns, [1.0, 0.5]), weights)
    assert (first, second) == (3, 7)
    assert (chance_of_first, chance_of_second) == pytest.approx((0.5 * 0.5, 1 / (1 + math.exp(2))))


@given(shelf=SHELVES)
def test_a_new_order_keeps_every_book_and_puts_the_candidates_first(
    catalogue: Catalogue, learned_catalogue: Catalogue, shelf: dict[int, float]
) -> None:
    books = catalogue.all_books()
    entries = [ShelfEntry(books[number].book_row, 5.5 * weight + 4.5) for number, weight in shelf.items()]
    by_sum, ranked = (rank_for_reader(each, entries, len(books)) for each in (catalogue, learned_catalogue))
    assert {each.book for each in ranked} == {each.book for each in by_sum}
    candidates = {each.book for each in by_sum[: SECOND_STAGE.candidates] if each.score > 0}
    assert {each.book for each in ranked[: len(candidates)]} == candidates
    scores = [each.score for each in ranked]
    assert scores == sorted(scores, reverse=True)
    # Those that low stars push away stay last.
    assert [each.book for each in ranked if each.score < 0] == [each.book for each in by_sum if each.score < 0]


@given(shelf=SHELVES)
def test_every_book_with_a_probability_has_a_book_of_the_shelf_as_its_reason(
    learned_catalogue: Catalogue, shelf: dict[int, float]
) -> None:
    books = learned_catalogue.all_books()
    entries = [ShelfEntry(books[number].book_row, 5.5 * weight + 4.5) for number, weight in shelf.items()]
    for each in rank_for_reader(learned_catalogue, entries, len(books)):
        if each.score > 0:
            assert isinstance(each.reason, FromShelf)
            source = each.reason.book.book_row
            assert each.book.book_row in {neighbour.book_row for neighbour in learned_catalogue.neighbours(source)}


def test_a_dismissed_book_is_never_shown(learned_catalogue: Catalogue) -> None:
    dune, messiah = (book_by_title(learned_catalogue, title) for title in ("Dune", "Dune Messiah"))
    shelf = [ShelfEntry(dune.book_row, 10)]
    assert messiah in [each.book for each in personal_books(learned_catalogue, shelf, 10)]
    dismissed = [*shelf, ShelfEntry(messiah.book_row, None, dismissed=True)]
    assert messiah not in [each.book for each in personal_books(learned_catalogue, dismissed, 20)]


@pytest.mark.parametrize("title", ["Dune Messiah", "Children of Dune", "The Hobbit", "Emma", "It"])
def test_the_neighbours_of_a_disliked_book_fall(learned_catalogue: Catalogue, title: str) -> None:
    loved = [ShelfEntry(book_by_title(learned_catalogue, each).book_row, 9) for each in ("Dune", "The Help")]
    other = book_by_title(learned_catalogue, title)

    def scores(stars: float) -> dict[int, float]:
        ranked = rank_for_reader(learned_catalogue, [*loved, ShelfEntry(other.book_row, stars)], 20)
        return {each.book.book_row: each.score for each in ranked}

    liked, disliked = scores(10), scores(1)
    neighbours = [
        each.book_row for each in learned_catalogue.neighbours(other.book_row) if each.score and each.book_row in liked
    ]
    assert neighbours
    for row in neighbours:
        assert disliked[row] < liked[row]


def book_by_title(catalogue: Catalogue, title: str) -> Book:
    return next(book for book in catalogue.all_books() if book.title == title)
