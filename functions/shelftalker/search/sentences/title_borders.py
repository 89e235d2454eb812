"""Borders of the titles among the words of a question: quotes, capitals, and words between which a title stands.

A title that the catalogue lacks may contain one that it has: "Summer of Fear" is not "Fear".
"""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from shelftalker.search.common_words import COMMON_WORDS, is_everyday, words_in
from shelftalker.search.named_titles import NamedTitle, is_known
from shelftalker.search.question_words import QUESTION_WORDS
from shelftalker.search.sentences.book_phrases import ARTICLES, is_phrase_before
from shelftalker.search.sentences.languages import Language, language_of
from shelftalker.search.sentences.prose_words import PROSE_WORDS
from shelftalker.search.typed_words import TYPED_TEXT, TypedWords
from shelftalker.search.volumes import VOLUMES


class BorderConfig(NamedTuple):
    """Numbers of the tests of borders.

    Attributes:
        shortest_misspelt: Length in letters from which a word of a question may be misspelt by one edit.
        most_continuing: Number of words such as "of" and "the" behind a title after which the next one decides.
    """

    shortest_misspelt: int = 6
    most_continuing: int = 2


BORDERS = BorderConfig()

_MAY_HAVE_CAPITAL = (
    QUESTION_WORDS.of_book | QUESTION_WORDS.asking | QUESTION_WORDS.joining | {"i", "ich", "im", "ive", "fan", "fans"}
)
IN_QUESTIONS = QUESTION_WORDS.asking | QUESTION_WORDS.hinting
# After "and" or "for" these go on with a sentence, seldom with a title.
IN_SENTENCES = (
    QUESTION_WORDS.asking
    | PROSE_WORDS.prose
    | PROSE_WORDS.persons
    | {"already", "bin", "cest", "es", "he", "i", "ich", "id", "im", "ive", "jai", "je", "mich", "moi", "my", "nada",
       "need", "no", "now", "quiero", "series", "so", "sehr", "toll", "want", "was", "what", "would", "year", "month",
       "week", "lot", "while", "our", "your", "two", "three", "zwei", "drei", "deux", "trois", "dos", "tres"}
)  # fmt: skip
_IN_PROSE = PROSE_WORDS.prose | QUESTION_WORDS.joining
BEFORE_TITLE = PROSE_WORDS.before_title | IN_QUESTIONS
_BEFORE_PLACED = (BEFORE_TITLE | PROSE_WORDS.prose | PROSE_WORDS.behind_title) - {"how", "first", "nothing", "was"}
# Within words and names these are no borders: "Spider-Man", "St. Clair", "and/or".
# A title of several parts has these between: "Guns, Germs, and Steel".
_JOINS = re.compile("[,;:/&+-]+")
# Two words that place what follows: the second is a title's.
_BEFORE_PLACING = PROSE_WORDS.placing | {"as", "like", "love", "wie", "comme", "como"}
# "sooo good"
_LONG_LETTER = re.compile(r"(.)\1{2,}")
COPULAS = words_in("is was are were isnt wasnt ist war sind waren est etait sont es era fue son eran")
_PAST = words_in("was were waren etait fue")
_SUFFIXES = words_in(
    "adjacent ahnlich ahnliche ahnliches buch bucher esque fan fans ish like shaped style type vibe vibes"
)
_HYPHENS = frozenset("-\u2013\u2014")
_TITLES_OF_PERSONS = words_in("mr mrs ms dr st")
_WITHIN_WORDS = re.compile("[-/.'\u2019_]?|['\u2019]\\s+")
_QUESTION_WORDS = tuple(word for word in sorted(IN_QUESTIONS) if len(word) >= BORDERS.shortest_misspelt)


class TitleBorders:
    """The borders of titles among the words of one question.

    Args:
        words: The words of the question.
        unknown: Positions of the words that are none of questions.
    """

    def __init__(self, words: TypedWords, unknown: frozenset[int]) -> None:
        self._words = words
        self._unknown = unknown

    @cached_property
    def strange(self) -> frozenset[int]:
        """Positions of the unknown words that are none of prose either, nor misspelt ones of questions."""
        return frozenset(
            position
            for position in self._unknown
            if position in self.foreign
            or (self._words.words[position].key not in _IN_PROSE and position not in self._corrections)
        )

    @cached_property
    def is_other_language(self) -> bool:
        """True for a sentence in another language than English."""
        return language_of(word.key for word in self._words.words) is Language.OTHER

    @cached_property
    def quotes(self) -> frozenset[tuple[int, int]]:
        """(first, after_last) of the words in each pair of quotes, but for quotes around the whole text."""
        spans = set()
        for match in TYPED_TEXT.quotes.finditer(self._words.text):
            start, end = match.span(match.lastindex or 0)
            inside = [place for place, word in enumerate(self._words.words) if start <= word.start and word.end <= end]
            if 0 < len(inside) < len(self._words.words):
                spans.add((inside[0], inside[-1] + 1))
        return frozenset(spans)

    def is_within_word(self, title: NamedTitle) -> bool:
        """Test if a hyphen joins a title to the word beside it: "Ya-Ya Sisterhood" has no title "Ya Sisterhood"."""
        return self._is_hyphen_before(title.title_first) or (
            self._is_hyphen_before(title.title_after_last) and not self._is_suffix_at(title.title_after_last)
        )

    def _is_hyphen_before(self, position: int) -> bool:
        words = self._words.words
        is_between = 0 < position < len(words)
        return is_between and self._words.text[words[position - 1].end : words[position].start] in _HYPHENS

    def _is_suffix_at(self, position: int) -> bool:
        """Test if a word that makes an adjective or a compound of a title hangs on it: "a Dune-like novel"."""
        is_word = position < len(self._words.words) and self._words.words[position].key in _SUFFIXES
        return is_word and self._is_hyphen_before(position)

    def quotes_beside(self, title: NamedTitle) -> bool:
        """Test if words stand in quotes that are not within a title: "Scientific Progress Goes 'Boink'" has its own."""
        first, after_last = title.title_first, title.title_after_last
        return any(
            (start, end) == (first, after_last) or start < first or after_last < end for start, end in self.quotes
        )

    @cached_property
    def _corrections(self) -> dict[int, str]:
        """Words of questions that unknown words are with one edit, by position."""
        from rapidfuzz import process  # noqa: PLC0415 - for texts with unknown words only
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        corrected = {}
        for position in self._unknown - self.foreign:
            key = self._words.words[position].key
            if key in _IN_PROSE:
                continue
            plain = _LONG_LETTER.sub(r"\1", key)
            same = next((word for word in (plain, key.removesuffix("s")) if word != key and is_known(word)), None)
            if same and position:
                corrected[position] = same
            elif len(key) >= BORDERS.shortest_misspelt and key.isalpha():
                like = process.extractOne(key, _QUESTION_WORDS, scorer=OSA.distance, score_cutoff=1)
                if like and like[0][0] == key[0]:
                    corrected[position] = like[0]
        return corrected

    def has_borders(self, title: NamedTitle, beside: Sequence[NamedTitle] = ()) -> bool:
        """Test if no title goes on beside this one: it stands in quotes or capitals, or between words of sentences.

        Args:
            title: The title.
            beside: Other titles of a list; between two of them no word but those that join them is looked at.
        """
        if self.is_quoted(title) or self.stands_out_by_capitals(title):
            return True
        starts_list = not any(other.after_last <= title.first for other in beside)
        ends_list = not any(title.after_last <= other.first for other in beside)
        begins = not starts_list or self.begins_here(title.first)
        return begins and (not ends_list or self.ends_here(title.after_last))

    def has_ends_of_title(self, first: int, after_last: int) -> bool:
        """Test if no title can begin before some words, nor go on behind them."""
        return (first, after_last) in self.quotes or (self.begins_here(first) and self.ends_here(after_last))

    def is_marked(self, title: NamedTitle) -> bool:
        """Test if a title stands in quotes, or in capitals among words in small letters."""
        return self.is_quoted(title) or self.stands_out_by_capitals(title)

    def is_quoted(self, title: NamedTitle) -> bool:
        """Test if a title is all of what stands between quotes."""
        first = title.title_first
        is_article = self._words.words[first].key in COMMON_WORDS.articles  # "an" of German belongs to no title
        return not self.quotes.isdisjoint(
            {(first, title.title_after_last), (first + is_article, title.title_after_last)}
        )

    def begins_here(self, position: int) -> bool:
        """Test if a title may begin at a position, and not before it."""
        if not position:
            return True
        if self.is_mark_before(position):
            return self.parts_sentences(position) or position - 1 not in self.strange
        key = self.key(position - 1)
        if self.is_phrase_before(position) or key not in BEFORE_TITLE:
            return self.is_phrase_before(position)
        is_placing = key in PROSE_WORDS.placing | PROSE_WORDS.continuing
        if not is_placing or position == 1 or self.is_mark_before(position - 1):
            return position > 1 or key not in {"book", "novel"}  # "Book Lovers"
        # "Heretics of Dune", and "based on To Paradise".
        before = self.key(position - 2)
        if key == "of" and before in QUESTION_WORDS.of_book:  # "The Book of Shadows"
            return False
        return before in _BEFORE_PLACED and not (key in PROSE_WORDS.placing and before in _BEFORE_PLACING)

    def ends_here(self, position: int) -> bool:
        """Test if a title may have ended before a position, and does not go on behind it."""
        words = self._words.words
        if position >= len(words) or words[position].is_joined:  # "Death's End"
            return position >= len(words)
        if self.is_mark_before(position):
            return self.parts_sentences(position) or position not in self.strange
        key = self.key(position)
        if self.is_told_at(position) or self._is_suffix_at(position):
            return True
        if key in PROSE_WORDS.continuing:
            return self._is_sentence_behind(position)
        if key in PROSE_WORDS.behind_title:
            is_strong = key in IN_QUESTIONS or self.is_mark_before(position + 1)
            return is_strong or position + 1 not in self.strange
        return (
            key.endswith("ed")
            and position + 1 < len(words)
            and (
                self.key(position + 1) in PROSE_WORDS.persons or self.key(position + 1) == "my"  # "changed my life"
            )
        )

    def is_told_at(self, position: int) -> bool:
        """Test if a sentence goes on with "is" or "was" at a position: "is a masterpiece", "was boring, but"."""
        if self.key(position) not in COPULAS or position + 1 == len(self._words.words):
            return False
        is_past = self.key(position) in _PAST and self.is_mark_before(position + 2)
        return is_past or self.key(position + 1) in ARTICLES

    def is_phrase_before(self, position: int) -> bool:
        """Test if words before a position make what follows a book, as "every page of" does."""
        return is_phrase_before(position, self.key, self.is_mark_before)

    def _is_sentence_behind(self, position: int) -> bool:
        """Test if a sentence goes on behind words such as "of" and "and" that stand from a position on."""
        for following in range(position + 1, position + 1 + BORDERS.most_continuing):
            if following == len(self._words.words):
                return False
            if self.is_mark_before(following) or self.key(following) in IN_SENTENCES:
                return True
            if self.is_count(following):
                return True
            if self.key(following) not in PROSE_WORDS.continuing:
                return False
        return False

    def is_mark_before(self, position: int) -> bool:
        """Test if a mark that parts sentences, or a title from them, stands before a word."""
        words = self._words.words
        if position >= len(words):
            return True
        between = self._words.text[words[position - 1].end : words[position].start]
        if not words[position].before or _WITHIN_WORDS.fullmatch(between):
            return False
        before = words[position - 1].key
        return not (between.startswith(".") and (len(before) == 1 or before in _TITLES_OF_PERSONS))

    def parts_sentences(self, position: int) -> bool:
        """Test if the mark before a word ends a sentence, or opens or closes quotes or brackets."""
        return not _JOINS.fullmatch(self._words.words[position].before)

    def key(self, position: int) -> str:
        """Return a word as a key, a misspelt one of questions as it should be; none for one of another language."""
        if position in self.foreign:
            return ""
        return self._corrections.get(position) or self._words.words[position].key

    @cached_property
    def foreign(self) -> frozenset[int]:
        """Positions of the common words of another language than the sentence's, which are a title's."""
        return frozenset(position for position in self._unknown if is_known(self._words.words[position].key))

    def is_cut_by_capitals(self, title: NamedTitle) -> bool:
        """Test if a capital beside a title tells that it goes on: "books like Ghost Story" asks for no "Ghost".

        The first word of a text or a sentence has a capital anyway, and "I" and words for a book may have one.
        """
        words = self._words.words
        begins = title.title_first + (words[title.title_first].key in COMMON_WORDS.articles)
        begins = begins if begins < title.title_after_last else title.title_first
        if title.has_author or not self._is_capital(begins):
            return False
        before, behind = title.first - 1, title.after_last
        is_joined = before > 0 and not words[title.first].before and not words[before].before
        may_have_capital = is_joined and words[before].key in _MAY_HAVE_CAPITAL and before not in self.foreign
        if is_joined and self._is_capital(before) and not may_have_capital:
            return True
        if self._is_behind_capital(title.first):
            return True
        if self.is_mark_before(behind):
            return False
        # "Ghost Story", and "The Secret of Life".
        following = behind + 1 if words[behind].key in COMMON_WORDS.small and behind + 1 < len(words) else behind
        while following < len(words) - 1 and words[following].key in COMMON_WORDS.articles:
            following += 1
        may_be_title = words[following].key not in _MAY_HAVE_CAPITAL and not self.is_count(following)
        return self._is_capital(following) and may_be_title

    def is_count(self, position: int) -> bool:
        """Test if a number counts what no title is numbered by: "for 3 euros"."""
        words = self._words.words[position : position + 2]
        return len(words) > 1 and words[0].key.isdecimal() and words[1].key in VOLUMES.counted

    def _is_behind_capital(self, position: int) -> bool:
        """Test if a title begins before a position with a capital, with small words between: "Birds of Prey"."""
        words = self._words.words
        before = position - 1
        while before > 0 and not words[before + 1].before and words[before].key in COMMON_WORDS.small:
            before -= 1
        if before < 0 or (before == position - 1 and not words[position].is_joined):
            return False
        if words[before + 1].before or not self._is_capital(before) or words[before].key.isdecimal():  # "page 200 of"
            return False
        begins = before == 0 or self._is_sentence_end_before(before)
        if begins and is_everyday(words[before].key) and words[before + 1].key != "of":  # "Now I'm on Dune"
            return False
        return self.key(before) not in IN_QUESTIONS | PROSE_WORDS.prose | PROSE_WORDS.before_title

    def stands_out_by_capitals(self, title: NamedTitle) -> bool:
        """Test if a title has capitals, unlike the words beside it: "I couldn't put Cold Mountain down".

        Where it begins a sentence it needs two, and the first word of a sentence tells nothing about what follows.
        """
        words = self._words.words
        written = [place for place in range(title.title_first, title.title_after_last) if not words[place].is_joined]
        if not written or not self._is_capital(written[0]) or self.is_cut_by_capitals(title):
            return False
        own = [place for place in written if words[place].key not in COMMON_WORDS.small]
        begins = title.first == 0 or self._is_sentence_end_before(title.first)
        is_number = all(words[place].key.isdecimal() for place in own)
        if is_number or not all(map(self._is_capital, own)) or len(own) < (2 if begins else 1):
            return False
        before, behind = title.first - 1, title.after_last
        is_cut_before = not begins and not self.is_mark_before(title.first) and self._is_capital(before)
        if is_cut_before and words[before].key not in _MAY_HAVE_CAPITAL | PROSE_WORDS.before_title:
            return False
        has_words_beside = before >= 0 or behind < len(words)
        return has_words_beside and not all(self._is_capital(place) for place in range(len(words)) if place not in own)

    def _is_sentence_end_before(self, position: int) -> bool:
        return any(mark in self._words.words[position].before for mark in ".!?\u2026")

    def _is_capital(self, position: int) -> bool:
        character = self._words.text[self._words.words[position].start]
        return character.isupper() or character.isdecimal()
