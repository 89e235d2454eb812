"""Evidence of the catalogue that a title among words is meant: the longer titles that it may be a part of.

A title of several words that no other one has is hardly a part of a title that the catalogue lacks; a title of one word
that many have needs plain borders.
"""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from shelftalker.search.common_words import COMMON_WORDS, words_in
from shelftalker.search.named_titles import NamedTitle
from shelftalker.search.question_words import QUESTION_WORDS
from shelftalker.search.sentences.languages import is_not_english
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.sentences.prose_words import PROSE_WORDS
from shelftalker.search.sentences.title_borders import BEFORE_TITLE, BORDERS, COPULAS, IN_QUESTIONS, TitleBorders
from shelftalker.search.typed_words import TYPED_TEXT, TypedWords


class EvidenceConfig(NamedTuple):
    """Numbers and words of the tests. Each number was tried on titles taken out of Book-Crossing.

    Attributes:
        longer_titles: Number of longer titles from which a title with one border may be a part of any other.
        longest_by_chance: Length in words up to which a title of everyday words may be no title at all.
        words_behind: Number of words behind a title from which it is the beginning of a longer one.
        before_plain: Small words that stand before a title, rather than in one.
        in_titles: Words that place what follows, and stand in titles as often.
        before_sentence: Small words with which a sentence goes on.
        in_any_title: Common words that stand beside a word of the same title, rather than between sentences and titles.
        possessives: Words that make a title before which they stand a thing: "my book club".
        before_two: Words before two titles: "both Dawn and Easy Prey".
        longest_volume: Most digits of a volume's number.
        volume_numbers: Roman numbers behind a title, which make it another volume.
    """

    longer_titles: int = 2
    longest_by_chance: int = 3
    words_behind: int = 2
    before_plain: frozenset[str] = words_in("after as is like than that this was")
    in_titles: frozenset[str] = words_in("de en for from in of on")
    before_sentence: frozenset[str] = words_in("and but is so was were")
    in_any_title: frozenset[str] = COMMON_WORDS.everyday - BEFORE_TITLE - PROSE_WORDS.behind_title - PROSE_WORDS.prose
    possessives: frozenset[str] = words_in("my our your his her their")
    before_two: frozenset[str] = words_in(
        "both either neither between beide beides sowohl entweder weder zwischen soit entre tanto"
    )
    longest_volume: int = 2
    volume_numbers: frozenset[str] = words_in("ii iii iv vi vii viii")


EVIDENCE = EvidenceConfig()


class Side(Enum):
    """The end of a title on one side: a border, words that are no title's, or words that may be."""

    CLOSED = "closed"
    LIKELY = "likely"
    OPEN = "open"


class CatalogueEvidence:
    """Tests of the titles among the words of one question by the other titles of the catalogue."""

    def __init__(self, words: TypedWords, unknown: frozenset[int], borders: TitleBorders, longer: LongerTitles) -> None:
        self._words = words
        self._unknown = unknown
        self._borders = borders
        self._longer = longer

    def has_own_word(self, title: NamedTitle) -> bool:
        """Test if one of a title's words stands in no question."""
        return any(position in self._unknown for position in range(title.title_first, title.title_after_last))

    def is_exclusive(self, title: NamedTitle) -> bool:
        """Test if a title is too long for chance, or has a word that no question has, and no longer title has it."""
        length = len(title.key.split())
        is_own = length > EVIDENCE.longest_by_chance or (length > 1 and self.has_own_word(title))
        return is_own and not self._longer.count(title.key)

    def are_certain(self, titles: Sequence[NamedTitle]) -> bool:
        """Test if one of several titles is exclusive, and the others are of several words too."""
        are_long = all(" " in title.key and (self.has_own_word(title) or self.is_exclusive(title)) for title in titles)
        are_owned = any(title.first and self._borders.key(title.first - 1) in EVIDENCE.possessives for title in titles)
        return are_long and not are_owned and any(map(self.is_exclusive, titles))

    def may_be_part(self, title: NamedTitle, strange: int) -> bool:
        """Test if a title may well be a part of another title, or no title at all: a name, a year.

        A title of one word that others have too needs the plainest of borders.
        """
        first = title.first
        is_item = first > 0 and self._borders.is_mark_before(first) and not self._borders.parts_sentences(first)
        if strange and (self.names_another(title.key) or (is_item and first - 1 in self._borders.strange)):
            return True  # "1984" or "Eat, Pray, Love"
        if " " in title.key or not self.has_own_word(title) or self._longer.count(title.key) < EVIDENCE.longer_titles:
            return False
        if self._borders.is_quoted(title):
            return False
        return not (self._begins_plainly(title.first) and self._ends_plainly(title.after_last))

    def may_be_one(self, titles: Sequence[NamedTitle]) -> bool:
        """Test if two titles of one word that many others have may be a single one: "Beauty and the Beast"."""
        are_common = all(self._longer.count(title.key) > 0 for title in titles)
        are_short = len(titles) == 2 and not any(" " in title.key or title.has_author for title in titles)
        first = titles[0].first
        are_two = first > 0 and self._words.words[first - 1].key in EVIDENCE.before_two
        return are_short and are_common and not are_two and not self._are_joined_in_sentence(titles)

    def _are_joined_in_sentence(self, titles: Sequence[NamedTitle]) -> bool:
        """Test if a word between two titles is of another language than theirs: "The Hobbit und The Presence"."""
        between = range(titles[0].after_last, titles[1].first)
        return any(is_not_english(self._words.words[place].key) for place in between)

    def has_borders(self, title: NamedTitle) -> bool:
        """Test if no title goes on beside this one, by its borders or the language of the words beside it."""
        if self._borders.has_borders(title):
            return True
        begins = self._borders.begins_here(title.first) or self._is_other_language_at(title, title.first - 1)
        return begins and (
            self._borders.ends_here(title.after_last) or self._is_other_language_at(title, title.after_last)
        )

    def _is_other_language_at(self, title: NamedTitle, position: int) -> bool:
        """Test if a title has words of another language than the sentence's, and the word beside it is the sentence's.

        A title of several words may stand beside a word that no title of the catalogue has, as well.
        """
        if not self._is_of_other_language(title) or not 0 <= position < len(self._words.words):
            return False
        is_own = self.is_of_sentence(position) if " " in title.key else self._is_known_of_sentence(position)
        step = -1 if position < title.first else 1
        return is_own and not self._is_between_foreign(position, step) and not self._is_placed_behind(position, step)

    def _is_of_other_language(self, title: NamedTitle) -> bool:
        """Test if a title has common words of another language than the sentence's, or several words and none of it."""
        places = range(title.title_first, title.title_after_last)
        if not self._borders.foreign.isdisjoint(places):
            return True
        is_not_own = not any(is_not_english(self._words.words[place].key) for place in places)
        return is_not_own and " " in title.key and self._borders.is_other_language

    def is_of_sentence(self, position: int) -> bool:
        """Test if a word is one of the sentence's own, or at least of no title of the catalogue."""
        if position not in self._borders.strange:
            return self._is_known_of_sentence(position)
        is_foreign = position in self._borders.foreign
        return not is_foreign and not self._longer.has_word(self._words.words[position].key)

    def _is_known_of_sentence(self, position: int) -> bool:
        return position not in self._borders.strange and is_not_english(self._words.words[position].key)

    def _is_between_foreign(self, position: int, step: int) -> bool:
        """Test if a strange word stands between a title and one of its language: "the girl who kicked the"."""
        return position in self._borders.strange and position + step in self._borders.foreign

    def is_beginning(self, title: NamedTitle) -> bool:
        """Test if a longer title begins with a title and the words behind it: "just finished the girl who loved"."""
        end = title.title_after_last
        for after_last in range(end + 1, min(end + EVIDENCE.words_behind, len(self._words.words)) + 1):
            if self._borders.is_mark_before(after_last - 1) and self._borders.parts_sentences(after_last - 1):
                return False
            if not self._longer.has_beginning(self._words.key(title.title_first, after_last)):
                return False
            if after_last == end + EVIDENCE.words_behind:
                return True
        return False

    def names_another(self, key: str) -> bool:
        """Test if a title is a number or an author's name, which may stand beside any other title."""
        return key.isdecimal() or self._longer.is_name(key)

    def _begins_plainly(self, position: int) -> bool:
        """Test if a mark or a word of questions, and none that titles have as often, stands before a position."""
        if not position or self._borders.is_mark_before(position):
            return not position or self._borders.parts_sentences(position) or position - 1 not in self._borders.strange
        key = self._borders.key(position - 1)
        if self._borders.is_phrase_before(position):
            return True
        if key in PROSE_WORDS.placing:
            before = self._borders.key(position - 2) if position > 1 else ""
            return key not in EVIDENCE.in_titles or before in IN_QUESTIONS or before in PROSE_WORDS.prose
        if key in QUESTION_WORDS.of_book:  # "Book Lovers", and "the book Lovers"
            return position > 1 and self._borders.key(position - 2) in COMMON_WORDS.articles | {"this", "that"}
        return key in EVIDENCE.before_plain or not (position - 1 in self._borders.foreign or key in COMMON_WORDS.small)

    def _ends_plainly(self, position: int) -> bool:
        """Test if a mark or a word of questions, and none that titles have as often, stands at a position."""
        if self._borders.is_mark_before(position):
            return self._borders.ends_here(position)
        if self._borders.key(position) not in COMMON_WORDS.small:
            return position not in self._borders.foreign
        if self._borders.is_told_at(position):
            return True
        following = position + 1
        if following == len(self._words.words) or self._borders.key(following) in IN_QUESTIONS:
            return True
        is_sentence = self._borders.key(position) in EVIDENCE.before_sentence and following not in self._borders.strange
        return is_sentence and self._borders.key(following) not in PROSE_WORDS.continuing

    def is_numbered(self, title: NamedTitle) -> bool:
        """Test if a number behind a title makes it another volume: "Foundation II", "La sombra del viento 2"."""
        behind = title.after_last
        if title.year is not None or behind == len(self._words.words) or self._borders.is_mark_before(behind):
            return False
        key = self._words.words[behind].key
        is_counted = behind + 1 < len(self._words.words) and not self._borders.is_mark_before(behind + 1)
        is_digit = key.isdecimal() and len(key) <= EVIDENCE.longest_volume and not is_counted  # "Dune 3 times"
        return key in EVIDENCE.volume_numbers or is_digit

    def is_owned(self, title: NamedTitle) -> bool:
        """Test if "my" or the like makes a thing or a person of a title of a single word: "my sister"."""
        is_behind = title.first > 0 and not self._words.words[title.first].before
        return is_behind and " " not in title.key and self._borders.key(title.first - 1) in EVIDENCE.possessives

    def stands_alone(self, title: NamedTitle, beside: int, strange: int) -> bool:
        """Test if a title is meant whatever the words beside it are, as no other title of the catalogue has it.

        Args:
            title: The title.
            beside: Number of words beside it; 0 where none is one of questions or of prose.
            strange: Number of those that are none of sentences.
        """
        length = len(title.key.split())
        begins_question = title.first > 0 and self._borders.key(title.title_first) in QUESTION_WORDS.before_title
        is_chance = not self.has_own_word(title) and (length == 1 or (length == 2 and (strange or begins_question)))
        is_beside_title = length == 1 and (not beside or 2 * strange > beside)
        if is_chance or is_beside_title or (strange and self.names_another(title.key)):
            return False
        sides = [
            Side.CLOSED if self._is_other_language_at(title, place) else self.side(place, step, length == 1)
            for place, step in ((title.first - 1, -1), (title.after_last, 1))
        ]
        if Side.OPEN in sides:
            return False
        if self.is_exclusive(title):
            return True
        return self._longer.count(title.key) < EVIDENCE.longer_titles and Side.CLOSED in sides

    def side(self, position: int, step: int, is_single: bool, passes: int = BORDERS.most_continuing) -> Side:
        """Return how a title ends on one side.

        Args:
            position: Position of the word beside the title.
            step: -1 before the title, 1 behind it.
            is_single: The title has one word, which tells less than several.
            passes: Number of words such as "of" after which the next one decides.
        """
        if self._borders.begins_here(position + 1) if step < 0 else self._borders.ends_here(position):
            return Side.CLOSED
        is_copula = step < 0 and not is_single and self._borders.key(position) in COPULAS  # "what made me cry was ..."
        is_likely = is_copula or TYPED_TEXT.year.fullmatch(self._words.words[position].key)
        if is_likely or self._goes_on_at(position, step, is_single) or self._is_placed_behind(position, step):
            return Side.LIKELY if is_likely else Side.OPEN
        for passed in range(passes + 1):
            if not 0 <= position < len(self._words.words):
                return Side.OPEN
            if position in self._borders.strange:
                key = self._words.words[position].key
                is_behind = bool(passed) and step > 0  # "Pride and Prejudice and Zombies"
                is_part = is_single or is_behind or (self._longer.has_word(key) and not (passed and key.isdecimal()))
                return Side.OPEN if is_part or self._is_between_foreign(position, step) else Side.LIKELY
            if self._borders.key(position) not in PROSE_WORDS.continuing:
                break
            position += step
        return Side.LIKELY

    def _is_placed_behind(self, position: int, step: int) -> bool:
        """Test if a title begins with a word such as "in" behind a strange one: "Dexter in the Dark"."""
        following = self._words.words[position + 1].key if step < 0 else ""
        is_placing = following in PROSE_WORDS.placing and following not in COMMON_WORDS.articles
        return is_placing and position in self._borders.strange

    def _goes_on_at(self, position: int, step: int, is_single: bool) -> bool:
        """Test if the word beside a title makes it a part, or another volume, of something else."""
        word = self._words.words[position]
        if is_single and word.key in EVIDENCE.in_any_title:
            return True
        if step > 0:
            return word.key == "of" or word.key in EVIDENCE.volume_numbers or word.key[0].isdecimal()
        is_owner = (word.is_joined and word.key == "s") or word.key in EVIDENCE.possessives
        is_placed = is_single and word.key in PROSE_WORDS.continuing and word.key != "by"
        return is_owner or is_placed or word.key[0].isdecimal()

    def is_list_between_sentences(self, titles: Sequence[NamedTitle]) -> bool:
        """Test if neither the first of several titles can begin before its first word, nor the last one go on."""
        sides = (
            self.side(titles[0].first - 1, -1, is_single=False, passes=0),
            self.side(titles[-1].after_last, 1, is_single=False, passes=0),
        )
        return Side.OPEN not in sides
