"""The longest run of a question's words that stands in titles as it was typed: what a reader remembers of one.

Only runs around a word that the sentence has no need of are looked for: "the book with speaks her mind in it" has
"speaks", and what stands beside it in a title of the catalogue as well.
"""

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from shelftalker.model.catalogue import Book
from shelftalker.model.title_keys import shortened_title, words_of
from shelftalker.search.common_words import COMMON_WORDS
from shelftalker.search.named_titles import is_known, unknown_positions
from shelftalker.search.sentences.certainty import Certainty, weight_of
from shelftalker.search.sentences.frequent_words import FREQUENT_WORDS, frequent_words_of
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.sentences.title_spans import TitleSpans
from shelftalker.search.typed_words import TypedWords


class PhraseConfig(NamedTuple):
    """Numbers of the search for phrases.

    Attributes:
        most_starts: Number of words around which phrases are looked for.
        longest: Most words of a phrase.
        shortest: Least words of a phrase.
        telling: Words of a phrase from which nothing else is looked for.
        likeness: Least likeness, from 0 to 1, of a title to all words of a question where it is the question.
        compared: Number of books whose titles are compared with it.
        longest_part: Words of a text up to which it is a part of a title, and no sentence with one.
    """

    most_starts: int = 6
    longest: int = 6
    shortest: int = 2
    telling: int = 3
    likeness: float = 0.6
    compared: int = 3
    longest_part: int = 3


PHRASES = PhraseConfig()


def is_answered(words: TypedWords, books: Sequence[Book]) -> bool:
    """Test if suggestions answer all words of a question: it is no sentence, or a title is like all of it."""
    is_sentence = len(words.words) > PHRASES.longest_part and weight_of(word.key for word in words.words) > 0
    return not is_sentence or _is_near_all(words, books)


def _is_near_all(words: TypedWords, books: Sequence[Book]) -> bool:
    """Test if the title of one of the first books is like all words of a question, with its author or without."""
    key = words_of(words.text)
    return any(
        fuzz.ratio(key, words_of(text)) >= 100 * PHRASES.likeness
        for book in books[: PHRASES.compared]
        for text in (book.title, shortened_title(book.title), f"{book.title} {book.author}")
    )


def likely_parts(words: TypedWords, longer: LongerTitles) -> list[str]:
    """Return the texts in a question that are likely remembered of a title: a phrase of one, and misspelt words."""
    certainty = Certainty(words, unknown_positions(words), longer)
    frequent = frequent_words_of([word.key for word in words.words])
    spans = [longest_phrase(words, longer)]
    if len(spans[0]) < PHRASES.telling:
        likeliest = TitleSpans(words, certainty, longer, frequent).likeliest()
        spans += [likeliest, _without_unknown_ends(words, longer, likeliest)]
    texts = [words.text_of(span.start, span.stop) for span in spans if len(span)]
    return [text for text in dict.fromkeys(texts) if text != words.text]


def _without_unknown_ends(words: TypedWords, longer: LongerTitles, span: range) -> range:
    """Return a span without the words at its ends that no title has, where the sentence is not in English.

    They may be misspelt words of a title, and as well the sentence's own: "acabo de descubrir the gren mile".
    """
    if frequent_words_of([word.key for word in words.words]) is FREQUENT_WORDS.english:
        return span
    first, after_last = span.start, span.stop
    while first < after_last - 1 and not longer.has_word(words.words[first].key):
        first += 1
    while first < after_last - 1 and not longer.has_word(words.words[after_last - 1].key):
        after_last -= 1
    return range(first, after_last)


def longest_phrase(words: TypedWords, longer: LongerTitles) -> range:
    """Return the positions of the longest run of words that stands in a title; none where there is none."""
    keys = [word.key for word in words.words]
    frequent = frequent_words_of(keys)
    own = [place for place, key in enumerate(keys) if key not in frequent and not (is_known(key) and len(key) > 1)]
    best = range(0)
    for place in own[: PHRASES.most_starts]:
        if place in best:
            continue
        phrase = _phrase_around(words, longer, place)
        length = sum(not words.words[at].is_joined for at in phrase)
        if length >= PHRASES.shortest and _words_told(words, phrase) > _words_told(words, best):
            best = phrase
    return best


def _phrase_around(words: TypedWords, longer: LongerTitles, place: int) -> range:
    """Return the longest run of words around a position that stands in a title, to the right of it first."""
    first, after_last = place, place + 1
    while after_last < len(words.words) and after_last - first < PHRASES.longest:
        following = after_last + 1
        while following < len(words.words) and words.words[following - 1].key in COMMON_WORDS.small:
            following += 1
        if not _is_in_title(words, longer, first, following):
            break
        after_last = following
    while first and after_last - first < PHRASES.longest and _is_in_title(words, longer, first - 1, after_last):
        first -= 1
    return range(first, after_last)


def _is_in_title(words: TypedWords, longer: LongerTitles, first: int, after_last: int) -> bool:
    return longer.has_word(words.key(first, after_last))


def _words_told(words: TypedWords, phrase: range) -> int:
    """Return the number of words that are no small ones."""
    return sum(words.words[place].key not in COMMON_WORDS.small for place in phrase)
