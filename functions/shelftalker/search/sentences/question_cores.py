"""The core of a question: what may be a title, without the words of questions around it."""

from typing import NamedTuple

from shelftalker.search.named_titles import unknown_positions
from shelftalker.search.sentences.catalogue_evidence import EVIDENCE
from shelftalker.search.sentences.certainty import CERTAINTY, Certainty, weight_of
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.sentences.title_spans import TitleSpans
from shelftalker.search.typed_words import TypedWords


class Core(NamedTuple):
    """A question without the words of questions around it.

    Attributes:
        text: What may be a title; the whole text where it is no question.
        is_asked_for: The words around it leave no doubt that it is a question, and that no title goes on in them.
    """

    text: str
    is_asked_for: bool


def core_of(words: TypedWords, longer: LongerTitles) -> Core:
    """Return a question without the words of questions at its beginning and end, or the only words in quotes."""
    if weight_of(word.key for word in words.words) < CERTAINTY.hinting:  # a title, perhaps misspelt, and no question
        return Core(words.text, is_asked_for=True)
    certainty = Certainty(words, unknown_positions(words), longer)
    if len(certainty.borders.quotes) == 1:
        inner = range(*next(iter(certainty.borders.quotes)))
    else:
        inner = TitleSpans(words, certainty, longer).likeliest()
    weight = weight_of(word.key for position, word in enumerate(words.words) if position not in inner)
    text = words.text_of(inner.start, inner.stop) if weight >= CERTAINTY.hinting else ""
    if not text:
        return Core(words.text, is_asked_for=True)
    # "my sister" is no title.
    is_owned = len(inner) == 1 and inner.start > 0 and words.words[inner.start - 1].key in EVIDENCE.possessives
    has_ends = not is_owned and certainty.borders.has_ends_of_title(inner.start, inner.stop)
    return Core(text, is_asked_for=has_ends and weight >= CERTAINTY.question)
