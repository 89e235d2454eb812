"""Words of readers' questions."""

import pytest

from shelftalker.model.title_keys import words_of
from shelftalker.search.question_words import QUESTION_WORDS


@pytest.mark.parametrize("kind", ["asking", "hinting", "linking", "before_title", "joining", "before_author"])
def test_the_words_are_written_as_keys_have_them(kind: str) -> None:
    words: frozenset[str] = getattr(QUESTION_WORDS, kind)
    assert words
    assert {word for word in words if words_of(word) != word} == set()


def test_a_word_of_asking_does_not_hint_as_well() -> None:
    assert not QUESTION_WORDS.asking & QUESTION_WORDS.hinting
