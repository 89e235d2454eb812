"""The books from which a step picks: those for several people, a person's own, or popular ones."""

from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.joined_shelves import joined_books
from shelftalker.recommend.picked_books import books_for_members, books_for_person
from shelftalker.recommend.several_books import ShelfRecommendations
from tests.shelftalker.recommend.test_joined_shelves import FANTASY, NOVELS, known_of


def test_the_books_for_members_are_the_joined_ones_and_more_of_them(catalogue: Catalogue) -> None:
    shelves = [known_of(catalogue, FANTASY), known_of(catalogue, NOVELS)]
    books = books_for_members(catalogue, shelves)
    assert books == joined_books(catalogue, shelves, 60)
    assert len(books) > 5


def test_where_too_few_shelves_tell_a_taste_most_readers_like_the_books_and_no_member_knows_them(
    catalogue: Catalogue,
) -> None:
    shelves = [known_of(catalogue, FANTASY), known_of(catalogue, {}, dismissed=["It"])]
    books = books_for_members(catalogue, shelves)
    assert {(each.fits, each.of) for each in books} == {(0, 0)}
    assert not {each.book.title for each in books} & {*FANTASY, "It"}


def test_the_books_for_a_person_are_those_of_their_own_list(catalogue: Catalogue) -> None:
    known = known_of(catalogue, FANTASY)
    own = [each.book for each in ShelfRecommendations(catalogue, known).best()]
    assert [each.book for each in books_for_person(catalogue, known)] == own
    assert books_for_person(catalogue, known_of(catalogue, {"Dune": 5})) == []
