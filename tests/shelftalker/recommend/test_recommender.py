"""Books similar to a book, and popular ones."""

from collections import Counter

from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.recommender import popular_books, similar_books


def test_every_book_gets_five_others(catalogue: Catalogue) -> None:
    for book in catalogue.all_books():
        recommended = [each.book.book_id for each in similar_books(catalogue, book)]
        assert len(set(recommended)) == 5
        assert book.book_id not in recommended


def test_at_most_two_books_by_one_author_are_shown(catalogue: Catalogue) -> None:
    for book in catalogue.all_books():
        by_author = Counter(each.book.author for each in similar_books(catalogue, book))
        assert max(by_author.values()) <= 2


def test_recommendations_keep_the_order_of_the_neighbours(catalogue: Catalogue) -> None:
    (dune,) = (book for book in catalogue.all_books() if book.title == "Dune")
    ranked = [neighbour.book_row for neighbour in catalogue.neighbours(dune.book_row)]
    shown = [each.book.book_row for each in similar_books(catalogue, dune)]
    assert shown == sorted(shown, key=ranked.index)
    assert "Dune Messiah" in [each.book.title for each in similar_books(catalogue, dune)]


def test_popular_books_are_those_that_most_readers_liked(catalogue: Catalogue) -> None:
    assert [book.title for book in popular_books(catalogue)[:3]] == [
        "Dune", "Harry Potter and the Sorcerer's Stone (Book 1)", "The Hobbit",
    ]  # fmt: skip


def test_no_book_is_popular_in_a_segment_that_the_model_lacks(catalogue: Catalogue) -> None:
    assert popular_books(catalogue, ["country:atlantis"]) == []
