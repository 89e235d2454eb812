"""The words of a question that may be a title."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.named_titles import unknown_positions
from shelftalker.search.sentences.certainty import Certainty
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.sentences.title_spans import TitleSpans
from shelftalker.search.typed_words import TypedWords


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("my friend gave me dume mesiah and I adored it", "dume mesiah"),
        ("what do people read once they are done with the hobit", "the hobit"),
        ("gerade the hobit beendet, was jetzt?", "the hobit"),
        ("un livre comme dume mesiah s'il te plaît", "dume mesiah"),
        ("something like the lord of the", "the lord of the"),
        ("a story of the Zaa-Za sisterhod please", "story of the Zaa-Za sisterhod"),
        ("what should I read", ""),
    ],
)
def test_the_words_least_like_a_sentence_are_taken(catalogue: Catalogue, text: str, span: str) -> None:
    words, longer = TypedWords.of(text), LongerTitles(catalogue)
    found = TitleSpans(words, Certainty(words, unknown_positions(words), longer), longer).likeliest()
    assert words.text_of(found.start, found.stop) == span
