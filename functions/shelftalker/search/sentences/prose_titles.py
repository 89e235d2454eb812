"""Titles in the prose of a short message about books, by the borders of each and by the other titles of the catalogue.

A title that stands out by itself is found in messages of any length, see mentions.py. Where a message is about books,
plainer titles are meant too: "My kids went from Dawn to Easy Prey in a week".
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.search.common_words import is_everyday
from shelftalker.search.named_titles import NamedTitle, named_titles, unknown_positions
from shelftalker.search.question_words import QUESTION_WORDS
from shelftalker.search.sentences.catalogue_evidence import CatalogueEvidence, Side
from shelftalker.search.sentences.certainty import CERTAINTY, weight_of
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.sentences.title_borders import BORDERS, TitleBorders
from shelftalker.search.typed_words import TypedWords


class ProseTitlesConfig(NamedTuple):
    """Numbers of the search in prose.

    Attributes:
        longest_message: Length in words of the longest message that is read.
        longest_joint: Number of words between two titles of a list.
        joining: Words between two titles, one of which is meant.
        marks: Marks between them.
    """

    longest_message: int = 120
    longest_joint: int = 2
    joining: frozenset[str] = QUESTION_WORDS.joining | {"to", "than", "with"}
    marks: frozenset[str] = frozenset(",/&+;")


PROSE_TITLES = ProseTitlesConfig()


def books_in_prose(catalogue: Catalogue, text: str, standing_out: Sequence[Book] = ()) -> list[Book]:
    """Return the books whose titles are meant in a short message, in its order; empty where it is about no books.

    Args:
        catalogue: The model.
        text: The message as people see it.
        standing_out: Books whose titles stand out in it; if there are none, its words tell what it is about.
    """
    words = TypedWords.of(text, PROSE_TITLES.longest_message + 1)
    if len(words.words) > PROSE_TITLES.longest_message:
        return []
    if not standing_out and weight_of(word.key for word in words.words) < CERTAINTY.question:
        return []
    meant = _ProseTitles(catalogue, words).choose({book.book_row for book in standing_out})
    rows = dict.fromkeys(title.book_rows[0] for title in meant)
    return catalogue.ordered_books(list(rows))


class _ProseTitles:
    def __init__(self, catalogue: Catalogue, words: TypedWords) -> None:
        self._words = words
        unknown = unknown_positions(words)
        self._borders = TitleBorders(words, unknown)
        self._evidence = CatalogueEvidence(words, unknown, self._borders, LongerTitles(catalogue))
        self._named = sorted(
            named_titles(catalogue, words), key=lambda title: (title.first - title.after_last, title.first)
        )

    def choose(self, book_rows: Collection[int]) -> list[NamedTitle]:
        """Return the titles that are meant, in their order: the longest first, then those that a list joins to them.

        Args:
            book_rows: The books whose titles are known to be.
        """
        found: list[NamedTitle] = []
        for title in self._named:
            if _is_free(title, found) and (title.book_rows[0] in book_rows or self._is_meant(title)):
                found.append(title)
        count = 0
        while count < len(found):  # each title of a list may join the next one
            count = len(found)
            for title in self._named:
                if _is_free(title, found) and self._is_listed(title, found):
                    found.append(title)
        return sorted(found)

    def _is_meant(self, title: NamedTitle) -> bool:
        """Test if a title is meant by its author, its quotes, its capitals, its borders or the catalogue's evidence."""
        named = title.after_last - title.first - title.title_length
        is_by_author = title.has_author and (named > 1 or not is_everyday(title.key))
        if self._borders.is_quoted(title) or is_by_author:
            return True
        is_no_title = is_everyday(title.key) or self._evidence.names_another(title.key)
        if is_no_title or self._borders.is_cut_by_capitals(title):
            return False
        if self._borders.stands_out_by_capitals(title):
            return True
        if self._evidence.is_exclusive(title):
            return self._evidence.has_own_word(title) and Side.OPEN not in self._sides(title, passes=0)
        is_bordered = self._evidence.has_own_word(title) and self._sides(title) == (Side.CLOSED, Side.CLOSED)
        return is_bordered and not self._evidence.may_be_part(title, strange=0)

    def _sides(self, title: NamedTitle, passes: int = BORDERS.most_continuing) -> tuple[Side, Side]:
        is_single = " " not in title.key
        start = self._evidence.side(title.first - 1, -1, is_single=is_single, passes=passes)
        end = self._evidence.side(title.after_last, 1, is_single=is_single, passes=passes)
        if title.first and ":" in self._words.words[title.first].before:  # "unpopular opinion: Emma was boring"
            start = Side.CLOSED
        if start is Side.OPEN and self._borders.is_mark_before(title.first):
            start = Side.LIKELY
        return start, Side.LIKELY if end is Side.OPEN and self._borders.is_mark_before(title.after_last) else end

    def _is_listed(self, title: NamedTitle, found: Sequence[NamedTitle]) -> bool:
        """Test if a list joins a title to one that is meant, and ends beside it."""
        before = any(self._are_joined(other.after_last, title.first) for other in found)
        behind = any(self._are_joined(title.after_last, other.first) for other in found)
        if title.title_length == 1 and not self._evidence.has_own_word(title):
            return before and behind
        if not before and not behind:
            return False
        starts = self._evidence.side(title.first - 1, -1, is_single=False, passes=0) is not Side.OPEN
        ends = self._evidence.side(title.after_last, 1, is_single=False, passes=0) is not Side.OPEN
        before = before or self._borders.is_mark_before(title.first)
        behind = behind or self._borders.is_mark_before(title.after_last)
        return (before or starts) and (behind or ends)

    def _are_joined(self, end: int, start: int) -> bool:
        """Test if only a mark of a list, or words that join titles, stand between two positions."""
        if not end <= start <= end + PROSE_TITLES.longest_joint:
            return False
        if start == end:
            return start < len(self._words.words) and self._words.words[start].before in PROSE_TITLES.marks
        between = range(end, start)
        is_joint = not PROSE_TITLES.joining.isdisjoint(map(self._borders.key, between))
        return is_joint and self._borders.strange.isdisjoint(between)


def _is_free(title: NamedTitle, found: Sequence[NamedTitle]) -> bool:
    """Test if a title has no word in common with others."""
    return all(title.after_last <= other.first or other.after_last <= title.first for other in found)
