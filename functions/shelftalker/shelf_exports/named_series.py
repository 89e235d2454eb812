"""The series and volume that a row names, compared with those of a book of the model."""

import math
import re
from typing import NamedTuple

from shelftalker.model.catalogue import Book
from shelftalker.model.title_keys import BRACKETED, words_of
from shelftalker.search.subtitles import SUBTITLES
from shelftalker.shelf_exports.exported_books import ExportedBook
from shelftalker.title_parsing.edition_notes import other_kinds
from shelftalker.title_parsing.series_mentions import (
    MentionSource,
    mention_of_columns,
    mentions_in,
    names_several_volumes,
)

# Hardcover's column: "The Expanse (#8.0)".
_COLUMN = re.compile(r"(.*\S)\s*\(#?(\d+(?:\.\d+)?(?:-\d+(?:\.\d+)?)?)\)\s*")
# Kinds of books that the volumes tell better, see `edition_notes.other_kinds`.
_KINDS_OF_VOLUMES = frozenset(["set"])
# Words beside a series' name that make it a book's title; names of series have them too, see `series_words`.
_OF_STORIES = frozenset(["adventures", "tales"])


class NamedSeries(NamedTuple):
    """The series that a row names.

    Attributes:
        names: Words of each series' name in brackets or in the column, without words that names have or lack.
        volumes: (first, last) volume of each mention that has one; last is NaN for a single volume.
        kinds: Kinds that make the row another book than one of the same name: "comic", "guide" ...
        is_set: True if it has several volumes in one.
    """

    names: tuple[frozenset[str], ...]
    volumes: tuple[tuple[float, float], ...]
    kinds: frozenset[str]
    is_set: bool


def named_series(row: ExportedBook) -> NamedSeries:
    """Return the series, the volumes and the kinds that a row names."""
    author = row.first_authors[0] if row.first_authors else ""
    mentions = mentions_in(row.title, author)
    if row.series:
        column = _COLUMN.fullmatch(row.series)
        mentions += mention_of_columns(column[1], column[2]) if column else mention_of_columns(row.series, "")
    # A bare number is a part of the title, "Catch 22", which has to be the book's as a whole.
    mentions = [mention for mention in mentions if mention.source is not MentionSource.BARE_NUMBER]
    outside = [mention for mention in mentions if mention.source is not MentionSource.TITLE]
    return NamedSeries(
        names=tuple(words for mention in outside if (words := series_words(mention.name))),
        volumes=tuple(
            dict.fromkeys((each.volume, each.last_volume) for each in mentions if not math.isnan(each.volume))
        ),
        kinds=other_kinds(row.title) - _KINDS_OF_VOLUMES,
        is_set=_is_set(row.title) or any(not math.isnan(mention.last_volume) for mention in mentions),
    )


def series_words(name: str) -> frozenset[str]:
    """Return the words of a series' name by which two spellings are compared: {"dune"} of "The Dune Chronicles"."""
    words = frozenset(words_of(BRACKETED.sub(" ", name)).split())
    return words - SUBTITLES.about_series or words


def contradicts(named: NamedSeries, title: str, book: Book) -> bool:
    """Test if a book is of another series, volume or kind than a row names, so that it is another book.

    Args:
        named: The series of the row.
        title: The row's title without brackets.
        book: A book with the row's title.
    """
    if named.kinds != other_kinds(book.title) - _KINDS_OF_VOLUMES:
        return True
    return _is_other_series(named, book) or _is_other_volume(named, title, book)


def is_of_other_series(named: NamedSeries, book: Book) -> bool:
    """Test if a book is of another series than a row names, or a volume of another number."""
    has_volumes = bool(named.volumes) and book.volume is not None
    return _is_other_series(named, book) or (has_volumes and not _is_one_volume(named, book))


def _is_other_series(named: NamedSeries, book: Book) -> bool:
    words_of_book = _words_of_series(book)
    return bool(named.names and words_of_book and not any(_is_one_name(words, words_of_book) for words in named.names))


def _words_of_series(book: Book) -> frozenset[str]:
    return series_words(book.series) if book.series else frozenset()


def _is_other_volume(named: NamedSeries, title: str, book: Book) -> bool:
    if (book.last_volume is not None or _is_set(book.title)) != named.is_set:
        return True
    if named.volumes and book.volume is not None:
        return not _is_one_volume(named, book)
    # The title is the series' own name, as of volumes of comics: without a number it may be any of them.
    is_name_of_series = series_words(title) in (*named.names, _words_of_series(book)) and not _names_stories(
        title, book
    )
    volume = named.volumes[0][0] if named.volumes else book.volume
    return is_name_of_series and volume not in (None, 1.0)


def _names_stories(title: str, book: Book) -> bool:
    """Test if a title has a word for stories that its series lacks: "The Adventures of Sherlock Holmes" is a volume."""
    return bool(
        book.series and _OF_STORIES & frozenset(words_of(title).split()) - frozenset(words_of(book.series).split())
    )


def _is_one_volume(named: NamedSeries, book: Book) -> bool:
    """Test if a book's volume is one that a row names."""
    return any(first == book.volume and _is_same_end(other, book.last_volume) for first, other in named.volumes)


def _is_one_name(words: frozenset[str], others: frozenset[str]) -> bool:
    return words <= others or others <= words


def _is_set(title: str) -> bool:
    """Test if a title names several volumes in one; a "trilogy" in brackets is the series of a volume."""
    return "set" in other_kinds(title) or names_several_volumes(BRACKETED.sub(" ", title))


def _is_same_end(last: float, last_volume: float | None) -> bool:
    return math.isnan(last) if last_volume is None else last == last_volume
