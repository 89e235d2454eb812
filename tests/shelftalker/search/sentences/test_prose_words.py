"""Words of prose around titles."""

import pytest

from shelftalker.model.title_keys import words_of
from shelftalker.search.question_words import QUESTION_WORDS
from shelftalker.search.sentences.prose_words import PROSE_WORDS


@pytest.mark.parametrize("name", PROSE_WORDS._fields)
def test_every_word_is_written_as_keys_of_titles_are(name: str) -> None:
    words: frozenset[str] = getattr(PROSE_WORDS, name)
    assert [word for word in words if words_of(word) != word] == []


def test_words_that_continue_a_title_place_one_or_join_words() -> None:
    assert {"of", "and", "der", "et", "y"} <= PROSE_WORDS.continuing
    assert not PROSE_WORDS.continuing & QUESTION_WORDS.asking
