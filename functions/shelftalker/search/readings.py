"""The reading of a question: the titles that it names, chosen by what is left of it without them.

A title is meant where the words beside it are those of a question, or name its author, its year or another title.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from shelftalker.search.common_words import COMMON_WORDS
from shelftalker.search.named_titles import NamedTitle, unknown_positions
from shelftalker.search.question_words import QUESTION_WORDS
from shelftalker.search.typed_words import TYPED_TEXT, TypedWords


class ReadingConfig(NamedTuple):
    """Numbers of the choice among titles.

    Attributes:
        question: Sum of the weights of the words beside a title from which they are a question: a word of asking
            weighs 2, one that hints 1.
        well_known: Row of the book, by popularity, up to which a title needs one hint less.
        weight_of_known_word: Score of a title's word that stands in questions too; any other scores 1.
        weight_of_popularity: Score by log(1 + number of ratings).
        weight_of_author: Score where the author is named beside the title.
        weight_of_place: Score where a word stands before the title after which titles follow.
        most_titles: Number of titles of one answer at most.
        ratings_of_longer: Share of a title's ratings from which a title of one word more contains it.
        commands: Words that ask for a book where a text begins with them.
    """

    question: int = 2
    well_known: int = 2000
    weight_of_known_word: float = 0.3
    weight_of_popularity: float = 0.25
    weight_of_author: float = 2.0
    weight_of_place: float = 1.0
    most_titles: int = 5
    ratings_of_longer: float = 0.3
    commands: frozenset[str] = frozenset({"find", "search"})


READING = ReadingConfig()

_MAY_HAVE_CAPITAL = QUESTION_WORDS.of_book | QUESTION_WORDS.asking | QUESTION_WORDS.joining | {"i", "ich", "im", "ive"}


class Reading(NamedTuple):
    """The titles that a question names.

    Attributes:
        titles: In the order of the question; several only where the question joins them.
        is_sure: The rest of the question leaves no doubt.
    """

    titles: tuple[NamedTitle, ...]
    is_sure: bool


def read_question(words: TypedWords, named: Sequence[NamedTitle]) -> Reading | None:
    """Return the titles that a question names; None where it names none."""
    unknown = unknown_positions(words)
    choice = _Choice(words, unknown)
    single = [title for title in named if choice.explains([title])]
    if single:
        best = max(choice.outermost(single), key=choice.score)
        several = choice.join(named) if not choice.is_whole(best) and choice.has_joint() else ()
        if len(several) < (3 if best.year else 2) or sum(map(choice.score, several)) <= choice.score(best) + 1:
            return Reading((best,), choice.is_sure([best]))
        return Reading(several, choice.is_sure(several))
    several = choice.join(named)
    if several:
        return Reading(several, choice.is_sure(several))
    standing = [title for title in named if unknown & set(range(title.title_first, title.title_after_last))]
    if not standing:
        return None
    best = max(standing, key=choice.score)
    return Reading((best,), choice.is_sure([best]))


class _Choice:
    """The choice among the titles that stand in a question."""

    def __init__(self, words: TypedWords, unknown: frozenset[int]) -> None:
        self._words = words
        self._unknown = unknown
        self._joints = frozenset(
            position
            for position, word in enumerate(words.words)
            if word.key in QUESTION_WORDS.joining or any(mark in word.before for mark in ",;/\n|&+")
        )

    def explains(self, titles: Iterable[NamedTitle]) -> bool:
        """Test if every word that is none of a question belongs to one of the titles, or is a year."""
        covered = {position for title in titles for position in range(title.first, title.after_last)}
        return all(
            position in covered or TYPED_TEXT.year.fullmatch(self._words.words[position].key)
            for position in self._unknown
        )

    def outermost(self, titles: Sequence[NamedTitle]) -> list[NamedTitle]:
        """Return some titles without those within a longer one that is as likely: "Life" of "Life After Life"."""
        return [title for title in titles if not any(_is_within(title, other) for other in titles)]

    def is_whole(self, title: NamedTitle) -> bool:
        """Test if a title, with what is named beside it, is all of the question."""
        return title.first == 0 and title.after_last == len(self._words.words)

    def has_joint(self) -> bool:
        """Test if a word or a mark that joins titles stands in the question."""
        return bool(self._joints)

    def score(self, title: NamedTitle) -> float:
        """Return the score of a title among those that may be meant: greater for the more likely one."""
        places = range(title.title_first, title.title_after_last)
        unknown = sum(position in self._unknown for position in places)
        score = unknown + READING.weight_of_known_word * (title.title_length - unknown)
        score += READING.weight_of_popularity * math.log1p(title.ratings_count)
        return (
            score + READING.weight_of_author * title.has_author + READING.weight_of_place * self._is_after_hint(title)
        )

    def _is_after_hint(self, title: NamedTitle) -> bool:
        return title.first > 0 and self._words.words[title.first - 1].key in QUESTION_WORDS.before_title

    def is_sure(self, titles: Sequence[NamedTitle]) -> bool:
        """Test if the words beside the titles are those of a question, beside an author or a year none at all."""
        covered = {position for title in titles for position in range(title.first, title.after_last)}
        beside = [
            self._words.words[position].key for position in range(len(self._words.words)) if position not in covered
        ]
        weight = _weight(beside) + any(self._is_called_book(title) for title in titles)
        weight += bool(beside) and beside[0] in READING.commands and titles[0].first > 0
        is_known = max(title.book_rows[0] for title in titles) <= READING.well_known
        if len(titles) > 1:
            if len(titles) > 2 or weight >= READING.question or QUESTION_WORDS.joining.issuperset(beside):
                return True
            return all(map(self._has_own_word, titles))
        (title,) = titles
        if not self._has_own_word(title):
            return not self._is_cut_by_capitals(title) and self._is_placed(title, beside, weight)
        if QUESTION_WORDS.joining.issuperset(beside) or self._is_copy(title):
            return True
        if self._may_begin_before(title) or self._is_cut_by_capitals(title):
            return False
        strange = [position for position in self._unknown if position not in covered]
        is_question = weight + is_known >= READING.question
        return is_question and (not strange or self._are_asides(title, strange, len(beside), weight))

    def _is_copy(self, title: NamedTitle) -> bool:
        """Test if words for a copy are all that is beside a title and its author or year: "Emma, 1996 edition"."""
        behind = self._words.words[title.after_last :]
        is_told = title.has_author or title.year is not None
        return is_told and not title.first and all(word.key in QUESTION_WORDS.of_copy for word in behind)

    def _is_placed(self, title: NamedTitle, beside: Sequence[str], weight: int) -> bool:
        """Test if a title of words of any sentence is meant by its place: "It", "Night", "Home"."""
        if not beside or (self._is_after_hint(title) and weight >= READING.question):
            return True
        is_first = title.has_author or title.year is not None or not title.first
        return is_first and not QUESTION_WORDS.asking.isdisjoint(beside)

    def _are_asides(self, title: NamedTitle, strange: Sequence[int], beside: int, weight: int) -> bool:
        """Test if words that no question has may stand beside a title all the same: few of them, and apart from it.

        They are apart where a word of a question stands between: "The Flight" is not "The Flight of the Intruder".
        """
        if weight < READING.question or 2 * len(strange) > beside:
            return False
        return all(
            any(
                word.key in QUESTION_WORDS.hinting or word.key in QUESTION_WORDS.asking
                for word in self._words.words[min(position + 1, title.after_last) : max(position, title.first)]
            )
            for position in strange
        )

    def join(self, named: Sequence[NamedTitle]) -> tuple[NamedTitle, ...]:
        """Return the titles that a question joins by words or marks, the longest of each; empty where it names none."""
        count = len(self._words.words)
        # best[position]: (unexplained words, minus the score, titles) of the words from here on.
        best: list[tuple[int, float, tuple[NamedTitle, ...]]] = [(0, 0.0, ())] * (count + 1)
        starting: dict[int, list[NamedTitle]] = {}
        for title in named:
            starting.setdefault(title.first, []).append(title)
            if title.year and not title.has_author:  # "Emma, 1984" may be two titles
                alone = title._replace(after_last=title.title_after_last, year=None)
                starting[title.first].append(alone)
        for position in range(count - 1, -1, -1):
            unexplained, minus_score, titles = best[position + 1]
            is_unexplained = position in self._unknown
            best[position] = (unexplained + is_unexplained, minus_score, titles)
            for title in filter(self._may_be_listed, starting.get(position, ())):
                unexplained, minus_score, titles = best[title.after_last]
                if titles and not self._are_joined(title.after_last, titles[0].first):
                    continue
                candidate = (unexplained, minus_score - self.score(title) + 1, (title, *titles))
                if candidate[:2] < best[position][:2]:
                    best[position] = candidate
        unexplained, _, titles = best[0]
        is_list = not unexplained and 1 < len(titles) <= READING.most_titles
        return titles if is_list and self._has_joints_alone(titles) else ()

    def _may_begin_before(self, title: NamedTitle) -> bool:
        """Test if common words before a title may be its own: "White Rose" is not "One White Rose"."""
        for word, following in zip(
            reversed(self._words.words[: title.first]), reversed(self._words.words[: title.first + 1]), strict=False
        ):
            if following.before or word.key in QUESTION_WORDS.hinting or word.key in QUESTION_WORDS.asking:
                return False
            if word.key in COMMON_WORDS.everyday:
                return True
        return False

    def _is_cut_by_capitals(self, title: NamedTitle) -> bool:
        """Test if a capital beside a title tells that it goes on: "books like Ghost Story" asks for no "Ghost".

        The first word of a text or a sentence has a capital anyway, and "I" and words for a book may have one.
        """
        if title.has_author or title.year is not None or not self._is_capital(title.title_first):
            return False
        words = self._words.words
        before, behind = title.first - 1, title.after_last
        is_joined = before > 0 and not words[title.first].before and not words[before].before
        if is_joined and self._is_capital(before) and words[before].key not in _MAY_HAVE_CAPITAL:
            return True
        if behind == len(words) or words[behind].before:
            return False
        # "Ghost Story", and "The Secret of Life".
        following = behind + 1 if words[behind].key in COMMON_WORDS.small and behind + 1 < len(words) else behind
        while following < len(words) - 1 and words[following].key in COMMON_WORDS.articles:
            following += 1
        return self._is_capital(following) and words[following].key not in _MAY_HAVE_CAPITAL

    def _is_capital(self, position: int) -> bool:
        word = self._words.words[position]
        return self._words.text[word.start].isupper()

    def _is_called_book(self, title: NamedTitle) -> bool:
        """Test if a word for a book stands before a title, or ends the text behind it."""
        words = self._words.words
        is_last = title.after_last == len(words) - 1 and words[-1].key in QUESTION_WORDS.of_book
        return is_last or (title.first > 0 and words[title.first - 1].key in QUESTION_WORDS.of_book)

    def _has_own_word(self, title: NamedTitle) -> bool:
        """Test if one of a title's words stands in no question."""
        return any(position in self._unknown for position in range(title.title_first, title.title_after_last))

    def _may_be_listed(self, title: NamedTitle) -> bool:
        """Test if a title is one of several: it has a word of its own, or stands between two joints."""
        if self._has_own_word(title):
            return True
        starts = title.first == 0 or title.first in self._joints or self._is_after_joint(title)
        is_first = self._is_after_hint(title) and title.after_last < len(self._words.words)
        end = title.after_last
        return (starts or is_first) and (end == len(self._words.words) or end in self._joints)

    def _is_after_joint(self, title: NamedTitle) -> bool:
        return title.first > 0 and self._words.words[title.first - 1].key in QUESTION_WORDS.joining

    def _are_joined(self, end: int, start: int) -> bool:
        """Test if a joint stands between the end of a title and the start of the next."""
        return any(position in self._joints for position in range(end, start + 1))

    def _has_joints_alone(self, titles: Sequence[NamedTitle]) -> bool:
        """Test if every title but the first follows a joint, with words of no title between."""
        return all(self._are_joined(title.after_last, following.first) for title, following in pairwise(titles))


def _is_within(title: NamedTitle, other: NamedTitle) -> bool:
    """Test if a title is a part of another, which is much longer or read about as much."""
    if title.title_length >= other.title_length or title.has_author > other.has_author:
        return False
    is_part = other.title_first <= title.title_first and title.title_after_last <= other.title_after_last
    is_likely = other.ratings_count >= READING.ratings_of_longer * title.ratings_count
    return is_part and (is_likely or other.title_length > title.title_length + 1)


def core_of(words: TypedWords) -> str:
    """Return a question without the words of questions at its beginning and end; the whole where it is no question."""
    unknown = unknown_positions(words)
    inner = range(min(unknown), max(unknown) + 1) if unknown else range(0)
    outer = [word.key for position, word in enumerate(words.words) if position not in inner]
    return words.text_of(inner.start, inner.stop) if _weight(outer) >= READING.question else words.text


def _weight(words: Iterable[str]) -> int:
    """Return the weight of some words as those of a question."""
    return sum(2 if word in QUESTION_WORDS.asking else word in QUESTION_WORDS.hinting for word in words)
