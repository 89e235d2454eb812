"""The ranking for a reader's shelf, against a sum pair by pair."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend import personal_ranking
from shelftalker.recommend.contributions import ShelfEntry
from shelftalker.recommend.personal_ranking import PERSONAL_RANKING, personal_books, rank_for_reader
from shelftalker.recommend.reasons import FromShelf
from shelftalker.recommend.recommender import popular_books
from tests.library import LIBRARY

SHELVES = st.lists(
    st.tuples(st.integers(0, len(LIBRARY) - 1), st.none() | st.integers(1, 10), st.booleans()), max_size=len(LIBRARY)
)
# Weights of 8 and of 1 of ten stars cancel out, but for what the order of the additions leaves.
NOTHING = 1e-12
# A shelf as (number in the library, stars or None, dismissed).
Shelf = list[tuple[int, int | None, bool]]


def book_by_title(catalogue: Catalogue, title: str) -> Book:
    return next(book for book in catalogue.all_books() if book.title == title)


def on_shelf(catalogue: Catalogue, **stars: float | None) -> list[ShelfEntry]:
    """Return a shelf of books by their titles, with underscores for blanks."""
    return [
        ShelfEntry(book_by_title(catalogue, title.replace("_", " ")).book_row, given) for title, given in stars.items()
    ]


def score_pair_by_pair(catalogue: Catalogue, shelf: list[ShelfEntry]) -> dict[str, float]:
    """Return the score of every book that a book of the shelf contributes to, pair by pair."""
    books = {book.book_row: book for book in catalogue.all_books()}
    stars = {entry.book_row: entry.stars for entry in shelf if not (entry.dismissed and entry.stars is None)}
    mine = {entry.book_row for entry in shelf}
    scores = {}
    for candidate in books.values():
        total = 0.0
        for own in books.values():
            if own.book_row in stars and candidate.book_row not in mine:
                given = stars[own.book_row]
                weight = 0.45 if given is None else (given - 4.5) / 5.5
                neighbours = catalogue.neighbours(own.book_row)
                of_candidate = [each.score for each in neighbours if each.book_row == candidate.book_row]
                total += weight * sum(of_candidate) / (sum(each.score for each in neighbours) or 1) ** 0.7
        if abs(total) > NOTHING:
            scores[candidate.book_id] = total * candidate.book_row**0.15
    return scores


@given(shelf=SHELVES)
def test_a_shelfs_ranking_is_the_damped_sum_of_its_books_contributions_to_their_neighbours(
    catalogue: Catalogue, shelf: Shelf
) -> None:
    books = catalogue.all_books()
    once = {place: (stars, dismissed) for place, stars, dismissed in shelf}
    entries = [ShelfEntry(books[place].book_row, stars, dismissed) for place, (stars, dismissed) in once.items()]
    expected = score_pair_by_pair(catalogue, entries)
    ranked = rank_for_reader(catalogue, entries, len(books))
    assert {each.book.book_id: each.score for each in ranked if abs(each.score) > NOTHING} == pytest.approx(expected)
    scores = [each.score for each in ranked]
    assert scores == sorted(scores, reverse=True)
    # Every book but those on the shelf: first those with a positive sum, then popular ones, then the others.
    assert {each.book.book_row for each in ranked} == {book.book_row for book in books} - {e.book_row for e in entries}
    assert len(ranked) == len(books) - len(entries)
    for each in ranked:
        assert (each.reason is None) == (each.score <= 0)


@given(shelf=SHELVES, limit=st.integers(1, 8))
def test_a_shelf_gets_as_many_books_as_wanted_that_are_not_on_it_by_varied_authors(
    catalogue: Catalogue, shelf: Shelf, limit: int
) -> None:
    books = catalogue.all_books()
    entries = [ShelfEntry(books[place].book_row, stars, dismissed) for place, stars, dismissed in shelf]
    shown = personal_books(catalogue, entries, limit)
    mine = {entry.book_row for entry in entries}
    assert not mine & {each.book.book_row for each in shown}
    assert len({each.book.book_id for each in shown}) == len(shown)
    authors = [each.book.author_row for each in shown]
    assert all(authors[first : first + 5].count(author) <= 3 for first in range(limit) for author in authors)
    left = [book for book in books if book.book_row not in mine | {each.book.book_row for each in shown}]
    assert len(shown) == limit or all(authors[-4:].count(book.author_row) == 3 for book in left)
    ranked = [each.book.book_id for each in rank_for_reader(catalogue, entries, len(books))]
    for author in authors:
        places = [ranked.index(each.book.book_id) for each in shown if each.book.author_row == author]
        assert places == sorted(places)


def test_a_liked_book_brings_its_neighbours_and_is_named_as_the_reason(catalogue: Catalogue) -> None:
    shelf = on_shelf(catalogue, Dune=10, Emma=2)
    dune = book_by_title(catalogue, "Dune")
    first = personal_books(catalogue, shelf)[0]
    assert first.book.book_row == catalogue.neighbours(dune.book_row)[0].book_row
    assert first.reason == FromShelf(dune)


def test_the_reason_is_the_book_that_contributes_most(catalogue: Catalogue) -> None:
    # Both are neighbours of Children of Dune; the better rated one is named.
    (strong_first,) = (
        each for each in rank_for_reader(catalogue, on_shelf(catalogue, Dune=10, Dune_Messiah=6), 20)
        if each.book.title == "Children of Dune"
    )  # fmt: skip
    (strong_last,) = (
        each for each in rank_for_reader(catalogue, on_shelf(catalogue, Dune=6, Dune_Messiah=10), 20)
        if each.book.title == "Children of Dune"
    )  # fmt: skip
    assert strong_first.reason == FromShelf(book_by_title(catalogue, "Dune"))
    assert strong_last.reason == FromShelf(book_by_title(catalogue, "Dune Messiah"))


def test_a_disliked_book_pushes_its_neighbours_away(catalogue: Catalogue) -> None:
    def place_and_score(stars: float) -> tuple[int, float]:
        ranked = rank_for_reader(catalogue, on_shelf(catalogue, Dune=10, Dune_Messiah=stars), 20)
        return next((n, each.score) for n, each in enumerate(ranked) if each.book.title == "Children of Dune")

    (liked_place, liked_score), (middling_place, middling_score), (disliked_place, disliked_score) = map(
        place_and_score, (10, 5, 1)
    )
    assert liked_score > middling_score > disliked_score
    assert liked_place <= middling_place <= disliked_place
    # Where nothing else contributes to it, it comes after every book without contributions.
    worst = rank_for_reader(catalogue, on_shelf(catalogue, Dune_Messiah=1), 20)
    pushed = [each.score < 0 for each in worst]
    assert pushed == sorted(pushed)
    assert any(pushed)


def test_a_dismissed_book_is_not_shown_and_contributes_nothing(catalogue: Catalogue) -> None:
    dune = book_by_title(catalogue, "Dune").book_row
    alone = rank_for_reader(catalogue, [ShelfEntry(dune, None, dismissed=True)], 19)
    assert {each.score for each in alone} == {0}
    beside = rank_for_reader(catalogue, on_shelf(catalogue, Emma=9), 20)
    with_dismissed = rank_for_reader(
        catalogue, [*on_shelf(catalogue, Emma=9), ShelfEntry(dune, None, dismissed=True)], 20
    )
    assert with_dismissed == [each for each in beside if each.book.book_row != dune]


def test_a_book_read_and_not_rated_contributes_to_its_neighbours(catalogue: Catalogue) -> None:
    unrated = personal_books(catalogue, on_shelf(catalogue, Dune=None))
    assert unrated[0].reason == FromShelf(book_by_title(catalogue, "Dune"))
    assert [each.book for each in unrated] == [
        each.book for each in personal_books(catalogue, on_shelf(catalogue, Dune=9))
    ]


def test_the_last_rating_of_a_book_counts_whatever_else_the_shelf_holds_of_it(catalogue: Catalogue) -> None:
    (dune,) = on_shelf(catalogue, Dune=None)
    several = [ShelfEntry(dune.book_row, 2), dune, ShelfEntry(dune.book_row, 9), ShelfEntry(dune.book_row, None, True)]
    assert personal_books(catalogue, several) == personal_books(catalogue, on_shelf(catalogue, Dune=9))


def test_of_a_very_long_shelf_the_most_read_books_contribute_and_none_is_shown(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    *most_read, least_read = sorted(on_shelf(catalogue, Dune=9, Emma=9, The_Hobbit=9))
    by_most_read = rank_for_reader(catalogue, most_read, 20)
    monkeypatch.setattr(personal_ranking, "PERSONAL_RANKING", PERSONAL_RANKING._replace(most_sources=2))
    of_all = rank_for_reader(catalogue, [least_read, *most_read], 20)
    assert of_all == [each for each in by_most_read if each.book.book_row != least_read.book_row]
    assert of_all != by_most_read


@pytest.mark.parametrize("shelf", [[], [ShelfEntry(99_999, 9)]], ids=["empty", "a row that the model lacks"])
def test_a_shelf_of_no_known_books_gets_popular_ones(catalogue: Catalogue, shelf: list[ShelfEntry]) -> None:
    shown = personal_books(catalogue, shelf)
    assert [each.book for each in shown] == popular_books(catalogue)
    assert {(each.reason, each.score) for each in shown} == {(None, 0)}
