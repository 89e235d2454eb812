"""Borders of titles among the words of a question."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.named_titles import named_titles, unknown_positions
from shelftalker.search.sentences.title_borders import TitleBorders
from shelftalker.search.typed_words import TypedWords


def borders_of(typed: str) -> TitleBorders:
    words = TypedWords.of(typed)
    return TitleBorders(words, unknown_positions(words))


@pytest.mark.parametrize(
    "typed",
    ['"Dune" again', "\u201cDune\u201d again", "\u201eDune\u201c again", "\u00abDune\u00bb again", "'Dune' again"],
)
def test_quotes_of_every_language_mark_the_words_between(typed: str) -> None:
    assert borders_of(typed).quotes == {(0, 1)}


def test_quotes_around_the_whole_text_mark_nothing() -> None:
    assert not borders_of('"books like dune"').quotes


@pytest.mark.parametrize(
    ("typed", "has_borders"),
    [
        ("something like dune please", True),
        ("adored dune and im sad", True),
        ("my sister devoured dune, what next", True),
        ("this Dune thing", True),
        ("The Girl on Dune please", False),
        ("zebras of dune please", False),
        ("dune of zebras please", False),
        ("sand, dune, zebras", False),
    ],
)
def test_a_title_ends_where_words_of_a_sentence_begin(catalogue: Catalogue, typed: str, has_borders: bool) -> None:
    words = TypedWords.of(typed)
    (title,) = (title for title in named_titles(catalogue, words) if title.key == "dune")
    assert TitleBorders(words, unknown_positions(words)).has_borders(title) == has_borders
