"""The chain of steps that serve a reader: from the shelf to the books that are popular with everyone."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.steps import Step, popular_recommendations, step_for
from shelftalker.shelf.contents import Preferences
from tests.shelftalker.recommend.segments import known_books


@pytest.mark.parametrize(
    ("preferences", "step"),
    [
        (Preferences(), Step.EVERYONE),
        (Preferences("usa"), Step.COUNTRY),
        (Preferences("", "25-34"), Step.AGE),
        (Preferences("usa", "25-34"), Step.COUNTRY_AND_AGE),
        (Preferences("atlantis", "25-34"), Step.AGE),
        (Preferences("usa", "over 900"), Step.COUNTRY),
        (Preferences("atlantis", "over 900"), Step.EVERYONE),
    ],
)
def test_a_thin_shelf_is_served_by_the_readers_preferences_that_the_catalogue_has(
    segmented_model: Catalogue, preferences: Preferences, step: Step
) -> None:
    assert step_for(segmented_model, known_books(segmented_model, preferences, Ann=5, Bo=1)) is step


def test_three_books_rated_or_wanted_are_served_from_the_shelf(segmented_model: Catalogue) -> None:
    assert step_for(segmented_model, known_books(segmented_model, Ann=5, Bo=1, Cy=None)) is Step.SHELF
    assert step_for(segmented_model, known_books(segmented_model, Ann=5, Bo=1, Cy=0)) is Step.EVERYONE


def titles(catalogue: Catalogue, step: Step, preferences: Preferences) -> list[str]:
    return [each.book.title for each in popular_recommendations(catalogue, step, preferences)]


def test_popular_books_are_those_of_readers_like_this_one(segmented_model: Catalogue) -> None:
    assert "For Spain" not in titles(segmented_model, Step.COUNTRY, Preferences("usa"))
    assert "For the older" not in titles(segmented_model, Step.AGE, Preferences("", "25-34"))


def test_country_and_age_together_put_first_the_books_that_both_like(segmented_model: Catalogue) -> None:
    both = titles(segmented_model, Step.COUNTRY_AND_AGE, Preferences("usa", "25-34"))
    assert both.index("For the young in the USA") < both.index("For the older in the USA")
    assert both.index("For the young in the USA") < both.index("For the young in Spain")
    assert "For the older in Spain" not in both
