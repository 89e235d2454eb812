"""Books for several people: the joined ranking against a brute-force oracle, and whom each book fits."""

from collections.abc import Sequence

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend import joined_shelves
from shelftalker.recommend.joined_shelves import JOINED_SHELVES, has_taste, joined_books
from shelftalker.recommend.personal_ranking import PersonalRanking
from shelftalker.recommend.several_books import weights_of_shelf
from shelftalker.shelf.contents import Preferences, Shelf, ShelfBook
from shelftalker.shelf.known_books import KnownBooks

FANTASY = {"Dune": 5, "The Hobbit": 4, "Dune Messiah": 5}
NOVELS = {"Stand by Me": 5, "The Help": 4, "Pride & Prejudice": 5}


def known_of(
    catalogue: Catalogue,
    stars: dict[str, int],
    wanted: Sequence[str] = (),
    dismissed: Sequence[str] = (),
    languages: tuple[str, ...] = (),
) -> KnownBooks:
    """Return the shelf of a reader, by titles."""
    ids = {book.title: book.book_id for book in reversed(list(catalogue.all_books()))}
    books = [
        *(
            ShelfBook(ids[title], rated, wanted=False, dismissed=False, changed_at=1.0)
            for title, rated in stars.items()
        ),
        *(ShelfBook(ids[title], None, wanted=True, dismissed=False, changed_at=2.0) for title in wanted),
        *(ShelfBook(ids[title], None, wanted=False, dismissed=True, changed_at=3.0) for title in dismissed),
    ]
    return KnownBooks(catalogue, Shelf(tuple(books), Preferences(languages=languages)))


def titles_of(catalogue: Catalogue, shelves: Sequence[KnownBooks], count: int = 20) -> list[str]:
    return [each.book.title for each in joined_books(catalogue, shelves, count)]


def fused_by_hand(catalogue: Catalogue, shelves: Sequence[KnownBooks]) -> dict[int, float]:
    """Return the sum of the reciprocal ranks of each book that nobody has on their shelf, by row."""
    scores = dict[int, float]()
    for known in shelves:
        ranking = PersonalRanking(catalogue, weights_of_shelf(catalogue, known))
        for rank, each in enumerate(ranking, start=1):
            row = each.book.book_row
            if each.score > 0 and not any(row in other.by_row for other in shelves):
                scores[row] = scores.get(row, 0) + 1 / (60 + rank)
    return scores


def test_the_joined_ranking_is_the_sum_of_the_reciprocal_ranks_of_all(catalogue: Catalogue) -> None:
    shelves = [known_of(catalogue, FANTASY), known_of(catalogue, NOVELS), known_of(catalogue, {**FANTASY, "It": 2})]
    by_hand = fused_by_hand(catalogue, shelves)
    first = joined_books(catalogue, shelves, 1)[0].book
    assert len(by_hand) > 3
    assert by_hand[first.book_row] == max(by_hand.values())
    shown = joined_books(catalogue, shelves, 60)
    assert {each.book.book_row for each in shown} <= by_hand.keys()
    assert {each.of for each in shown} == {3}


def test_a_book_that_anybody_rated_or_dismissed_is_not_for_them(catalogue: Catalogue) -> None:
    shelves = [known_of(catalogue, FANTASY), known_of(catalogue, NOVELS)]
    before = titles_of(catalogue, shelves)
    assert not set(before) & {*FANTASY, *NOVELS}
    # Of someone whose shelf tells no taste the word against a book counts too.
    others = [*shelves, known_of(catalogue, {}, dismissed=before[:1])]
    assert before[0] not in titles_of(catalogue, others)
    assert {each.of for each in joined_books(catalogue, others)} == {2}


def test_a_book_that_somebody_wants_to_read_fits_them_and_stays_among_the_books(catalogue: Catalogue) -> None:
    shelves = [known_of(catalogue, FANTASY, wanted=["V."]), known_of(catalogue, NOVELS)]
    [wanted] = [each for each in joined_books(catalogue, shelves, 20) if each.book.title == "V."]
    assert wanted.fits >= 1


def test_a_book_fits_those_in_whose_own_ranking_it_is_one_of_the_first(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joined_shelves, "JOINED_SHELVES", JOINED_SHELVES._replace(fitting_positions=3))
    shelves = [known_of(catalogue, FANTASY), known_of(catalogue, NOVELS)]
    firsts = []
    for known in shelves:
        ranking = PersonalRanking(catalogue, weights_of_shelf(catalogue, known))
        firsts.append([row for row, _ in ranking.rows()][:3])
    shown = joined_books(catalogue, shelves, 20)
    assert {each.fits for each in shown} >= {0, 1}
    for each in shown:
        if each.book.series_row is None:
            assert each.fits == sum(each.book.book_row in first for first in firsts)


def test_people_without_a_taste_have_no_books_and_are_not_counted(catalogue: Catalogue) -> None:
    few = known_of(catalogue, {"Dune": 5, "It": 4})
    assert not has_taste(few)
    assert has_taste(known_of(catalogue, {"Dune": 5, "It": 4}, wanted=["V."]))
    assert joined_books(catalogue, [few, known_of(catalogue, {})]) == []
    assert joined_books(catalogue, []) == []
    assert {each.of for each in joined_books(catalogue, [few, known_of(catalogue, FANTASY)])} == {1}
