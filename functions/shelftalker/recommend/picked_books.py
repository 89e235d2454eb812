"""The books from which a workflow's step picks one, for the members of a channel or for one person, best first."""

from collections.abc import Sequence

from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.joined_shelves import JoinedBook, joined_books
from shelftalker.recommend.several_books import ShelfRecommendations
from shelftalker.recommend.steps import STEPS, Step, popular_recommendations, step_for
from shelftalker.shelf.contents import Preferences
from shelftalker.shelf.known_books import KnownBooks


def books_for_members(catalogue: Catalogue, shelves: Sequence[KnownBooks]) -> list[JoinedBook]:
    """Return the books for the members of a channel, see `joined_books`.

    Where too few of their shelves tell a taste, they are the books that most readers like, `of` 0 people, but for those
    that a member rated or dismissed.
    """
    joined = joined_books(catalogue, shelves, STEPS.longest_list)
    if joined:
        return joined
    popular = popular_recommendations(catalogue, Step.EVERYONE, Preferences())
    return [
        JoinedBook(each.book, 0, 0)
        for each in popular
        if not any(known.is_rated_or_dismissed(each.book) for known in shelves)
    ]


def books_for_person(catalogue: Catalogue, known: KnownBooks) -> list[JoinedBook]:
    """Return the books of a person's own list, `of` 0 people, as nobody counts; none where the shelf tells no taste."""
    if step_for(catalogue, known) is not Step.SHELF:
        return []
    ranked = ShelfRecommendations(catalogue, known).best()
    return [JoinedBook(each.book, 0, 0) for each in ranked if not known.is_rated_or_dismissed(each.book)]
