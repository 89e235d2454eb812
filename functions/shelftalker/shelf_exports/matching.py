"""The book of the model that a row of an export names: by ISBN, or by title and first author together.

A title alone names nothing here: of titles of today that a catalogue of 2004 seems to have, 97% are another author's
book. Where a row and a book disagree in series, volume or kind, they are two books, whatever their titles. A book that
is not found is reported; a wrong one would change the reader's recommendations without anybody's seeing it.
"""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.person_names import fold
from shelftalker.model.title_keys import (
    BRACKETED,
    TITLE_KEYS,
    normalise_title,
    shortened_title,
    whole_titles,
    words_of,
)
from shelftalker.shelf_exports.author_names import written_by
from shelftalker.shelf_exports.exported_books import ExportedBook
from shelftalker.shelf_exports.named_series import (
    NamedSeries,
    contradicts,
    is_of_other_series,
    named_series,
    series_words,
)
from shelftalker.title_parsing.subtitles import like_subtitles
from shelftalker.title_parsing.title_parts import title_parts


class MatchConfig(NamedTuple):
    """Numbers of the matching.

    Attributes:
        namesakes: Most books of one title that are looked at: "Selected Poems" is the title of some 300 in a catalogue
            of 271,000.
        describing_words: Least number of words, without articles, of a row's subtitle that describes its book and need
            not say so. Names of parts have fewer: "The Voyage of the Dawn Treader" has four.
        describing_words_of_book: The same of the subtitle of the only book of an author that has the row's title before
            it: "Nonzero: The Logic of Human Destiny". On Book-Crossing it finds 89% of titles without their subtitles,
            and 77% with five words; at neither a part of a series is taken for its series' name.
        telling_word: Least number of letters of a word by which an ISBN's book is compared with the row.
        articles: Words that are not counted.
    """

    namesakes: int = 500
    describing_words: int = 5
    describing_words_of_book: int = 3
    telling_word: int = 3
    articles: frozenset[str] = frozenset(["the", "a", "an"])


MATCHING = MatchConfig()


class Evidence(Enum):
    """The evidence by which a book was found; the value is the word for it in a report."""

    ISBN = "ISBN"
    TITLE_AND_AUTHOR = "title and author"


class Match(NamedTuple):
    """The book that a row names, the evidence, and the ISBN that proved it ('' for title and author)."""

    book: Book
    evidence: Evidence
    isbn: str = ""


def match_book(catalogue: Catalogue, row: ExportedBook) -> Match | None:
    """Return the book of the model that a row of an export names; None where none is named without doubt.

    An ISBN is believed where its book goes by the row's title, or where no other book goes by the row's title and
    author; but not against the series or the volume that the row names.
    """
    by_isbn = _by_isbn(catalogue, row)
    if by_isbn and (not row.title or _has_title(catalogue, row, by_isbn.book)):
        return by_isbn
    by_title = _by_title_and_author(catalogue, row)
    if by_title or not by_isbn or is_of_other_series(named_series(row), by_isbn.book):
        return by_title
    return by_isbn


def _by_isbn(catalogue: Catalogue, row: ExportedBook) -> Match | None:
    """Return the book of a row's ISBNs, if they are all one book's as far as the model has them."""
    found = {
        isbn: book
        for isbn in row.isbns.whole
        if (book := catalogue.book_with_isbn(isbn)) and not _has_nothing_of(catalogue, row, book)
    }
    for isbn in () if found else row.isbns.repaired:
        book = catalogue.book_with_isbn(isbn)
        if book and (_has_title(catalogue, row, book) or written_by(catalogue, [book], row.first_authors)):
            found[isbn] = book
    if len({book.book_row for book in found.values()}) > 1:
        found = {isbn: book for isbn, book in found.items() if _has_title(catalogue, row, book)}
    if len({book.book_row for book in found.values()}) != 1:
        return None
    isbn, book = next(iter(found.items()))
    return Match(book, Evidence.ISBN, isbn)


def _has_nothing_of(catalogue: Catalogue, row: ExportedBook, book: Book) -> bool:
    """Test if neither the title nor the authors of a row have a word of a book's: the ISBN was used for two books.

    A translation has another title and a transliteration another author, but seldom both; where a row and a book are
    in two scripts, no word tells.
    """
    if not row.title or not row.author:
        return False
    other_keys = [key for _, key in catalogue.search_index.other_titles([book.book_row])]
    of_row = words_of(f"{row.title} {row.author}").split()
    of_book = words_of(" ".join([book.full_title, book.author, *other_keys])).split()
    is_one_script = all(map(str.isascii, (*of_row, *of_book)))
    telling = {fold(word) for word in of_row if len(word) >= MATCHING.telling_word}
    return is_one_script and bool(telling) and telling.isdisjoint(map(fold, of_book))


def _has_title(catalogue: Catalogue, row: ExportedBook, book: Book) -> bool:
    """Test if a book goes by a row's title, with its subtitle or without."""
    keys = [*whole_titles(row.title), shortened_title(row.title)]
    return any(book.book_row in rows for rows in catalogue.search_index.rows_with_keys(keys).values())


def _by_title_and_author(catalogue: Catalogue, row: ExportedBook) -> Match | None:
    if not row.title or not row.first_authors:
        return None
    named = named_series(row)
    bare = BRACKETED.sub(" ", row.title).strip(" :,-") or row.title
    exact = _with_title(catalogue, row, row.title)
    # What an edition has in brackets, a publisher's series perhaps, contradicts nothing.
    listed = _with_listed_title(catalogue, row, exact)
    found = listed or _fitting(exact, named, bare) or _fitting(_behind_series(catalogue, row, bare), named, bare)
    if not found and not exact:
        found = _fitting(_with_other_subtitle(catalogue, row, bare), named, bare)
    # The most read one: others of one title, author and volume are copies that the build did not join.
    book = min(found, key=lambda book: book.book_row, default=None)
    return Match(book, Evidence.TITLE_AND_AUTHOR) if book else None


def _fitting(books: Iterable[Book], named: NamedSeries, bare: str) -> list[Book]:
    return [book for book in books if not contradicts(named, bare, book)]


def _with_title(catalogue: Catalogue, row: ExportedBook, title: str) -> list[Book]:
    """Return the books by a row's author of which a whole title is the given one, with its brackets or without."""
    rows = {
        book_row
        for key in whole_titles(title)
        for book_row, is_shortened in catalogue.search_index.rows_with_key(key, MATCHING.namesakes)
        if not is_shortened
    }
    return written_by(catalogue, list(catalogue.books(rows).values()), row.first_authors)


def _with_listed_title(catalogue: Catalogue, row: ExportedBook, books: Sequence[Book]) -> list[Book]:
    """Return the one of some books that has an edition of the row's whole title, its brackets included, or none."""
    key = normalise_title(row.title)
    if not BRACKETED.search(row.title):
        return []
    others = catalogue.search_index.other_titles([book.book_row for book in books])
    rows = {book_row for book_row, other_key in others if other_key == key}
    return [book for book in books if book.book_row in rows] if len(rows) == 1 else []


def _behind_series(catalogue: Catalogue, row: ExportedBook, bare: str) -> list[Book]:
    """Return the books by a row's author of a title "Series: Title", whose series stands before the mark."""
    found = []
    for mark in TITLE_KEYS.subtitle.finditer(bare):
        series, title = series_words(bare[: mark.start()]), bare[mark.end() :]
        books = _with_title(catalogue, row, title) if series and title.strip() else []
        found += [book for book in books if book.series and series_words(book.series) == series]
    return found


def _with_other_subtitle(catalogue: Catalogue, row: ExportedBook, bare: str) -> list[Book]:
    """Return the one book by a row's author of a row's title that has another subtitle, or none, or has one alone.

    The subtitles describe the book, or name its kind or edition; one that may name a part of a series is no subtitle.
    """
    head = shortened_title(bare)
    rows = catalogue.search_index.rows_with_key(head, MATCHING.namesakes)
    books = written_by(catalogue, list(catalogue.books({row for row, _ in rows}).values()), row.first_authors)
    if len(books) != 1:
        return []
    (book,) = books
    other_keys = [key for _, key in catalogue.search_index.other_titles([book.book_row])]
    keys = {*whole_titles(book.title), *other_keys}
    own = _tail(head, normalise_title(bare))
    tails = {tail for key in keys if (tail := _tail(head, key))}
    author = row.first_authors[0]
    if book.series and series_words(head) == series_words(book.series):
        is_one = all(not title_parts(f"{head}: {tail}", author).subtitles for tail in filter(None, (own, *tails)))
    elif own:
        # Brackets of editions look like subtitles here: "Glamorama (Vintage Contemporaries)" has the bare title too.
        is_bare = (head in keys or not tails) and _describes(head, own, author) and not _with_title(catalogue, row, own)
        is_one = is_bare or _are_alike(head, author, own, tails)
    else:
        least_words = MATCHING.describing_words_of_book
        is_one = bool(tails) and all(_describes(head, tail, author, least_words) for tail in tails)
    return [book] if is_one else []


def _tail(head: str, key: str) -> str:
    """Return the words of a title's key behind its head; '' where there are none."""
    return key[len(head) + 1 :] if key.startswith(f"{head} ") else ""


def _describes(head: str, subtitle: str, author: str, least_words: int = MATCHING.describing_words) -> bool:
    """Test if a subtitle says of its book's kind, edition or subject, and does not name a part of a series."""
    parts = title_parts(f"{head}: {subtitle}", author)
    if parts.volume or parts.kinds:
        return False
    words = [word for word in subtitle.split() if word not in MATCHING.articles]
    return not parts.subtitles or parts.explains or (parts.describes and len(words) >= least_words)


def _are_alike(head: str, author: str, own: str, tails: set[str]) -> bool:
    """Test if a subtitle is one of some others, shortened or misquoted, or describes the same book."""
    if not all(_describes(head, tail, author) for tail in (own, *tails)):
        return False
    explanations = {tail for tail in (own, *tails) if title_parts(f"{head}: {tail}", author).explains}
    return any(len(set(like_subtitles({own, tail}, explanations).values())) == 1 for tail in tails)
