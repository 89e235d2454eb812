"""Frequent words of the languages of questions."""

import pytest

from shelftalker.model.title_keys import words_of
from shelftalker.search.sentences.frequent_words import FREQUENT_WORDS, frequent_words_of


def test_frequent_words_are_as_the_keys_of_titles_have_them() -> None:
    assert not [word for words in FREQUENT_WORDS for word in words if words_of(word) != word or " " in word]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("put it down last weekend and slept", "english"),
        ("das habe ich gestern im zug gelesen", "german"),
        ("je viens de le finir hier soir", "french"),
        ("lo he leido en el tren esta manana", "spanish"),
        ("qwrtz", "english"),
    ],
)
def test_the_language_with_most_words_of_a_text_is_its_language(text: str, language: str) -> None:
    assert frequent_words_of(text.split()) is getattr(FREQUENT_WORDS, language)
