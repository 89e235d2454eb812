"""Titles of common words alone."""

import pytest

from shelftalker.search.common_words import is_everyday


@pytest.mark.parametrize("key", ["it", "help", "the help", "night", "what is the time"])
def test_a_title_of_common_words_alone_is_everyday(key: str) -> None:
    assert is_everyday(key)


@pytest.mark.parametrize("key", ["dune", "children of dune", "1984", "bleak house"])
def test_one_distinctive_word_is_enough_for_a_title_that_is_not(key: str) -> None:
    assert not is_everyday(key)
