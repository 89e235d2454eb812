"""The reading of a question: the titles meant, and if they surely are."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.named_titles import named_titles
from shelftalker.search.readings import Reading, read_question
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.typed_words import TypedWords


def reading_of(catalogue: Catalogue, typed: str) -> Reading | None:
    words = TypedWords.of(typed)
    return read_question(words, named_titles(catalogue, words), LongerTitles(catalogue))


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("what to read after dune", ["dune"]),
        ("something like dune messiah", ["dune messiah"]),
        ("after it, emma or dune", ["it", "emma", "dune"]),
        ("I liked pride and prejudice and emma", ["pride and prejudice", "emma"]),
        ("closer to pride and prejudice than to dune messiah", ["pride and prejudice", "dune messiah"]),
    ],
)
def test_the_longest_titles_that_explain_a_question_are_meant(
    catalogue: Catalogue, typed: str, keys: list[str]
) -> None:
    reading = reading_of(catalogue, typed)
    assert reading
    assert reading.is_sure
    assert [title.key for title in reading.titles] == keys


def test_a_word_that_nothing_explains_leaves_a_doubt(catalogue: Catalogue) -> None:
    reading = reading_of(catalogue, "the spice fields of dune")
    assert reading
    assert not reading.is_sure


def test_a_question_without_a_title_has_no_reading(catalogue: Catalogue) -> None:
    assert reading_of(catalogue, "zebras and lasagna") is None
