"""The words of a question that may be a title which the catalogue spells in another way, or has in part.

A title begins and ends where the words beside it are those of a sentence. Of the words between such borders those are
taken that are least like a sentence themselves, or with which a title of the catalogue begins.
"""

from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from shelftalker.search.common_words import COMMON_WORDS, words_in
from shelftalker.search.question_words import QUESTION_WORDS
from shelftalker.search.sentences.certainty import Certainty, weight_of
from shelftalker.search.sentences.frequent_words import FREQUENT_WORDS
from shelftalker.search.sentences.languages import is_common
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.sentences.prose_words import PROSE_WORDS
from shelftalker.search.sentences.title_borders import IN_QUESTIONS
from shelftalker.search.typed_words import TypedWords


class SpanConfig(NamedTuple):
    """Scores of words and of spans of words, tried on wordings of misspelt titles and beginnings of titles.

    Attributes:
        longest: Most words of a span.
        unknown: Score of a word that no title of the catalogue has: it is misspelt.
        strange: Score of another word that no sentence has.
        foreign: Score of a common word of another language than the sentence's.
        compound: Score of a part of a word with a hyphen.
        capital: Score of a common word's capital within a sentence.
        everyday: Score of a common word, of titles and sentences.
        frequent: Score of a frequent word of an English sentence.
        frequent_other: The same of a sentence of another language: most titles are English.
        mark: Score of a mark within a span.
        asking: Score of a word of questions or prose.
        border: Score of a place within a span at which a title may begin.
        end_within: Score of a place within a span at which a title may have ended.
        end: Score of an end of a span at which a title begins, or has ended, for certain.
        beginning: Score of each word with which a title of the catalogue begins.
        numbers: Words of sentences which are those of titles as often.
        compared: Number of spans, by score, that are looked up as beginnings.
        shortest_beginning: Words from which a beginning of common words counts.
    """

    longest: int = 16
    unknown: float = 1.4
    strange: float = 1.0
    foreign: float = 0.5
    compound: float = 0.3
    capital: float = 0.3
    everyday: float = 0.02
    frequent: float = -0.15
    frequent_other: float = -0.4
    mark: float = -0.4
    asking: float = -0.5
    border: float = -0.6
    end_within: float = -0.15
    end: float = 0.3
    beginning: float = 0.35
    compared: int = 16
    shortest_beginning: int = 2
    numbers: frozenset[str] = words_in("two three four five six seven eight ten zwei drei deux trois dos tres")


SPANS = SpanConfig()
_ASKING = IN_QUESTIONS | QUESTION_WORDS.of_book | (PROSE_WORDS.prose - SPANS.numbers)


class TitleSpans:
    """The spans of words of one question that may be a title."""

    def __init__(
        self, words: TypedWords, certainty: Certainty, longer: LongerTitles, frequent: frozenset[str] = frozenset()
    ) -> None:
        """Read the words.

        Args:
            words: The words of the question.
            certainty: The tests of titles among them.
            longer: The longer titles around them.
            frequent: Frequent words of the question's language, of which a title has few; none to tell them by the
                words of questions alone.
        """
        self._words = words
        self._borders = certainty.borders
        self._longer = longer
        self._frequent = frequent
        is_english = frequent is FREQUENT_WORDS.english
        self._frequent_score = SPANS.frequent if is_english else SPANS.frequent_other
        keys = [word.key for word in words.words]
        # English words within a sentence of another language are a title's.
        english = FREQUENT_WORDS.english - frequent if frequent and not is_english else frozenset()
        self._english = frozenset(place for place, key in enumerate(keys) if key in english)
        known = frozenset(place for place, key in enumerate(keys) if key in frequent)
        self._inner = (certainty.borders.strange - known) | certainty.borders.foreign

    def likeliest(self) -> range:
        """Return the positions of the words that are most likely a title; none where all are those of questions."""
        weights = [0.0, *accumulate(map(self._weight, range(len(self._words.words))))]
        count = len(self._words.words)
        begins = [self._borders.begins_here(place) for place in range(count)]
        begins[:1] = [weight_of([self._borders.key(0)]) == 0] if count else []
        ends = [place > 0 and self._borders.ends_here(place) for place in range(count + 1)]
        begun = [0, *accumulate(map(int, begins))]
        ended = [0, *accumulate(map(int, ends))]
        marked = [0, *accumulate(place > 0 and self._is_mark(place) for place in range(count))]
        scores = {
            (first, after_last): weights[after_last]
            - weights[first]
            + SPANS.border * (begun[after_last] - begun[first + 1])
            + SPANS.mark * (marked[after_last] - marked[first + 1])
            + SPANS.end_within * (ended[after_last] - ended[first + 1])
            + SPANS.end * (begins[first] + ends[after_last])
            for first, after_last in self._spans()
        }
        best, best_score = range(0), 0.0
        for first, after_last in sorted(scores, key=lambda span: (-scores[span], span))[: SPANS.compared]:
            is_beginning = self._is_beginning(first, after_last)
            if not is_beginning and self._inner.isdisjoint(range(first, after_last)):
                continue
            score = scores[first, after_last] + SPANS.beginning * (after_last - first) * is_beginning
            if score > best_score + SPANS.end_within * self._is_longer(range(first, after_last), best):
                best, best_score = range(first, after_last), max(score, best_score)
        return best

    def _is_longer(self, span: range, best: range) -> bool:
        """Test if a span is another with more words than small ones: "small stuff" is likelier than "small" alone."""
        more = [place for place in span if place not in best]
        is_around = bool(best) and span.start <= best.start and best.stop <= span.stop
        return is_around and any(self._words.words[place].key not in COMMON_WORDS.small for place in more)

    def _is_beginning(self, first: int, after_last: int) -> bool:
        is_long = after_last - first >= SPANS.shortest_beginning
        return is_long and self._longer.has_beginning(self._words.key(first, after_last))

    def _weight(self, position: int) -> float:
        """Return the score of a word: greater for one that is rather a title's than a sentence's."""
        word = self._words.words[position]
        if position in self._borders.foreign or position in self._english:
            return SPANS.foreign
        if self._is_compound(position):
            return SPANS.compound
        is_asking = word.key in _ASKING
        if position not in self._borders.strange or is_common(word.key):
            score = SPANS.asking if is_asking and word.key not in COMMON_WORDS.small else SPANS.everyday
            return score + SPANS.capital * self._is_capital(position)
        if word.key in self._frequent:
            return self._frequent_score + SPANS.capital * self._is_capital(position)
        return SPANS.strange if self._longer.has_word(word.key) else SPANS.unknown

    def _is_capital(self, position: int) -> bool:
        """Test if a word has a capital within a sentence; "I" always has one."""
        word = self._words.words[position]
        is_within = position > 0 and not self._borders.is_mark_before(position)
        return is_within and word.end - word.start > 1 and self._words.text[word.start].isupper()

    def _is_compound(self, position: int) -> bool:
        return self._is_hyphen_before(position) or self._is_hyphen_before(position + 1)

    def _is_hyphen_before(self, position: int) -> bool:
        words = self._words.words
        is_between = 0 < position < len(words)
        return is_between and self._words.text[words[position - 1].end : words[position].start] == "-"

    def _spans(self) -> Iterator[tuple[int, int]]:
        """Yield the runs of words, but for the whole text, beside which no word is rather a title's."""
        count = len(self._words.words)
        cuts = [
            place
            for place in range(count + 1)
            if not self._is_hyphen_before(place) and not (place < count and self._words.words[place].is_joined)
        ]
        starts = [place for place in cuts if place < count and (place - 1 not in self._inner or self._is_mark(place))]
        ends = [place for place in cuts if place == count or place not in self._inner or self._is_mark(place)]
        for first in starts:
            for after_last in ends:
                if first < after_last <= first + SPANS.longest and (first, after_last) != (0, count):
                    yield first, after_last

    def _is_mark(self, position: int) -> bool:
        return self._borders.is_mark_before(position)
