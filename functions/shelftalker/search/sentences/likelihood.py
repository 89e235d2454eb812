"""The likelihood that a title of the catalogue is meant, from all that a question and the catalogue tell of it.

It decides where the tests of certainty.py know too few of the words beside a title. No single sign does: a book of many
readers, two words that no other title has, a border on one side and a word of the sentence's language on the other may
together. The weights are those of a logistic regression. It was fitted to sentences of readers about well-known books
and about books that the catalogue lacks, and checked on sentences that it had not seen.
"""

import math
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from shelftalker.search.common_words import COMMON_WORDS, is_everyday
from shelftalker.search.named_titles import NamedTitle
from shelftalker.search.question_words import QUESTION_WORDS
from shelftalker.search.sentences.catalogue_evidence import EVIDENCE
from shelftalker.search.sentences.certainty import Certainty
from shelftalker.search.sentences.frequent_words import FREQUENT_WORDS, frequent_words_of
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.sentences.prose_words import PROSE_WORDS
from shelftalker.search.sentences.title_borders import BORDERS, IN_QUESTIONS
from shelftalker.search.typed_words import TYPED_TEXT, TypedWords


class Signs(NamedTuple):
    """Signs for a title and against it: numbers, or 1 for yes and 0 for no.

    Attributes:
        always: 1.
        readers: log(1 + number of ratings).
        longer: Number of longer titles that have its words, up to `LongerTitlesConfig.most`.
        longer_single: `longer` of a single word.
        frequent_single: It is a frequent word of the sentence's language.
        exclusive: It has several words, and no longer title has them.
        many_words: It has four words or more.
        everyday: All its words are everyday ones.
        number: It is a number.
        capitals: It has capitals, unlike the words beside it.
        cut_by_capitals: A capital beside it, and none of another title, tells that it goes on.
        other_language: The sentence is not in English.
        words_beside: log(1 + number of words beside it).
        strange: Share of them that are no frequent words of the sentence's language.
        starts_text: It begins the text.
        starts_sentence: A mark that ends a sentence stands before it.
        starts_item: Another mark does.
        starts_at_border: A word after which titles begin does.
        behind_strange: A word does that is none of them, but one of titles.
        behind_unknown: A word does that no title has.
        behind_owner: "my" or "'s" does.
        ends_text: It ends the text.
        ends_sentence: A mark that ends a sentence stands behind it.
        ends_item: Another mark does.
        ends_at_border: A word before which titles end does.
        before_strange: A word does that is none of them, but one of titles.
        before_small: Small words such as "in" or "and" stand behind it.
    """

    always: float
    readers: float
    longer: float
    longer_single: float
    frequent_single: float
    exclusive: float
    many_words: float
    everyday: float
    number: float
    capitals: float
    cut_by_capitals: float
    other_language: float
    words_beside: float
    strange: float
    starts_text: float
    starts_sentence: float
    starts_item: float
    starts_at_border: float
    behind_strange: float
    behind_unknown: float
    behind_owner: float
    ends_text: float
    ends_sentence: float
    ends_item: float
    ends_at_border: float
    before_strange: float
    before_small: float


class LikelihoodConfig(NamedTuple):
    """Numbers of the choice by likelihood.

    Attributes:
        least: Likelihood from which a title is meant. In a fit with a few more signs, on wordings left out of it, 267
            of 365 sentences whose title no other test was sure of were answered at it, and 21 of 2,214 with another
            book or none in the catalogue; half of the 21 named the same work in another form.
        sentence: Least words of the sentence's language beside a title, one of them no small word.
        sentence_of_small_words: Least words beside a title that may all be small ones: "has to be as good as Dune".
        compared: Number of titles of one question that are compared.
        weights: Weights of the signs in the logarithm of the odds.
    """

    least: float = 0.75
    sentence: int = 2
    sentence_of_small_words: int = 4
    compared: int = 6
    weights: Signs = Signs(
        always=-0.7,
        readers=1.3,
        longer=-0.4,
        longer_single=-0.5,
        frequent_single=-0.7,
        exclusive=1.7,
        many_words=1.7,
        everyday=-1.0,
        number=-0.5,
        capitals=1.8,
        cut_by_capitals=-1.6,
        other_language=0.6,
        words_beside=-1.5,
        strange=-3.2,
        starts_text=1.1,
        starts_sentence=0.6,
        starts_item=1.2,
        starts_at_border=0.6,
        behind_strange=-0.7,
        behind_unknown=0.4,
        behind_owner=-4.1,
        ends_text=0.9,
        ends_sentence=1.1,
        ends_item=0.9,
        ends_at_border=0.9,
        before_strange=-0.9,
        before_small=0.9,
    )


LIKELIHOOD = LikelihoodConfig()


class _Side(NamedTuple):
    is_end: float
    is_sentence: float
    is_item: float
    is_border: float
    is_strange: float
    is_unknown: float
    is_small: float


class TitleLikelihood:
    """The likelihood of the titles among the words of one question."""

    def __init__(
        self, words: TypedWords, certainty: Certainty, longer: LongerTitles, titles: Sequence[NamedTitle]
    ) -> None:
        """Read the words.

        Args:
            words: The words of the question.
            certainty: The tests of titles among them.
            longer: The longer titles around them.
            titles: The titles that may be meant; the sentence's language is that of the other words.
        """
        self._words = words
        self._certainty = certainty
        self._borders = certainty.borders
        self._longer = longer
        covered = {place for title in titles for place in range(title.first, title.after_last)}
        keys = [word.key for place, word in enumerate(words.words) if place not in covered]
        self._frequent = frequent_words_of(keys or [word.key for word in words.words])

    def of(self, title: NamedTitle, chosen: Sequence[NamedTitle] = ()) -> float:
        """Return the likelihood, from 0 to 1, that a title is meant.

        Args:
            title: The title.
            chosen: Others that are meant, which take up their words.
        """
        taken = frozenset(place for other in chosen for place in range(other.first, other.after_last))
        if self._is_ruled_out(title, taken):
            return 0.0
        score = sum(weight * sign for weight, sign in zip(LIKELIHOOD.weights, self.signs(title, taken), strict=True))
        return 1 / (1 + math.exp(-score))

    def _is_ruled_out(self, title: NamedTitle, taken: frozenset[int]) -> bool:
        """Test if a title is none of words of its own, or a part of something else by what stands beside it."""
        evidence = self._certainty.evidence
        is_short = len(title.key.split()) <= EVIDENCE.longest_by_chance
        if is_short and not evidence.has_own_word(title) and not self._is_listed(title, taken):
            return True
        is_part = self._borders.is_within_word(title) or evidence.is_numbered(title) or self._is_before_of(title)
        is_name = not title.key.isdecimal() and evidence.names_another(title.key)
        if is_part or is_name or not self._is_in_sentence(title, taken) or self._is_single_sentence(title):
            return True
        return self._certainty.is_within_more(title)

    def _is_listed(self, title: NamedTitle, taken: frozenset[int]) -> bool:
        """Test if a mark or a word that joins titles stands between a title and one that is meant."""
        words = self._words.words
        first, after_last = title.first, title.after_last
        if first and (first - 1 in taken or (words[first - 1].key in QUESTION_WORDS.joining and first - 2 in taken)):
            return True
        is_joined = after_last < len(words) and words[after_last].key in QUESTION_WORDS.joining
        return after_last in taken or (is_joined and after_last + 1 in taken)

    def _is_in_sentence(self, title: NamedTitle, taken: frozenset[int]) -> bool:
        """Test if words of a sentence stand beside a title: "chamber of secrets" is none around "Secrets"."""
        others = self._strange | taken | frozenset(range(title.first, title.after_last))
        own = [word.key for place, word in enumerate(self._words.words) if place not in others]
        is_long = len(own) >= LIKELIHOOD.sentence_of_small_words
        is_sentence = len(own) >= LIKELIHOOD.sentence and not COMMON_WORDS.small.issuperset(own)
        return bool(taken) or is_sentence or is_long

    def _is_before_of(self, title: NamedTitle) -> bool:
        """Test if "of" goes on with a title: "The Giver of Stars"."""
        behind = title.after_last
        is_within = behind < len(self._words.words) and not self._borders.is_mark_before(behind)
        return is_within and self._words.words[behind].key == "of"

    def is_exclamation(self, title: NamedTitle) -> bool:
        """Test if a title is a frequent word that is a sentence by itself: "Wow."."""
        return title.key in self._frequent and self._is_single_sentence(title)

    def _is_single_sentence(self, title: NamedTitle) -> bool:
        """Test if a title is a single word that is a sentence by itself: "Speechless."."""
        first, after_last = title.first, title.after_last
        is_behind = first > 0 and self._borders.is_mark_before(first) and self._borders.parts_sentences(first)
        is_end = after_last == len(self._words.words) or (
            self._borders.is_mark_before(after_last) and self._borders.parts_sentences(after_last)
        )
        return " " not in title.key and is_behind and is_end

    def signs(self, title: NamedTitle, taken: frozenset[int] = frozenset()) -> Signs:
        """Return the signs for a title and against it.

        Args:
            title: The title.
            taken: Positions of the words of other titles that are meant.
        """
        own = taken | frozenset(range(title.first, title.after_last))
        strange = len(self._strange - own)
        count = len(self._words.words) - len(own)
        length = len(title.key.split())
        longer = self._longer.count(title.key)
        before, behind = self._side(title.first - 1, -1, taken), self._side(title.after_last, 1, taken)
        return Signs(
            always=1.0,
            readers=math.log1p(title.ratings_count),
            longer=longer,
            longer_single=longer * (length == 1),
            frequent_single=title.key in self._frequent,
            exclusive=length > 1 and not longer,
            many_words=length > 3,
            everyday=is_everyday(title.key),
            number=title.key.isdecimal(),
            capitals=self._borders.stands_out_by_capitals(title),
            cut_by_capitals=self._borders.is_cut_by_capitals(title) and not self._is_listed(title, taken),
            other_language=self._frequent is not FREQUENT_WORDS.english,
            words_beside=math.log1p(count),
            strange=strange / max(1, count),
            starts_text=before.is_end,
            starts_sentence=before.is_sentence,
            starts_item=before.is_item,
            starts_at_border=before.is_border,
            behind_strange=before.is_strange,
            behind_unknown=before.is_unknown,
            behind_owner=title.first > 0 and self._is_owner(title.first - 1),
            ends_text=behind.is_end,
            ends_sentence=behind.is_sentence,
            ends_item=behind.is_item,
            ends_at_border=behind.is_border,
            before_strange=behind.is_strange,
            before_small=behind.is_small,
        )

    @cached_property
    def _strange(self) -> frozenset[int]:
        """Positions of the words that are neither frequent ones of the sentence's language nor those of questions."""
        return frozenset(
            place
            for place, word in enumerate(self._words.words)
            if word.key not in self._frequent
            and (place in self._borders.foreign or word.key not in IN_QUESTIONS | PROSE_WORDS.prose)
            and not TYPED_TEXT.year.fullmatch(word.key)
        )

    def _is_of_titles(self, position: int) -> bool:
        return self._longer.has_word(self._words.words[position].key)

    def _is_owner(self, position: int) -> bool:
        word = self._words.words[position]
        return word.key in EVIDENCE.possessives or (word.is_joined and word.key == "s")

    def _side(self, position: int, step: int, taken: frozenset[int]) -> _Side:
        """Return what stands beside a title.

        Args:
            position: Position of the word beside it.
            step: -1 before the title, 1 behind it.
            taken: Positions of the words of other titles.
        """
        count = len(self._words.words)
        if not 0 <= position < count:
            return _side(is_end=True)
        border = position + 1 if step < 0 else position
        if self._borders.is_mark_before(border):
            is_sentence = self._borders.parts_sentences(border)
            is_strange = not is_sentence and position in self._strange
            return _side(is_sentence=is_sentence, is_item=not is_sentence, is_strange=is_strange)
        if self._borders.begins_here(border) if step < 0 else self._borders.ends_here(border):
            return _side(is_border=True)
        passed = 0
        while passed < BORDERS.most_continuing and self._is_small(position):
            position, passed = position + step, passed + 1
        if not 0 <= position < count:
            return _side(is_small=True)
        if position in taken:
            return _side(is_border=True)
        is_strange = position in self._strange
        is_known = is_strange and self._is_of_titles(position)
        return _side(
            is_small=passed > 0,
            is_strange=is_known,
            is_unknown=is_strange and not is_known,
        )

    def _is_small(self, position: int) -> bool:
        count = len(self._words.words)
        return 0 <= position < count and self._words.words[position].key in PROSE_WORDS.continuing


def _side(
    *,
    is_end: float = 0.0,
    is_sentence: float = 0.0,
    is_item: float = 0.0,
    is_border: float = 0.0,
    is_strange: float = 0.0,
    is_unknown: float = 0.0,
    is_small: float = 0.0,
) -> _Side:
    return _Side(is_end, is_sentence, is_item, is_border, is_strange, is_unknown, is_small)
