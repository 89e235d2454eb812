"""Titles around a colon or a dash: "Series: Title", "Author - Title", "Title: a subtitle that the catalogue lacks".

What stands behind the mark is looked for first, as a title by the author or of the series before it; only then is what
stands before it the title.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import BRACKETED, TITLE_KEYS, normalise_title, words_of
from shelftalker.search.author_lookups import NAMES, books_written_by
from shelftalker.search.near_titles import near_titles_by_author
from shelftalker.search.surroundings.authors_beside import authors_at_ends


class SubtitleConfig(NamedTuple):
    """Numbers and words of the search around a subtitle's mark.

    Attributes:
        namesakes: Number of books of one title that are compared with what stands before it.
        of_head: Number of books whose title begins as the text before the mark does, for their authors.
        about_series: Words beside a series' name that name no book.
        of_series: Those of them that follow the name of a series.
        shortest_name: Least words of an author's name in brackets.
        longest_name: The same at most.
        marks: Marks before a subtitle or the like, as characters.
        of_editions: Words of subtitles that tell editions apart, and no books.
        number: The number of a volume.
        volume: The number of a volume, or another mark, between a series and a title of it.
    """

    namesakes: int = 500
    of_head: int = 20
    about_series: frozenset[str] = frozenset(
        """
        the a an of and book books series trilogy saga cycle chronicles novels novel volume vol part no number bd band
        teil tome tomo libro mysteries mystery adventures tales quartet duology collection
        """.split()  # noqa: SIM905 - a list would have a line for each word
    )
    shortest_name: int = 2
    longest_name: int = 4
    marks: frozenset[str] = frozenset(":([\u2013\u2014")
    of_series: frozenset[str] = frozenset({"chronicles", "cycle", "reihe", "saga", "serie", "series", "trilogy"})
    of_editions: frozenset[str] = frozenset(
        """
        adaptation anniversary annotated audiobook award ballantine bantam bestseller bestselling book books cd classic
        classics club collectors complete deluxe edition ebook english everyman faber fiction film french german
        gollancz graphic hardback hardcover harper illustrated international kindle kriminalroman library limited lp
        macmillan mass memoir modern movie netflix norton novel novela oxford paperback penguin perennial picador press
        print prize puffin reissue reprint revised roman scholastic signed signet spanish special story thriller tie
        translated translation unabridged uncut vintage winner
        """.split()  # noqa: SIM905
    )
    number: re.Pattern[str] = re.compile(r"\d+")
    volume: re.Pattern[str] = re.compile(
        r"\s*[,:;/|-]?\s*(?:\b(?:book|bk|vol|volume|part|pt|band|bd|teil|tome|tomo|libro|livre|no|nr)\b\.?\s*#?\s*|#\s*)"
        r"\d{1,3}\b\s*[,:;/|.-]?\s*|\s+(?:from|in|of)\s+the\s+(?=.{3,60}\b(?:series|saga|trilogy|cycle|chronicles)\b)|\s+\d{1,3}\s*[:,-]\s+|\s*[/|]\s*|\s*,\s+",
        re.IGNORECASE,
    )


SUBTITLES = SubtitleConfig()


class AroundSubtitle(NamedTuple):
    """The books that a text with a subtitle's mark may name, the likeliest first; `is_sure` if the first is meant."""

    books: Sequence[Book]
    is_sure: bool


_NOTHING = AroundSubtitle((), is_sure=False)


def books_around_subtitle(catalogue: Catalogue, text: str) -> AroundSubtitle:
    """Return the books that a text names before or behind a subtitle's mark, perhaps with "by" and an author."""
    is_named = False
    for title, name in _readings(catalogue, text):
        found = _books_of(catalogue, title, name)
        if found.books:
            # What an author of the catalogue is named for is no book of another title.
            return found._replace(is_sure=found.is_sure and (bool(name) or not is_named))
        is_named |= bool(name)
    return _NOTHING


def is_series_name(catalogue: Catalogue, text: str) -> bool:
    """Test if a text is the name of a series of the catalogue, but for articles, "series" and the like."""
    named = series_words(text)
    longest = max(named, key=len, default="").removesuffix("s")  # "clancys" is "Clancy's"
    names = catalogue.search_index.series_names_with(longest) if longest else ()
    return any(series_words(name) == named for name in names)


def related_to(catalogue: Catalogue, book: Book, text: str) -> bool:
    """Test if a text beside a book's title names its series or its author, or begins a title by the same author."""
    key = normalise_title(text)
    named = set(key.split()) - SUBTITLES.about_series
    if book.series and _is_same_series(named, words_of(book.series)):
        return True
    if not key:
        return False
    if named and named <= set(normalise_title(book.author).split()):
        return True
    if book.author_row in catalogue.search_index.authors_with_key(key):
        return True
    other_keys = {other_key for _, other_key in catalogue.search_index.other_titles([book.book_row])}
    if any(named and named <= set(other_key.split()) for other_key in other_keys):
        return True
    begun = [book_row for book_row, _ in catalogue.search_index.rows_with_key(key, SUBTITLES.of_head)]
    begun += catalogue.search_index.rows_with_key_prefix(f"{key} ", SUBTITLES.of_head)
    return any(other.author_row == book.author_row for other in catalogue.books(set(begun)).values())


def _is_same_series(named: set[str], series: str) -> bool:
    words = set(series.split()) - SUBTITLES.about_series
    numbers = {word for word in named if SUBTITLES.number.fullmatch(word)}
    return bool(words) and (words <= named or (bool(named - numbers) and named - numbers <= words))


def _readings(catalogue: Catalogue, text: str) -> Iterator[tuple[str, str]]:
    """Yield (title, author's name) of a text, the longest title last; without an author the name is empty."""
    is_by = False
    for by in reversed(list(NAMES.by.finditer(text))):
        if by.start():
            is_by = True
            yield text[: by.start()], text[by.end() :]
    for named in () if is_by else authors_at_ends(catalogue, text):
        yield named.rest, named.name
    if not is_by:
        yield text, ""


def _books_of(catalogue: Catalogue, title: str, name: str) -> AroundSubtitle:
    bare = BRACKETED.sub(" ", title).strip() or title
    marks = [mark for mark in TITLE_KEYS.subtitle.finditer(bare) if bare[: mark.start()].strip()]
    for mark in reversed(marks):
        of_series = _of_series(_with_title(catalogue, bare[: mark.start()], name), bare[mark.end() :])
        if of_series:
            return AroundSubtitle(of_series, is_sure=True)
    unrelated: list[Book] = []
    for mark in marks:
        head, tail = bare[: mark.start()], bare[mark.end() :]
        by_tail = _written_by(catalogue, _with_title(catalogue, head, ""), tail) if not name else []
        if by_tail:
            return AroundSubtitle(by_tail, is_sure=True)
        tailed = _with_title(catalogue, tail, name)
        related = [book for book in tailed if related_to(catalogue, book, head)]
        if related:
            return AroundSubtitle(related, is_sure=True)
        unrelated += tailed
    for mark in SUBTITLES.volume.finditer(bare):
        head, tail = bare[: mark.start()], bare[mark.end() :]
        is_behind = bool(head.strip() and tail.strip())
        related = _of_series(_with_title(catalogue, tail, name), head) if is_behind else []
        if is_behind and not related:
            related = _of_series(_with_title(catalogue, head, name), tail)
        if is_behind and not related and not name:  # "Title / Author", in a spelling that is not the catalogue's
            related = _written_by(catalogue, _with_title(catalogue, head, ""), tail)
        if related:
            return AroundSubtitle(related, is_sure=True)
    return _before_mark(catalogue, bare, name, marks, unrelated)


def _of_series(books: Sequence[Book], name: str) -> list[Book]:
    """Return those of some books of one title that are of the series with a name: "The Two Towers: Lord of the Rings".

    A book that is named as its series is none: "Foundation: Foundation" may be any of them.
    """
    named = series_words(name)
    return [
        book
        for book in books
        if book.series and named and named == series_words(book.series) and named != series_words(book.title)
    ]


def series_words(text: str) -> set[str]:
    """Return the words of a series' name without those that name no book, and without numbers."""
    words = set(words_of(text).split()) - SUBTITLES.about_series
    return {word for word in words if not SUBTITLES.number.fullmatch(word)}


def _before_mark(
    catalogue: Catalogue, title: str, name: str, marks: Sequence[re.Match[str]], unrelated: Sequence[Book]
) -> AroundSubtitle:
    """Return the books with the title before the first mark, if what follows it is no other book's title."""
    head = title[: marks[0].start()] if marks else title
    tail = title[marks[0].end() :] if marks else ""
    rows = catalogue.search_index.rows_with_key(normalise_title(head), SUBTITLES.namesakes)
    headed = catalogue.ordered_books([book_row for book_row, _ in rows])
    whole_rows = {book_row for book_row, shortened in rows if not shortened}
    if name:
        headed = _written_by(catalogue, headed, name)
    elif not marks:
        return _NOTHING
    if not headed:
        return _NOTHING
    chosen = [book for book in headed if book.book_row in whole_rows] or headed
    is_single = len(chosen) == 1 and (bool(name) or len(rows) == 1)
    is_own = bool(name) or chosen[0].book_row in whole_rows
    tail_words = set(normalise_title(tail).split())
    is_numbered = any(map(str.isdecimal, tail_words)) and not SUBTITLES.about_series.isdisjoint(tail_words)
    is_edition = not SUBTITLES.of_editions.isdisjoint(tail_words) and not is_numbered
    if is_edition or not marks:
        is_long = " " in normalise_title(head)
        return AroundSubtitle(headed, is_sure=(is_own or is_long) and (is_single or bool(name) or is_edition))
    near = near_titles_by_author(catalogue, chosen[0].author_row, tail)
    others = [book for book in catalogue.ordered_books(near) if book.book_row not in {each.book_row for each in chosen}]
    is_series = is_series_name(catalogue, head)
    if is_own and is_single and not others and not is_series and not unrelated:
        return AroundSubtitle(headed, is_sure=True)
    books = {book.book_row: book for book in (*others, *chosen, *unrelated, *headed)}
    return AroundSubtitle(list(books.values()), is_sure=False)


def _with_title(catalogue: Catalogue, title: str, name: str) -> list[Book]:
    """Return the books with a title, whole titles first, by an author if one is named."""
    rows = catalogue.search_index.rows_with_key(normalise_title(title), SUBTITLES.namesakes) if title.strip() else []
    books = catalogue.ordered_books([book_row for book_row, _ in rows])
    return _written_by(catalogue, books, name) if name else books


def _written_by(catalogue: Catalogue, books: Sequence[Book], name: str) -> list[Book]:
    return books_written_by(catalogue, books, name) if books and name.strip() else []
