"""The reading of a question: the titles that it names, chosen by what is left of it without them.

A title is meant where the words beside it are those of a question, or name its author, its year or another title.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

from shelftalker.search.common_words import COMMON_WORDS
from shelftalker.search.named_titles import NamedTitle, unknown_positions
from shelftalker.search.question_words import QUESTION_WORDS
from shelftalker.search.sentences.certainty import CERTAINTY, Certainty, weight_of
from shelftalker.search.sentences.frequent_words import frequent_words_of
from shelftalker.search.sentences.likelihood import WEIGHTS, TitleLikelihood, TitleWeights
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.sentences.title_joints import TitleJoints
from shelftalker.search.typed_words import TYPED_TEXT, TypedWords


class ReadingConfig(NamedTuple):
    """Numbers of the choice among titles.

    Attributes:
        weight_of_known_word: Score of a title's word that stands in questions too; any other scores 1.
        weight_of_popularity: Score by log(1 + number of ratings).
        weight_of_author: Score where the author is named beside the title.
        weight_of_place: Score where a word stands before the title after which titles follow.
        weight_of_mark: Score where the title stands in quotes, or in capitals among small letters.
        most_titles: Number of titles of one answer at most.
        ratings_of_longer: Share of a title's ratings from which a title of one word more contains it.
        compared: Number of titles of one question whose likelihoods are compared.
    """

    weight_of_known_word: float = 0.6
    weight_of_popularity: float = 0.25
    weight_of_author: float = 2.0
    weight_of_place: float = 1.0
    weight_of_mark: float = 3.0
    most_titles: int = 5
    ratings_of_longer: float = 0.3
    compared: int = 6


READING = ReadingConfig()


class Reading(NamedTuple):
    """The titles that a question names.

    Attributes:
        titles: In the order of the question; several only where the question joins them.
        is_sure: The rest of the question leaves no doubt.
    """

    titles: tuple[NamedTitle, ...]
    is_sure: bool


class Candidates(NamedTuple):
    """The titles of a question before their likelihood is asked.

    Attributes:
        told: Those that the words beside them tell for certain; empty where they tell none.
        standing: All that are more than a single word of questions, but for those within longer ones.
        certainty: The tests of titles among the question's words.
    """

    told: tuple[NamedTitle, ...]
    standing: list[NamedTitle]
    certainty: Certainty


def candidates_of(words: TypedWords, named: Sequence[NamedTitle], longer: LongerTitles) -> Candidates:
    """Return the titles of a question before their likelihood is asked, as a build fits it to them."""
    unknown = unknown_positions(words)
    certainty = Certainty(words, unknown, longer)
    choice = _Choice(words, unknown, certainty, longer)
    reading = _read_by_borders(named, certainty, choice)
    told = reading.titles if reading and reading.is_sure else ()
    return Candidates(told, choice.outermost(choice.standing(named)), certainty)


def read_question(
    words: TypedWords, named: Sequence[NamedTitle], longer: LongerTitles, weights: TitleWeights = WEIGHTS
) -> Reading | None:
    """Return the titles that a question names; None where it names none.

    Args:
        words: The question.
        named: The titles among its words.
        longer: The longer titles around them.
        weights: Those of the catalogue for their likelihood.
    """
    unknown = unknown_positions(words)
    certainty = Certainty(words, unknown, longer)
    choice = _Choice(words, unknown, certainty, longer, weights)
    reading = _read_by_borders(named, certainty, choice)
    if reading is None:
        return None
    if reading.is_sure:
        reading = Reading(choice.without_frequent_words(reading.titles), is_sure=True)
        doubted = choice.doubt(named, reading.titles)
        reading = Reading((doubted,), is_sure=False) if doubted else reading
    likely = choice.likely(named, reading.titles if reading.is_sure else ())
    return Reading(choice.without_unlikely(likely), is_sure=True) if likely else reading


def _read_by_borders(named: Sequence[NamedTitle], certainty: Certainty, choice: "_Choice") -> Reading | None:
    """Return the titles that the words beside them tell from a sentence."""
    single = [title for title in named if choice.explains([title])]
    if single:
        best = max(choice.outermost(single), key=choice.score)
        several = choice.join(named) if not choice.is_whole(best) and choice.may_join(named) else ()
        if len(several) < (3 if best.year else 2) or sum(map(choice.score, several)) <= choice.score(best) + 1:
            return Reading((best,), certainty.is_sure([best]))
        return Reading(several, certainty.is_sure(several))
    several = choice.join(named)
    if several:
        return Reading(several, certainty.is_sure(several))
    standing = choice.standing(named)
    if not standing:
        return None
    best = max(choice.outermost(standing), key=choice.score)
    return Reading((best,), certainty.is_sure([best]))


class _Choice:
    """The choice among the titles that stand in a question."""

    def __init__(
        self,
        words: TypedWords,
        unknown: frozenset[int],
        certainty: Certainty,
        longer: LongerTitles,
        weights: TitleWeights = WEIGHTS,
    ) -> None:
        self._words = words
        self._unknown = unknown
        self._certainty = certainty
        self._longer = longer
        self._weights = weights
        self._joints = TitleJoints(words, certainty)

    def explains(self, titles: Iterable[NamedTitle]) -> bool:
        """Test if every strange word belongs to one of the titles, or is a year."""
        covered = {position for title in titles for position in range(title.first, title.after_last)}
        return all(
            position in covered or TYPED_TEXT.year.fullmatch(self._words.words[position].key)
            for position in self._certainty.borders.strange
        )

    def outermost(self, titles: Sequence[NamedTitle]) -> list[NamedTitle]:
        """Return some titles without those within a longer one that is as likely: "Life" of "Life After Life"."""
        return [title for title in titles if not any(_is_within(title, other) for other in titles)]

    def standing(self, named: Sequence[NamedTitle]) -> list[NamedTitle]:
        """Return the titles that are more than a single word of questions."""
        evidence, borders = self._certainty.evidence, self._certainty.borders
        return [
            title
            for title in named
            if title.title_length > 1 or evidence.has_own_word(title) or borders.is_marked(title)
        ]

    def without_frequent_words(self, titles: tuple[NamedTitle, ...]) -> tuple[NamedTitle, ...]:
        """Return several titles of a sentence without frequent words that nothing joins to another: "wow", "so far"."""
        taken = {place for title in titles for place in range(title.first, title.after_last)}
        keys = [word.key for place, word in enumerate(self._words.words) if place not in taken]
        frequent = frequent_words_of(keys)
        if len(titles) < 2 or weight_of(keys) < CERTAINTY.hinting:
            return titles
        kept = tuple(
            title
            for title in titles
            if not frequent.issuperset(title.key.split()) or title.after_last in taken or self._is_named(title)
        )
        return kept or titles

    def doubt(self, named: Sequence[NamedTitle], titles: Sequence[NamedTitle]) -> NamedTitle | None:
        """Return the likeliest title where the only one that its borders tell is an unlikely word; else None.

        "My aunt hated Hostage but I thought it was wonderful" is about no book named "Wonderful".
        """
        (title, *others) = titles
        is_told = title.has_author or title.year is not None or self._certainty.borders.is_marked(title)
        if " " in title.key or others or is_told or self.explains(titles):
            return None
        likelihood = self._likelihood([title])
        is_unlikely = 0 < likelihood.of(title) < self._weights.least_told or likelihood.is_exclamation(title)
        if not is_unlikely:  # 0 says nothing, as below
            return None
        return max(self.standing(named), key=lambda other: (likelihood.of(other), other == title))

    def _likelihood(self, titles: Sequence[NamedTitle]) -> TitleLikelihood:
        return TitleLikelihood(self._words, self._certainty, self._longer, titles, self._weights)

    def without_unlikely(self, titles: tuple[NamedTitle, ...]) -> tuple[NamedTitle, ...]:
        """Return several titles without unlikely ones that stand in no list: "Emma and loving every minute"."""
        if len(titles) < 2:
            return titles
        likelihood = self._likelihood(titles)
        kept = []
        for title in titles:
            is_told = title.has_author or self._certainty.borders.is_marked(title) or self._joints.is_item(title)
            is_told |= title.after_last in self._joints.positions and self._certainty.borders.begins_here(title.first)
            # "and the Beach" is one more title, and "and loving every minute" none
            is_told |= (
                self._joints.is_after_joint(title) and self._words.words[title.first].key in COMMON_WORDS.articles
            )
            probability = 0.0 if is_told else likelihood.of(title, [other for other in titles if other != title])
            is_unlikely = 0 < probability < 1 - self._weights.least  # as likely not meant as a meant one has to be
            if not is_unlikely:  # 0 says nothing: the tests of certainty ruled it in
                kept.append(title)
        return tuple(kept) or titles

    def _is_named(self, title: NamedTitle) -> bool:
        """Test if a title has a capital, the author or a word that joins titles beside it."""
        words, behind = self._words.words, title.after_last
        is_joined = self._joints.is_after_joint(title) or (
            behind < len(words) and words[behind].key in QUESTION_WORDS.joining and not words[behind].before
        )
        is_capital = self._words.text[words[title.title_first].start].isupper()
        return is_joined or is_capital or title.has_author or self._certainty.borders.is_marked(title)

    def likely(self, named: Sequence[NamedTitle], sure: Sequence[NamedTitle]) -> tuple[NamedTitle, ...]:
        """Return the titles that are likely to be meant by all that is known of them, in the question's order.

        Args:
            named: The titles among its words.
            sure: Those that are meant for certain.
        """
        chosen = list(sure)
        if chosen and self.explains(chosen) and not self._joints.positions:
            return tuple(sure)
        standing = self.outermost(self.standing(named))
        free = [title for title in standing if not title.has_author and _is_free(title, chosen)]
        free = sorted(free, key=self.score, reverse=True)[: READING.compared]
        likelihood = self._likelihood([*chosen, *free])
        while free and len(chosen) <= READING.most_titles:
            probability, title = max((likelihood.of(title, chosen), title) for title in free)
            is_word = " " not in title.key or likelihood.is_of_frequent_words(title)
            is_meant = probability >= self._weights.least and (not is_word or self._may_be_added(title, chosen))
            found = [title] if is_meant else self._likely_pair(free, chosen, likelihood)
            if not found:
                break
            chosen += found
            free = [other for other in free if _is_free(other, chosen)]
        return tuple(sorted(chosen)) if len(chosen) <= READING.most_titles else tuple(sure)

    def _may_be_added(self, title: NamedTitle, chosen: Sequence[NamedTitle]) -> bool:
        """Test if a word may be one more title: it needs a joint between, unlike that of "a replacement for Emma"."""
        if not chosen or self._certainty.borders.is_marked(title):
            return True
        return any(self._joints.are_joined(*sorted((title, other))) for other in chosen)

    def _likely_pair(
        self, free: Sequence[NamedTitle], chosen: Sequence[NamedTitle], likelihood: TitleLikelihood
    ) -> list[NamedTitle]:
        """Return two joined titles that are likely where the other one is meant too; none where there are no such.

        One of them has to be no part of a longer title: "Beauty and the Beast" may be another than "Beauty".
        """
        for title, following in product(free, repeat=2):
            is_pair = title.after_last < following.first and self._joints.are_joined(title, following)
            if is_pair and any(map(self._certainty.evidence.is_exclusive, (title, following))):
                both = likelihood.of(title, [*chosen, following]), likelihood.of(following, [*chosen, title])
                if min(both) >= self._weights.least:
                    return [title, following]
        return []

    def is_whole(self, title: NamedTitle) -> bool:
        """Test if a title, with what is named beside it, is all of the question."""
        return title.first == 0 and title.after_last == len(self._words.words)

    def may_join(self, named: Sequence[NamedTitle]) -> bool:
        """Test if a word or a mark that joins titles stands in the question, or two titles that no others have."""
        return bool(self._joints.positions) or sum(map(self._certainty.evidence.is_exclusive, named)) > 1

    def score(self, title: NamedTitle) -> float:
        """Return the score of a title among those that may be meant: greater for the more likely one."""
        places = range(title.title_first, title.title_after_last)
        unknown = sum(position in self._unknown for position in places)
        score = unknown + READING.weight_of_known_word * (title.title_length - unknown)
        score += READING.weight_of_popularity * math.log1p(title.ratings_count)
        score += READING.weight_of_author * title.has_author + READING.weight_of_place * self._joints.is_after_hint(
            title
        )
        if title.first > 0 and self._words.words[title.first - 1].key == "by":  # an author's name, rather
            score -= READING.weight_of_author
        return score + READING.weight_of_mark * self._certainty.borders.is_marked(title)

    def join(self, named: Sequence[NamedTitle]) -> tuple[NamedTitle, ...]:
        """Return the titles that a question joins by words or marks, the longest of each; empty where it names none.

        Titles within longer ones are listed only where nothing else is: "Boy" and "Girl" of "Boy Meets Girl".
        """
        outermost = self.outermost(named)
        joined = self._join(outermost)
        return joined or (self._join(named) if len(outermost) < len(named) else ())

    def _join(self, named: Sequence[NamedTitle]) -> tuple[NamedTitle, ...]:
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
            is_joining = self._words.words[position].key in QUESTION_WORDS.joining
            is_unexplained = position in self._certainty.borders.strange and not is_joining
            best[position] = (unexplained + is_unexplained, minus_score, titles)
            for title in filter(self._joints.may_be_listed, starting.get(position, ())):
                unexplained, minus_score, titles = best[title.after_last]
                if titles and not self._joints.are_joined(title, titles[0]):
                    continue
                candidate = (unexplained, minus_score - self.score(title) + 1, (title, *titles))
                if candidate[:2] < best[position][:2]:
                    best[position] = candidate
        unexplained, _, titles = best[0]
        if not 1 < len(titles) <= READING.most_titles or not self._joints.have_joints_alone(titles):
            return ()
        return titles if not unexplained or self._certainty.is_sure(titles) else ()


def _is_free(title: NamedTitle, others: Sequence[NamedTitle]) -> bool:
    """Test if a title has no word in common with others."""
    return all(title.after_last <= other.first or other.after_last <= title.first for other in others)


def _is_within(title: NamedTitle, other: NamedTitle) -> bool:
    """Test if a title is a part of another, which is much longer or read about as much."""
    if title.title_length >= other.title_length or title.has_author > other.has_author:
        return False
    is_part = other.title_first <= title.title_first and title.title_after_last <= other.title_after_last
    is_likely = other.ratings_count >= READING.ratings_of_longer * title.ratings_count
    return is_part and (is_likely or other.title_length > title.title_length + 1)
