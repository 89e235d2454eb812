"""The search index of an open model: titles by their keys and trigrams, and authors by their names' keys."""

from collections.abc import Collection, Sequence

from shelftalker.model.connection import ModelConnection, question_marks

# A row of `SearchIndex.titles`, and the keys of all the book's titles.
KnownTitle = tuple[tuple[int, str, str, int], frozenset[str]]


class SearchIndex:
    """Lookups of the title search: from normalised texts, see model/title_keys.py, to rows of the model.

    Attributes:
        known_titles: Titles that were read lately, by their books' rows; the title search keeps it small.
        known_series: Rows of series by their names' initials; None until abbreviations are looked for.
    """

    def __init__(self, connection: ModelConnection) -> None:
        self._connection = connection
        self.known_titles: dict[int, KnownTitle] = {}
        self.known_series: dict[str, list[int]] | None = None

    def authors_with_key(self, key: str) -> list[int]:
        """Return the rows of the authors who go by this normalised name, the one of the most read book first."""
        found = self._connection.read("SELECT author_row FROM author_key WHERE key = ? ORDER BY author_row", key)
        return [author_row for (author_row,) in found]

    def authors_with_key_prefix(self, prefix: str, limit: int) -> list[int]:
        """Return the rows of the authors with a normalised name of this prefix, that of the most read book first."""
        found = self._connection.read(
            "SELECT DISTINCT author_row FROM author_key WHERE key >= ? AND key < ? ORDER BY author_row LIMIT ?",
            prefix,
            _after_prefix(prefix),
            limit,
        )
        return [author_row for (author_row,) in found]

    def rows_with_key(self, key: str, limit: int) -> list[tuple[int, bool]]:
        """Return the rows of the books that go by this normalised title, whole titles first, then by popularity.

        Returns:
            (book_row, shortened) pairs; shortened: the book's title goes on after this key.
        """
        found = self._connection.read(
            "SELECT book_row, shortened FROM title_key WHERE key = ? ORDER BY shortened, book_row LIMIT ?", key, limit
        )
        return [(book_row, bool(shortened)) for book_row, shortened in found]

    def rows_with_key_prefix(self, prefix: str, limit: int) -> list[int]:
        """Return the rows of the most read books with a normalised title of this prefix, the most read first.

        Args:
            prefix: Normalised as titles are; also a part of an article, which no key begins with.
            limit: Number of rows at most; no more than `ModelFormat.books_per_title_prefix`.
        """
        found = self._connection.read(
            "SELECT book_row FROM title_prefix WHERE prefix = ? ORDER BY book_row LIMIT ?", prefix, limit
        )
        found = found or self._connection.read(
            "SELECT DISTINCT book_row FROM title_key WHERE key >= ? AND key < ? ORDER BY book_row LIMIT ?",
            prefix,
            _after_prefix(prefix),
            limit,
        )
        return [book_row for (book_row,) in found]

    def rows_with_keys(self, keys: Sequence[str]) -> dict[str, list[int]]:
        """Return the rows of the books of each normalised title, ordered as in `rows_with_key`; others are left out."""
        keys_in_a_query = 1000  # SQLite takes 32,766 parameters
        rows: dict[str, list[int]] = {}
        for start in range(0, len(keys), keys_in_a_query):
            some = keys[start : start + keys_in_a_query]
            for key, book_row in self._connection.read(
                f"SELECT key, book_row FROM title_key WHERE key IN ({question_marks(some)}) "
                "ORDER BY key, shortened, book_row",
                *some,
            ):
                rows.setdefault(key, []).append(book_row)
        return rows

    def prefixes_of_titles(self, prefixes: Sequence[str]) -> set[str]:
        """Return those of some normalised prefixes with which a title begins."""
        prefixes_in_a_query = 1000  # as above
        found: set[str] = set()
        for start in range(0, len(prefixes), prefixes_in_a_query):
            some = prefixes[start : start + prefixes_in_a_query]
            values = ",".join(["(?)"] * len(some))
            found.update(
                prefix
                for (prefix,) in self._connection.read(
                    f"SELECT column1 FROM (VALUES {values}) WHERE EXISTS (SELECT 1 FROM title_key "
                    "WHERE key >= column1 AND key < column1 || char(1114111))",
                    *some,
                )
            )
        return found

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
        # A word more than there are initials is left out: GLOB's "*" goes across spaces.
        found = self._connection.read(
            "SELECT DISTINCT book_row FROM title_key WHERE key >= ? AND key < ? AND key GLOB ? "
            "AND length(key) - length(replace(key, ' ', '')) = ? ORDER BY book_row",
            initials[0],
            _after_prefix(initials[0]),
            " ".join(f"{initial}*" for initial in initials),
            len(initials) - 1,
        )
        return [book_row for (book_row,) in found]

    def series_names(self) -> list[tuple[int, str]]:
        """Return (series_row, name) of every series."""
        return self._connection.read("SELECT series_row, name FROM series")

    def series_names_with(self, word: str) -> list[str]:
        """Return the names of the series that have a word of ASCII letters in them, in capitals or not."""
        found = self._connection.read("SELECT name FROM series WHERE name LIKE ?", f"%{word}%")
        return [name for (name,) in found]

    def rows_of_series(self, series_rows: Collection[int], limit: int) -> list[int]:
        """Return the rows of the most read books of some series, the most read first."""
        found = self._connection.read(
            f"SELECT book_row FROM book WHERE series_row IN ({question_marks(series_rows)}) ORDER BY book_row LIMIT ?",
            *series_rows,
            limit,
        )
        return [book_row for (book_row,) in found]

    def titles(self, book_rows: Collection[int]) -> list[tuple[int, str, str, int]]:
        """Return (book_row, title, author, ratings_count) of these books, as a title search compares them."""
        return self._connection.read(
            "SELECT book_row, title, coalesce(credit, author.name), ratings_count FROM book JOIN author "
            f"USING (author_row) WHERE book_row IN ({question_marks(book_rows)})",
            *book_rows,
        )

    def other_titles(self, book_rows: Collection[int]) -> list[tuple[int, str]]:
        """Return (book_row, normalised title) of the other editions' titles of these books, where they differ."""
        return self._connection.read(
            f"SELECT book_row, key FROM other_title WHERE book_row IN ({question_marks(book_rows)})", *book_rows
        )


def _after_prefix(prefix: str) -> str:
    """Return a text that sorts after every key with this prefix."""
    return prefix + "\U0010ffff"


def _fts5_string(trigram: str) -> str:
    """Return a trigram as a string of FTS5's query language."""
    return '"' + trigram.replace('"', '""') + '"'
