"""The signs for a title among words of a question and against it, which its likelihood is made of."""

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
from shelftalker.search.typed_words import TypedWords


class Signs(NamedTuple):
    """Signs for a title and against it: numbers, or 1 for yes and 0 for no.

    Attributes:
        always: 1.
        readers: log(1 + number of ratings).
        readers_single: `readers` of a single word.
        longer: Number of longer titles that have its words, up to `LongerTitlesConfig.most`.
        single: It is a single word.
        frequent_single: It is a frequent word of the sentence's language.
        exclusive: It has several words, and no longer title has them.
        many_words: It has four words or more.
        everyday: All its words are everyday ones.
        unowned: It is short, each of its words stands in questions too, and nothing joins it to a title that is meant.
        article: It was typed with an article.
        number: It is a number.
        capitals: It has capitals, unlike the words beside it.
        cut_by_capitals: A capital beside it, and none of another title, tells that it goes on.
        other_language: The sentence is not in English.
        words_beside: log(1 + number of words beside it).
        words_beside_single: `words_beside` of a single word.
        strange: Share of them that are no frequent words of the sentence's language.
        strange_single: `strange` of a single word.
        own_words: Number of the sentence's own words beside it that are no small ones, up to three.
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
        single_sentence: It is a single word and a sentence: "Speechless."
        near_number: A number, which may be that of a volume, stands beside it.
    """

    always: float
    readers: float
    readers_single: float
    longer: float
    single: float
    frequent_single: float
    exclusive: float
    many_words: float
    everyday: float
    unowned: float
    article: float
    number: float
    capitals: float
    cut_by_capitals: float
    other_language: float
    words_beside: float
    words_beside_single: float
    strange: float
    strange_single: float
    own_words: float
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
    single_sentence: float
    near_number: float


class _Side(NamedTuple):
    is_end: float
    is_sentence: float
    is_item: float
    is_border: float
    is_strange: float
    is_unknown: float
    is_small: float


class TitleSigns:
    """The signs of the titles among the words of one question."""

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
        self.frequent = frequent_words_of(keys or [word.key for word in words.words])

    def is_in_sentence(self, title: NamedTitle) -> bool:
        """Test if words of a sentence stand beside a title, and more than small ones: "the help desk" is none.

        One of them is enough where a mark parts it from the title: "obsession: Emma".
        """
        own = self._of_sentence(frozenset(range(title.first, title.after_last)))
        places = (place for place in (title.first, title.after_last) if 0 < place < len(self._words.words))
        is_long = len(own) > 1 or (bool(own) and any(map(self._borders.is_mark_before, places)))
        return is_long and not COMMON_WORDS.small.issuperset(own)

    def _of_sentence(self, taken: frozenset[int]) -> list[str]:
        """Return the sentence's own words, but for those at some positions."""
        others = taken | self._strange
        return [word.key for place, word in enumerate(self._words.words) if place not in others]

    def is_single_sentence(self, title: NamedTitle) -> bool:
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
        beside = [word.key for place, word in enumerate(self._words.words) if place not in own]
        strange = len(self._strange - own) / max(1, len(beside))
        own_words = sum(key not in COMMON_WORDS.small for key in self._of_sentence(own))
        length = len(title.key.split())
        longer = self._longer.count(title.key)
        readers, words_beside = math.log1p(title.ratings_count), math.log1p(len(beside))
        is_single = length == 1
        before, behind = self._side(title.first - 1, -1, taken), self._side(title.after_last, 1, taken)
        is_listed = self._is_listed(title, taken)
        return Signs(
            always=1.0,
            readers=readers,
            readers_single=readers * is_single,
            longer=longer,
            single=is_single,
            frequent_single=title.key in self.frequent,
            exclusive=not is_single and not longer,
            many_words=length > EVIDENCE.longest_by_chance,
            everyday=is_everyday(title.key),
            unowned=self._is_unowned(title) and not is_listed,
            article=self._words.words[title.title_first].key in COMMON_WORDS.articles,
            number=title.key.isdecimal(),
            capitals=self._borders.stands_out_by_capitals(title),
            cut_by_capitals=self._borders.is_cut_by_capitals(title) and not is_listed,
            other_language=self.frequent is not FREQUENT_WORDS.english,
            words_beside=words_beside,
            words_beside_single=words_beside * is_single,
            strange=strange,
            strange_single=strange * is_single,
            own_words=min(own_words, 3),
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
            single_sentence=self.is_single_sentence(title),
            near_number=self._certainty.has_number(title),
        )

    def _is_unowned(self, title: NamedTitle) -> bool:
        """Test if a title is short, and each of its words stands in questions too."""
        is_short = len(title.key.split()) <= EVIDENCE.longest_by_chance
        return is_short and not self._certainty.evidence.has_own_word(title)

    def _is_listed(self, title: NamedTitle, taken: frozenset[int]) -> bool:
        """Test if a mark or a word that joins titles stands between a title and one that is meant."""
        words = self._words.words
        first, after_last = title.first, title.after_last
        if first and (first - 1 in taken or (words[first - 1].key in QUESTION_WORDS.joining and first - 2 in taken)):
            return True
        is_joined = after_last < len(words) and words[after_last].key in QUESTION_WORDS.joining
        return after_last in taken or (is_joined and after_last + 1 in taken)

    def is_before_of(self, title: NamedTitle) -> bool:
        """Test if "of" goes on with a title: "The Giver of Stars"."""
        behind = title.after_last
        is_within = behind < len(self._words.words) and not self._borders.is_mark_before(behind)
        return is_within and self._words.words[behind].key == "of"

    @cached_property
    def _strange(self) -> frozenset[int]:
        """Positions of the words that are neither frequent ones of the sentence's language nor those of questions."""
        known = self.frequent | IN_QUESTIONS | PROSE_WORDS.prose
        return frozenset(
            place
            for place, word in enumerate(self._words.words)
            if word.key not in self.frequent
            and self._borders.key(place) not in known  # a misspelt word as it should be; none of another language
            and not word.key.isdecimal()
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
