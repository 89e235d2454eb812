"""Titles within longer ones: the evidence of the catalogue that some words are a title, and no part of another.

"Death" stands in hundreds of titles, so that one which the catalogue lacks may have it too; "A Caress of Twilight" in
none but its own. Of the 6,000 most read titles of Book-Crossing, 1.3% have another title of several words in them that
no third title has; a quarter have one of a single word that at least three others have.
"""

from collections.abc import Collection
from typing import NamedTuple

from shelftalker.model.catalogue import Catalogue
from shelftalker.model.title_keys import normalise_title, trigrams
from shelftalker.search.common_words import COMMON_WORDS
from shelftalker.search.near_titles import titles_with_keys


class LongerTitlesConfig(NamedTuple):
    """Numbers of the search for titles around a title.

    Attributes:
        candidates: Number of the most read books with the title's trigrams that are looked at.
        first_candidates: Number of these that are looked at before the others, as most words are in enough of them.
        trigrams: Number of its rarest trigrams that find them.
        most: Count at which the search ends: a title of so many others may be part of any.
    """

    candidates: int = 40
    first_candidates: int = 8
    trigrams: int = 6
    most: int = 3


LONGER_TITLES = LongerTitlesConfig()


class LongerTitles:
    """The longer titles around words of one text; each count is searched once."""

    def __init__(self, catalogue: Catalogue, hidden: Collection[int] = ()) -> None:
        """Search a catalogue.

        Args:
            catalogue: The model.
            hidden: Rows of books that count as if the catalogue lacked them.
        """
        self._catalogue = catalogue
        self._hidden = hidden
        self._counts: dict[str, int] = {}
        self._beginnings: dict[str, bool] = {}

    def count(self, key: str) -> int:
        """Return the number of books, up to `most`, that have the words of a key within a longer title."""
        if key not in self._counts:
            self._counts[key] = LONGER_TITLES.most if key in COMMON_WORDS.small else self._count(key)
        return self._counts[key]

    def has_word(self, word: str) -> bool:
        """Test if a word, or some words one after the other, are those of a title."""
        if self.count(word) > 0:
            return True
        titled = self._catalogue.search_index.rows_with_key(normalise_title(word), 1 + len(self._hidden))
        return any(row not in self._hidden for row, _ in titled)

    def has_beginning(self, key: str) -> bool:
        """Test if a title of the catalogue begins with the words of a key, and goes on."""
        if key not in self._beginnings:
            rows = self._catalogue.search_index.rows_with_key_prefix(f"{key} ", 1 + len(self._hidden))
            self._beginnings[key] = any(row not in self._hidden for row in rows)
        return self._beginnings[key]

    def is_name(self, key: str) -> bool:
        """Test if a key is an author's name of several words."""
        return " " in key and bool(self._catalogue.search_index.authors_with_key(key))

    def _count(self, key: str) -> int:
        index = self._catalogue.search_index
        needed = trigrams(key)
        counts = index.trigram_counts(needed)
        if len(counts) < len(needed):
            return 0
        rarest = sorted(counts, key=lambda trigram: (counts[trigram], trigram))[: LONGER_TITLES.trigrams]
        rows = index.rows_with_all_trigrams(rarest, LONGER_TITLES.candidates)
        longer = 0
        for some in (rows[: LONGER_TITLES.first_candidates], rows[LONGER_TITLES.first_candidates :]):
            for (row, *_), keys in titles_with_keys(self._catalogue, some) if some else ():
                longer += (
                    row not in self._hidden and key not in keys and any(f" {key} " in f" {other} " for other in keys)
                )
                if longer == LONGER_TITLES.most:
                    return longer
        return longer
