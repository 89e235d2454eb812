"""The search index of an open model: titles by their keys and trigrams, and authors by their names' keys."""

import json
import re
from collections.abc import Collection, Sequence

from shelftalker.model.book_pages import BookPages
from shelftalker.model.connection import ModelConnection, question_marks
from shelftalker.model.key_blocks import KeyBlocks
from shelftalker.model.number_index import NumberIndex
from shelftalker.model.numbers import NumberKind, hash_key
from shelftalker.model.other_titles import decode_other_titles
from shelftalker.model.packing import decode_ascending
from shelftalker.model.title_keys import beginning_to_compare, normalise_title

# (book_row, title, author, ratings_count), as `SearchIndex.titles` returns them.
TitleRow = tuple[int, str, str, int]
# The same and the keys of all the book's titles.
KnownTitle = tuple[TitleRow, frozenset[str]]


class SearchIndex:
    """Lookups of the title search: from normalised texts, see model/title_keys.py, to rows of the model.

    Attributes:
        known_titles: Titles that were read lately, by their books' rows; the title search keeps it small.
        known_series: Rows of series by their names' initials; None until abbreviations are looked for.
    """

    def __init__(self, connection: ModelConnection, numbers: NumberIndex, pages: BookPages) -> None:
        self._connection = connection
        self._pages = pages
        self._numbers = numbers
        self._titles = KeyBlocks(connection, NumberKind.TITLE)
        self._authors = KeyBlocks(connection, NumberKind.AUTHOR)
        self._key_bits: dict[str, int] = json.loads(connection.meta["key_bits"])
        self._key_salt = int(connection.meta["key_salt"])
        self.known_titles: dict[int, KnownTitle] = {}
        self.known_series: dict[str, list[int]] | None = None

    def authors_with_key(self, key: str) -> list[int]:
        """Return the rows of the authors who go by this normalised name, the one of the most read book first."""
        return [row for row, _ in self._numbers.entries(NumberKind.AUTHOR, self._hash(NumberKind.AUTHOR, key))]

    def authors_with_key_prefix(self, prefix: str, limit: int) -> list[int]:
        """Return the rows of the authors with a normalised name of this prefix, that of the most read book first."""
        return sorted(set(self._authors.rows_with_prefix(prefix)))[:limit]

    def rows_with_key(self, key: str, limit: int) -> list[tuple[int, bool]]:
        """Return the rows of the books that go by this normalised title, whole titles first, then by popularity.

        Returns:
            (book_row, shortened) pairs; shortened: the book's title goes on after this key.
        """
        return self._numbers.entries(NumberKind.TITLE, self._hash(NumberKind.TITLE, key))[:limit]

    def rows_with_key_prefix(self, prefix: str, limit: int) -> list[int]:
        """Return the rows of the most read books with a normalised title of this prefix, the most read first.

        Args:
            prefix: Normalised as titles are; also a part of an article, which no key begins with.
            limit: Number of rows at most; no more than `ModelFormat.books_per_title_prefix`.
        """
        found = self._connection.read("SELECT books FROM title_prefix WHERE prefix = ?", prefix)
        rows = decode_ascending(found[0][0]) if found else sorted(set(self._titles.rows_with_prefix(prefix)))
        return rows[:limit]

    def rows_with_keys(self, keys: Sequence[str]) -> dict[str, list[int]]:
        """Return the rows of the books of each normalised title, ordered as in `rows_with_key`; others are left out."""
        hashes = {key: self._hash(NumberKind.TITLE, key) for key in sorted(keys)}
        entries = self._numbers.entries_of_many(NumberKind.TITLE, set(hashes.values()))
        return {key: [row for row, _ in entries[number]] for key, number in hashes.items() if number in entries}

    def may_begin_titles(self, beginnings: Collection[str]) -> set[str]:
        """Return those of some runs of words, normalised, with which a title may begin: all that do, and a few others.

        Titles are compared by their first two words.
        """
        hashes = {
            beginning: self._hash(NumberKind.TITLE_BEGINNING, first)
            for beginning in beginnings
            if (first := beginning_to_compare(beginning))
        }
        present = self._numbers.present(NumberKind.TITLE_BEGINNING, set(hashes.values()))
        return {beginning for beginning in beginnings if hashes.get(beginning, 0) in present or beginning not in hashes}

    def trigram_counts(self, trigrams: Collection[str]) -> dict[str, int]:
        """Return the number of books with each of these trigrams in title or author; those in no book are left out."""
        return dict(
            self._connection.read(
                f"SELECT trigram, books FROM trigram WHERE trigram IN ({question_marks(trigrams)})", *trigrams
            )
        )

    def rows_with_trigrams(self, trigrams: Sequence[str], limit: int) -> list[int]:
        """Return the rows of the books with most of these trigrams, with two or more of several; ties by popularity."""
        votes = " UNION ALL ".join(["SELECT rowid FROM title_trigram WHERE title_trigram MATCH ?"] * len(trigrams))
        # Most books share one trigram alone: not sorting those by their count takes a quarter off the whole search.
        found = self._connection.read(
            f"SELECT rowid FROM ({votes}) GROUP BY rowid HAVING count(*) >= ? ORDER BY count(*) DESC, rowid LIMIT ?",
            *map(_fts5_string, trigrams),
            min(2, len(trigrams)),
            limit,
        )
        return [book_row for (book_row,) in found]

    def rows_with_all_trigrams(self, trigrams: Sequence[str], limit: int) -> list[int]:
        """Return the rows of the most read books with every one of these trigrams in title or author."""
        found = self._connection.read(
            "SELECT rowid FROM title_trigram WHERE title_trigram MATCH ? ORDER BY rowid LIMIT ?",
            " AND ".join(map(_fts5_string, trigrams)),
            limit,
        )
        return [book_row for (book_row,) in found]

    def rows_with_initials(self, initials: str) -> list[int]:
        """Return the rows of the books with a title of so many words, with these initials, the most read first.

        Args:
            initials: Normalised letters; a title has them without its article, and with its subtitle or without.
        """
        words = (rf"{re.escape(initial)}[^ ]*" for initial in initials)
        return sorted(set(self._titles.rows_with_pattern(initials[0], re.compile(" ".join(words)))))

    def series_names(self) -> list[tuple[int, str]]:
        """Return (series_row, name) of every series."""
        return self._connection.read("SELECT series_row, name FROM series")

    def series_names_with(self, word: str) -> list[str]:
        """Return the names of the series that have a word of ASCII letters in them, in capitals or not."""
        found = self._connection.read("SELECT name FROM series WHERE name LIKE ?", f"%{word}%")
        return [name for (name,) in found]

    def names_of_series(self, series_rows: Collection[int]) -> dict[int, str]:
        """Return the names of some series, by row."""
        query = "SELECT series_row, name FROM json_each(?) CROSS JOIN series ON series_row = value"
        return dict(self._connection.read(query, json.dumps(sorted(series_rows))))

    def rows_of_series(self, series_rows: Collection[int], limit: int | None = None) -> list[int]:
        """Return the rows of the most read books of some series, the most read first; of all without a limit."""
        query = "SELECT books FROM json_each(?) CROSS JOIN series ON series_row = value"
        found = self._connection.read(query, json.dumps(sorted(series_rows))) if series_rows else []
        return sorted(row for (packed,) in found for row in decode_ascending(packed))[:limit]

    def titles(self, book_rows: Collection[int]) -> list[TitleRow]:
        """Return (book_row, title, author, ratings_count) of these books, as a title search compares them."""
        return [(book_row, *page.title(place)) for book_row, page, place in self._pages.of(book_rows)]

    def titles_with_others(self, book_rows: Collection[int]) -> list[tuple[TitleRow, list[str]]]:
        """Return each of these books as `titles` does, with its other titles as `other_titles` does."""
        found = []
        for book_row, page, place in self._pages.of(book_rows):
            title, author, ratings_count = page.title(place)
            packed = page.other_titles(place)
            others = decode_other_titles(normalise_title(title), packed) if packed else []
            found.append(((book_row, title, author, ratings_count), others))
        return found

    def other_titles(self, book_rows: Collection[int]) -> list[tuple[int, str]]:
        """Return (book_row, normalised title) of the other editions' titles of these books, where they differ."""
        return [(book_row, key) for (book_row, *_), keys in self.titles_with_others(book_rows) for key in keys]

    def _hash(self, kind: NumberKind, key: str) -> int:
        return hash_key(key, self._key_bits[str(int(kind))], self._key_salt)


def _fts5_string(trigram: str) -> str:
    """Return a trigram as a string of FTS5's query language."""
    return '"' + trigram.replace('"', '""') + '"'
