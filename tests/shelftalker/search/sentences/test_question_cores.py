"""The core of a question, without the words around it."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.sentences.question_cores import core_of
from shelftalker.search.typed_words import TypedWords


@pytest.mark.parametrize(
    ("typed", "core"),
    [
        ("what should I read after the hobit?", "the hobit"),
        ("the wind in the wilows", "the wind in the wilows"),
        ("bitte etwas wie der kleine hobit", "kleine hobit"),
        ("please", "please"),
        ("un livre qui s'appelle zebra hobit", "zebra hobit"),
        ("recommend something like zebra's end", "zebra's end"),
    ],
)
def test_the_words_of_a_question_are_taken_off_a_misspelt_title(catalogue: Catalogue, typed: str, core: str) -> None:
    assert core_of(TypedWords.of(typed), LongerTitles(catalogue)).text == core
