"""Tests if a title among the words of a question is meant, by its borders and by the words beside it.

A title is only sure where it can neither begin before its first word nor go on behind its last, and where the words
beside it are those of a question or of prose.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from shelftalker.model.title_keys import TITLE_KEYS
from shelftalker.search.common_words import COMMON_WORDS
from shelftalker.search.named_titles import NamedTitle
from shelftalker.search.question_words import QUESTION_WORDS
from shelftalker.search.sentences.catalogue_evidence import CatalogueEvidence
from shelftalker.search.sentences.languages import is_german
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.sentences.prose_words import PROSE_WORDS
from shelftalker.search.sentences.title_borders import BEFORE_TITLE, IN_QUESTIONS, TitleBorders
from shelftalker.search.typed_words import TYPED_TEXT, TypedWords


class CertaintyConfig(NamedTuple):
    """Numbers of the tests of titles.

    Attributes:
        question: Weight of the words beside a title from which they are a question or a sentence.
        asking: Weight of a word that asks.
        hinting: Weight of a word of questions and titles alike.
        prose: Weight of a word of prose about reading.
        well_known: Row of the book, by popularity, up to which a title needs one hint less.
        prose_beside_quotes: Number of words beside a title in quotes that are a sentence, whatever they are.
        commands: Words that ask for a book where a text begins with them.
    """

    question: float = 2.0
    asking: float = 2.0
    hinting: float = 1.0
    prose: float = 0.5
    well_known: int = 2000
    prose_beside_quotes: int = 4
    commands: frozenset[str] = frozenset({"find", "search"})


CERTAINTY = CertaintyConfig()


def weight_of(words: Iterable[str]) -> float:
    """Return the weight of some words as those of a question or a sentence about books."""
    return sum(
        CERTAINTY.asking
        if word in QUESTION_WORDS.asking
        else CERTAINTY.hinting
        if word in QUESTION_WORDS.hinting
        else CERTAINTY.prose * (word in PROSE_WORDS.prose)
        for word in words
    )


class Certainty:
    """Tests of the titles among the words of one question.

    Attributes:
        borders: The borders of titles among these words.
        evidence: The evidence of the catalogue for them.
    """

    def __init__(self, words: TypedWords, unknown: frozenset[int], longer: LongerTitles) -> None:
        self._words = words
        self.borders = TitleBorders(words, unknown)
        self.evidence = CatalogueEvidence(words, unknown, self.borders, longer)

    def is_sure(self, titles: Sequence[NamedTitle]) -> bool:
        """Test if titles are meant: the words beside them are those of a question, and none may belong to a title."""
        covered = {position for title in titles for position in range(title.first, title.after_last)}
        places = [position for position in range(len(self._words.words)) if position not in covered]
        beside = [self._words.words[position].key for position in places]
        weight = weight_of(beside) + any(map(self._is_called_book, titles))
        weight += bool(beside) and beside[0] in CERTAINTY.commands and titles[0].first > 0
        weight += "?" in self._words.text or "\u00bf" in self._words.text
        strange = sum(
            position in self.borders.strange and not TYPED_TEXT.year.fullmatch(key)
            for position, key in zip(places, beside, strict=True)
        )
        if len(titles) > 1:  # the words between them may be of another language than theirs
            joining = sum(self._words.words[place].key in QUESTION_WORDS.joining for place in places)
            return self._are_all_sure(titles, beside, weight, max(0, strange - joining))
        (title,) = titles
        is_owned = self.evidence.is_owned(title) and not self.borders.is_marked(title)
        if is_owned or self.evidence.is_numbered(title) or self.borders.is_within_word(title):
            return False
        if not title.has_author and (self.evidence.is_beginning(title) or self._is_in_brackets(title)):
            return False
        if self._is_sure_by_words(title, beside, weight, strange):
            return title.has_author or not self.evidence.may_be_part(title, strange)
        is_doubted = self.borders.quotes_beside(title) or self._is_cut_by_capitals(title)
        # "the floraabma ladies' auxiliary" is a misspelt title, and no sentence around one.
        is_sentence = strange < sum(key not in COMMON_WORDS.articles for key in beside)
        if not is_sentence or is_doubted or self._is_repeated(title, beside):
            return False
        return self.evidence.stands_alone(title, len(beside) if weight else 0, strange)

    def _is_sure_by_words(self, title: NamedTitle, beside: Sequence[str], weight: float, strange: int) -> bool:
        """Test if the words beside a title are those of a question or of prose, or name its copy."""
        if self.borders.quotes_beside(title) and not title.has_author:
            is_long = len(beside) >= CERTAINTY.prose_beside_quotes and 2 * strange <= len(beside)
            is_sentence = weight >= CERTAINTY.hinting or is_long
            return self.borders.is_quoted(title) and is_sentence
        if self._is_cut_by_capitals(title) or self._is_repeated(title, beside):
            return False
        if not self.evidence.has_own_word(title):
            return self._is_placed(title, beside, weight, strange)
        is_plain = QUESTION_WORDS.joining.issuperset(beside) or self._is_copy(title)
        return is_plain or (not self.has_number(title) and self._is_asked_for(title, beside, weight, strange))

    def _is_cut_by_capitals(self, title: NamedTitle) -> bool:
        """Test if a capital beside a title tells that it goes on; in German the sentence's own nouns have one."""
        if not self.borders.is_cut_by_capitals(title):
            return False
        beside = (title.first - 1, title.after_last)
        is_noun = all(self.evidence.is_of_sentence(place) for place in beside if 0 <= place < len(self._words.words))
        return not (is_noun and is_german(word.key for word in self._words.words))

    def is_within_more(self, title: NamedTitle) -> bool:
        """Test if a title is the beginning of a longer one, in brackets behind one, beside quotes or repeated."""
        is_beside_quotes = self.borders.quotes_beside(title) and not self.borders.is_quoted(title)
        covered = range(title.first, title.after_last)
        beside = [word.key for place, word in enumerate(self._words.words) if place not in covered]
        is_part = self.evidence.is_beginning(title) or self._is_in_brackets(title)
        return is_beside_quotes or is_part or self._is_repeated(title, beside)

    def _is_in_brackets(self, title: NamedTitle) -> bool:
        """Test if a title stands in brackets behind a word that is no sentence's: "The Force Awakens (Star Wars)"."""
        is_behind_bracket = title.first > 0 and "(" in self._words.words[title.first].before
        return is_behind_bracket and title.first - 1 in self.borders.strange

    def has_number(self, title: NamedTitle) -> bool:
        """Test if a number, which may be that of a volume, stands beside a title, or behind the next word."""
        words, behind = self._words.words, title.after_last
        near = [*range(max(0, title.first - 1), title.first), *range(behind, min(behind + 2, len(words)))]
        numbers = (place for place in near if words[place].key.isdecimal() and not self.borders.is_count(place))
        return any(not TYPED_TEXT.year.fullmatch(words[place].key) for place in numbers)

    def _is_asked_for(self, title: NamedTitle, beside: Sequence[str], weight: float, strange: int) -> bool:
        """Test if the words beside a title are those of a question or a sentence, and none belongs to it.

        Whatever a sentence is about, several words with their author's name behind them are a whole title.
        """
        if title.has_author and title.title_length > 1 and title.title_after_last < title.after_last:
            return True
        is_known = title.book_rows[0] <= CERTAINTY.well_known
        is_question = weight + is_known + title.has_author >= CERTAINTY.question and 2 * strange <= len(beside)
        return is_question and self.evidence.has_borders(title)

    def _are_all_sure(self, titles: Sequence[NamedTitle], beside: Sequence[str], weight: float, strange: int) -> bool:
        """Test if several titles are meant: all are known to be no parts of others, or they are a list."""
        is_repeated = len({title.key for title in titles}) < len(titles)
        if is_repeated or self.evidence.are_certain(titles):
            return not is_repeated and self.evidence.is_list_between_sentences(titles)
        is_strange = bool(strange) and 2 * strange > len(beside)
        if is_strange or not all(self._are_joined_alone(*pair) for pair in pairwise(titles)):
            return False
        are_own = all(map(self.evidence.has_own_word, titles)) and self._are_joined_directly(titles)
        if are_own and any(map(self.evidence.is_exclusive, titles)):
            return self.evidence.is_list_between_sentences(titles)
        return self._is_list(titles, beside, weight)

    def _is_list(self, titles: Sequence[NamedTitle], beside: Sequence[str], weight: float) -> bool:
        """Test if titles that may be parts of others are all of a list, or stand between words of sentences."""
        has_another = self._has_another_item(titles[-1].after_last) or self._is_behind_item(titles[0].first)
        if has_another or self.evidence.may_be_one(titles):
            return False
        is_plain = QUESTION_WORDS.joining.issuperset(beside)
        if not is_plain and not all(self.borders.has_borders(title, titles) for title in titles):
            return False
        is_list = len(titles) > 2 or weight >= CERTAINTY.question or QUESTION_WORDS.joining.issuperset(beside)
        return is_list or all(map(self.evidence.has_own_word, titles))

    def _has_another_item(self, position: int) -> bool:
        """Test if a list goes on with a word that is no title: "Girl, Woman, Other"."""
        words = self._words.words
        is_item = position < len(words) and words[position].before == "," and self.borders.is_mark_before(position + 1)
        return is_item and self.borders.key(position) not in QUESTION_WORDS.asking

    def _is_behind_item(self, position: int) -> bool:
        """Test if a slash parts the first title from an item that is none: "Marked / Untamed / Hunted"."""
        return position > 0 and self._words.words[position].before == "/" and position - 1 in self.borders.strange

    def _are_joined_alone(self, title: NamedTitle, following: NamedTitle) -> bool:
        """Test if no words but those that join titles, or come before one, stand between two."""
        between = range(title.after_last, following.first)
        return all(self._joins(place) or self.borders.key(place) in BEFORE_TITLE for place in between)

    def _are_joined_directly(self, titles: Sequence[NamedTitle]) -> bool:
        """Test if nothing but marks and words that join titles stand between each two."""
        between = [place for pair in pairwise(titles) for place in range(pair[0].after_last, pair[1].first)]
        return all(map(self._joins, between))

    def _joins(self, position: int) -> bool:
        """Test if a word joins titles, in the language of the sentence or in another than theirs."""
        return self._words.words[position].key in QUESTION_WORDS.joining

    def _is_copy(self, title: NamedTitle) -> bool:
        """Test if words for a copy are all that is beside a title and its author or year: "Emma, 1996 edition"."""
        behind = self._words.words[title.after_last :]
        is_told = title.has_author or title.year is not None
        return is_told and not title.first and all(word.key in QUESTION_WORDS.of_copy for word in behind)

    def _is_placed(self, title: NamedTitle, beside: Sequence[str], weight: float, strange: int) -> bool:
        """Test if a title of words of any sentence is meant by its place: "It", "Night", "Home"."""
        if not beside or self._is_commanded(title, beside):
            return True
        if title.key in QUESTION_WORDS.of_book and not title.has_author:
            return False
        if strange or (title.key in PROSE_WORDS.persons and not title.has_author):
            return (
                self.borders.stands_out_by_capitals(title)
                and weight >= CERTAINTY.question
                and 2 * strange <= len(beside)
            )
        is_told = title.has_author or title.year is not None
        if is_told and not QUESTION_WORDS.asking.isdisjoint(beside):
            return True
        is_at_end = title.after_last == len(self._words.words) or self._is_asking_at(title.after_last)
        if not is_at_end and title.first and not COMMON_WORDS.small.issuperset(title.key.split()):
            is_at_end = self.borders.key(title.first - 1) in IN_QUESTIONS and self.borders.ends_here(title.after_last)
        if title.first and weight >= CERTAINTY.question:
            return (
                is_at_end
                and self.borders.begins_here(title.first)
                and self.borders.key(title.first - 1) in BEFORE_TITLE
            )
        return not title.first and is_at_end

    def _is_commanded(self, title: NamedTitle, beside: Sequence[str]) -> bool:
        """Test if a title is all that follows a command, but for an article: "find the me"."""
        is_last = title.after_last == len(self._words.words)
        is_article = all(f"{word} " in TITLE_KEYS.articles for word in beside[1:])
        return is_last and beside[0] in CERTAINTY.commands and is_article

    def _is_asking_at(self, position: int) -> bool:
        """Test if a word that asks, or a mark before other words, stands at a position."""
        return position < len(self._words.words) and (
            self.borders.key(position) in QUESTION_WORDS.asking or self.borders.is_mark_before(position)
        )

    def _is_repeated(self, title: NamedTitle, beside: Sequence[str]) -> bool:
        """Test if a title's own words stand beside it again: "Tomorrow, and Tomorrow, and Tomorrow"."""
        own = {self._words.words[place].key for place in range(title.title_first, title.title_after_last)}
        return not own.isdisjoint(set(beside) - COMMON_WORDS.small - IN_QUESTIONS)

    def _is_called_book(self, title: NamedTitle) -> bool:
        """Test if a word for a book stands before a title, or ends the text behind it."""
        words = self._words.words
        is_last = title.after_last == len(words) - 1 and words[-1].key in QUESTION_WORDS.of_book
        return is_last or (title.first > 0 and words[title.first - 1].key in QUESTION_WORDS.of_book)
