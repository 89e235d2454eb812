"""Titles beside the name of their series."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.named_titles import named_titles
from shelftalker.search.questions import find_books
from shelftalker.search.surroundings.series_beside import books_beside_series, names_absent_book
from shelftalker.search.titles import Exact, Several, Suggestions
from shelftalker.search.typed_words import TypedWords


@pytest.mark.parametrize(
    ("text", "title", "author"),
    [
        ("Artemis Fowl (3) The Eternity Code", "The Eternity Code", "Eoin Colfer"),
        ("Artemis Fowl // The Eternity Code", "The Eternity Code", "Eoin Colfer"),
        ("[Artemis Fowl 03] The Eternity Code", "The Eternity Code", "Eoin Colfer"),
        ("Artemis Fowl (The Eternity Code)", "The Eternity Code", "Eoin Colfer"),
        ("The Eternity Code, Artemis Fowl series, Eoin Colfer", "The Eternity Code", "Eoin Colfer"),
        ("books like The Eternity Code (Artemis Fowl)", "The Eternity Code", "Eoin Colfer"),
        ("Exiles (The Mageborn Traitor)", "The Mageborn Traitor", "Melanie Rawn"),
        ("Castaways Shipwreck", "Shipwreck", "Gordon Korman"),
        ("Shipwreck (Castaways)", "Shipwreck", "Gordon Korman"),
        ("Gordon Korman - [Castaways 1] - Shipwreck", "Shipwreck", "Gordon Korman"),
        ("Shipwreck by Charles Logan", "Shipwreck", "Charles Logan"),
    ],
)
def test_title_and_series_name_the_volume_in_any_order(volumes: Catalogue, text: str, title: str, author: str) -> None:
    found = find_books(volumes, text)
    assert isinstance(found, Exact)
    assert (found.book.title, found.book.author) == (title, author)


@pytest.mark.parametrize(
    "text",
    [
        "Artemis Fowl (The Arctic Incident)",
        "Artemis Fowl: The Arctic Incident",
        "Artemis Fowl // The Arctic Incident",
        "Artemis Fowl (2) The Arctic Incident",
        "Artemis Fowl: book 2 - The Arctic Incident",
        "The Arctic Incident (second book of Artemis Fowl)",
        "Exiles // The Captal's Tower",
        "Exiles (The Captal's Tower)",
        "Into the Cold Fire (Daughters of the Moon, #2)",
        "Into the Cold Fire: A Thriller",
        "Artemis Fowl: Underworld by Eoin Colfer",
        "Sure of You: An Artemis Fowl Novel",
    ],
)
def test_a_volume_that_the_catalogue_lacks_is_no_other_volume(volumes: Catalogue, text: str) -> None:
    assert isinstance(find_books(volumes, text), Suggestions)


@pytest.mark.parametrize(
    "text", ["Artemis Fowl - what next?", "I loved Artemis Fowl", "Artemis Fowl (Penguin Classics)"]
)
def test_a_series_beside_other_words_is_its_first_book(volumes: Catalogue, text: str) -> None:
    found = find_books(volumes, text)
    assert isinstance(found, Exact)
    assert found.book.title == "Artemis Fowl"


def test_titles_of_one_series_that_are_listed_are_several_books(volumes: Catalogue) -> None:
    words = TypedWords.of("Dune, Dune Messiah")
    assert books_beside_series(volumes, words, named_titles(volumes, words)) == []
    assert isinstance(find_books(volumes, "Dune and Dune Messiah"), Several)


def test_words_of_a_sentence_before_a_mark_name_no_other_book(volumes: Catalogue) -> None:
    def is_absent(text: str) -> bool:
        words = TypedWords.of(text)
        (title,) = [title for title in named_titles(volumes, words) if title.key == "cold fire"]
        return names_absent_book(volumes, words, [title])

    assert is_absent("Into the Cold Fire: a thriller")
    assert not is_absent("I just finished Cold Fire: wow")
    assert not is_absent("the Cold Fire: a thriller")
