"""Counts of the longer titles around a title."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.model.title_keys import shortened_title, whole_titles
from shelftalker.search.sentences.longer_titles import LONGER_TITLES, LongerTitles


@pytest.mark.parametrize("key", ["dune", "two towers", "harry potter", "emma", "wuthering depths"])
def test_longer_titles_are_counted_as_by_a_look_at_every_title(catalogue: Catalogue, key: str) -> None:
    keys = [{*whole_titles(book.title), shortened_title(book.title)} for book in catalogue.all_books()]
    longer = sum(key not in of_book and any(f" {key} " in f" {other} " for other in of_book) for of_book in keys)
    assert LongerTitles(catalogue).count(key) == min(longer, LONGER_TITLES.most)


def test_a_small_word_stands_in_any_title(catalogue: Catalogue) -> None:
    assert LongerTitles(catalogue).count("the") == LONGER_TITLES.most


@pytest.mark.parametrize(("word", "is_in_titles"), [("messiah", True), ("emma", True), ("lasagna", False)])
def test_a_word_is_one_of_titles_alone_or_among_others(catalogue: Catalogue, word: str, is_in_titles: bool) -> None:
    assert LongerTitles(catalogue).has_word(word) == is_in_titles


@pytest.mark.parametrize(("key", "is_name"), [("frank herbert", True), ("herbert", False), ("dune messiah", False)])
def test_a_name_has_several_words(catalogue: Catalogue, key: str, is_name: bool) -> None:
    assert LongerTitles(catalogue).is_name(key) == is_name
