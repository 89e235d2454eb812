"""The titles of a catalogue by their keys: the books that a title may mean, and titles as readers shorten them."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile

from shelftalker.model.catalogue import Book
from shelftalker.model.title_keys import BRACKETED, normalise_title, shortened_title, whole_titles

_SUBTITLE = re.compile(r"\s*:\s|\s+[-\N{EN DASH}\N{EM DASH}]+\s+|\s*;\s+")


class KnownTitles:
    """The titles of a catalogue.

    Attributes:
        books: All books, by popularity.
        by_row: The same by their rows.
    """

    def __init__(self, books: Sequence[Book], most_namesakes: int) -> None:
        """Index the titles.

        Args:
            books: All books of a catalogue.
            most_namesakes: Number of books that a title without its subtitle may mean; readers do not shorten others.
        """
        self.books = books
        self.by_row = {book.book_row: book for book in books}
        self._most_namesakes = most_namesakes
        self._rows: defaultdict[str, set[int]] = defaultdict(set)
        self._rows_of_volume: defaultdict[tuple[str, float], set[int]] = defaultdict(set)
        for book in books:
            for key in {*whole_titles(book.title), shortened_title(book.title)}:
                self._rows[key].add(book.book_row)
            if book.series and book.volume is not None and book.last_volume is None:
                self._rows_of_volume[normalise_title(book.series), book.volume].add(book.book_row)
        self._keys = sorted(self._rows)
        self._names = {normalise_title(book.author) for book in books}

    def rows_named(self, title: str) -> frozenset[int]:
        """Return the rows of the books whose title this is, whole or without its subtitle."""
        return frozenset[int]().union(*(self._rows.get(key, ()) for key in whole_titles(title)))

    def rows_with_beginning(self, words: str) -> frozenset[int]:
        """Return the rows of the books whose title begins with these words."""
        key = normalise_title(words)
        following = self._keys[bisect_left(self._keys, key) :]
        return self._rows_of(takewhile(lambda other: other.startswith(key), following))

    def rows_with_words(self, words: str) -> frozenset[int]:
        """Return the rows of the books with these words, one after the other, in their title."""
        padded = f" {words} "
        return self._rows_of(key for key in self._keys if padded in f" {key} ")

    def rows_of_volume(self, series: str, number: float) -> frozenset[int]:
        """Return the rows of the volumes of a number in all series of a name."""
        return frozenset(self._rows_of_volume[normalise_title(series), number])

    def typed_title(self, book: Book) -> str:
        """Return a title as readers know it: without brackets, and without its subtitle where few books have the rest.

        An author's name, as in "Lauren Bacall: By Myself", is not shortened to.
        """
        whole = without_brackets(book)
        head = _SUBTITLE.split(whole)[0]
        key = normalise_title(head)
        is_known = len(key) > 1 and key not in self._names and len(self._rows.get(key, ())) <= self._most_namesakes
        return head if is_known and book.book_row in self._rows.get(key, ()) else whole

    def _rows_of(self, keys: Iterator[str]) -> frozenset[int]:
        return frozenset(book_row for key in keys for book_row in self._rows[key])


def without_brackets(book: Book) -> str:
    """Return a book's title without the text in brackets, or the whole title if there is no other text."""
    return " ".join(BRACKETED.sub(" ", book.title).split()) or book.title
