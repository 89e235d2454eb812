"""Phrases of titles, and misspelt titles, in sentences that have no word of questions."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.questions import find_books
from shelftalker.search.remembered.phrases import longest_phrase
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.titles import Suggestions
from shelftalker.search.typed_words import TypedWords


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("irgendwas mit bang to black holes", "bang to black holes"),
        ("my dad had this paperback, big bang to black holes on the cover", "big bang to black holes"),
        ("nobody knows what it was", ""),
    ],
)
def test_the_longest_run_of_words_that_stands_in_a_title_is_its_phrase(
    catalogue: Catalogue, typed: str, phrase: str
) -> None:
    words = TypedWords.of(typed)
    found = longest_phrase(words, LongerTitles(catalogue))
    assert words.text_of(found.start, found.stop) == phrase


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("irgendwas mit big bang to black holes", "A Brief History of Time: From the Big Bang to Black Holes"),
        ("do u have Dune Messjah", "Dune Messiah"),
        ("acabo de descubrir pride and prejudize, algo igual?", "Pride & Prejudice"),
        ("the long one, pride and prejudize and so on", "Pride & Prejudice"),
    ],
)
def test_what_is_remembered_in_a_sentence_is_suggested(catalogue: Catalogue, typed: str, title: str) -> None:
    found = find_books(catalogue, typed)
    assert isinstance(found, Suggestions)
    assert title in [book.title for book in found.books[:3]]
