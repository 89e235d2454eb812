"""Books similar to a book, and popular ones."""

from collections import Counter
from collections.abc import Iterator

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book, Catalogue
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.recommender import popular_books, similar_books, vary_authors


def test_every_book_gets_five_others(catalogue: Catalogue) -> None:
    for book in catalogue.all_books():
        recommended = [each.book.book_id for each in similar_books(catalogue, book)]
        assert len(set(recommended)) == 5
        assert book.book_id not in recommended


def test_at_most_three_books_by_one_author_are_shown_and_two_among_popular_ones(catalogue: Catalogue) -> None:
    for book in catalogue.all_books():
        by_author = Counter(each.book.author for each in similar_books(catalogue, book))
        assert max(by_author.values()) <= 3
    assert max(Counter(book.author for book in popular_books(catalogue, limit=50)).values()) <= 2


def test_recommendations_of_one_author_keep_the_order_of_the_neighbours(catalogue: Catalogue) -> None:
    (dune,) = (book for book in catalogue.all_books() if book.title == "Dune")
    ranked = [neighbour.book_row for neighbour in catalogue.neighbours(dune.book_row)]
    shown = [each.book for each in similar_books(catalogue, dune)]
    for author in {book.author for book in shown}:
        rows = [book.book_row for book in shown if book.author == author]
        assert rows == sorted(rows, key=ranked.index)
    assert "Dune Messiah" in [book.title for book in shown]


def ranking(*scored_authors: tuple[float, str]) -> list[Recommendation]:
    """Return recommendations with these scores, of books numbered from 0, by authors of one letter or unknown ones."""
    return [
        Recommendation(
            Book(number, f"id{number}", f"Title {number}", author, 1 + ord(author[0]), None, "", None, 0, None), score
        )
        for number, (score, author) in enumerate(scored_authors)
    ]


def order_of(ranked: list[Recommendation], author_factor: float) -> list[int]:
    return [each.book.book_row for each in vary_authors(ranked, author_factor)]


def test_a_book_comes_later_for_each_earlier_one_by_its_author() -> None:
    ranked = ranking((1.0, "a"), (0.9, "a"), (0.8, "a"), (0.6, "b"), (0.3, "c"))
    # With a half: 1.0 a; 0.45 a against 0.6 b; 0.45 a against 0.3 c; then 0.8 a counts 0.2.
    assert order_of(ranked, 0.5) == [0, 3, 1, 4, 2]
    assert order_of(ranked, 1.0) == [0, 1, 2, 3, 4]


def test_of_any_five_in_a_row_at_most_three_are_by_one_author() -> None:
    ranked = ranking(*[(1.0, "a")] * 8, *[(0.1, letter) for letter in "bcdefghij"])
    # The fourth has to wait until one of the three is five places above.
    assert order_of(ranked, 1.0)[:10] == [0, 1, 2, 8, 9, 3, 4, 5, 10, 11]
    assert order_of(ranking(*[(1.0, "a")] * 8), 0.7) == [0, 1, 2]


def test_books_of_unknown_authors_are_not_by_one_author() -> None:
    ranked = ranking(*[(1.0 - number / 10, UNKNOWN_AUTHOR) for number in range(6)])
    assert order_of(ranked, 0.5) == [0, 1, 2, 3, 4, 5]


def test_no_more_of_a_ranking_is_read_than_decides() -> None:
    read = []

    def read_one_by_one() -> Iterator[Recommendation]:
        for each in ranking((1.0, "a"), (0.9, "a"), (0.8, "b"), (0.7, "c"), (0.6, "d")):
            read.append(each.book.book_row)
            yield each

    varied = vary_authors(read_one_by_one(), 0.5)
    assert next(varied).book.book_row == 0
    assert read == [0, 1]
    assert next(varied).book.book_row == 2
    assert read == [0, 1, 2, 3]


def test_books_that_a_shelf_weighs_against_keep_their_order() -> None:
    ranked = ranking((0.2, "a"), (0.0, "a"), (0.0, "b"), (-0.1, "a"), (-0.2, "b"))
    assert order_of(ranked, 0.5) == [0, 1, 2, 3, 4]


def test_popular_books_are_those_that_most_readers_liked(catalogue: Catalogue) -> None:
    assert [book.title for book in popular_books(catalogue)[:3]] == [
        "Dune", "Harry Potter and the Sorcerer's Stone (Book 1)", "The Hobbit",
    ]  # fmt: skip


def test_no_book_is_popular_in_a_segment_that_the_model_lacks(catalogue: Catalogue) -> None:
    assert popular_books(catalogue, ["country:atlantis"]) == []
