"""Questions: the one way from what a reader typed, in the reader's own words, to the books of the answer.

A whole title, an author's name or an ISBN is answered at once. Anything else is read as a question: titles of the
catalogue are looked for among its words, and what is left of it tells if they are meant.
"""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import normalise_title, shortened_title, words_of
from shelftalker.search.author_lookups import NAMES, TITLE_SEARCH
from shelftalker.search.titles import (
    ByAuthor,
    Exact,
    Found,
    NotFound,
    Several,
    Suggestions,
    exact_answer,
    longer_titles,
    near_answer,
    subtitle_answer,
)

if TYPE_CHECKING:
    from shelftalker.search.named_titles import NamedTitle
    from shelftalker.search.sentences.longer_titles import LongerTitles
    from shelftalker.search.typed_words import TypedWords

_MAY_BE_ISBN = re.compile(r"\d(?:[-\s\u2010-\u2015]?\d){8}")
_MOST_BOOKS = 5


def find_books(catalogue: Catalogue, typed: str) -> Found:
    """Find the books that a reader's words name, or those that they may mean.

    Args:
        catalogue: The model.
        typed: The text as it was typed.
    """
    text = typed.strip()
    found = exact_answer(catalogue, text)
    return found or _without_another_author(catalogue, text, _answer_question(catalogue, text))


def _without_another_author(catalogue: Catalogue, text: str, found: Found) -> Found:
    """Return an answer, as suggestions where the text names an author of the catalogue who did not write its book."""
    # Imported here, as below.
    from shelftalker.search.surroundings.authors_beside import is_by_another  # noqa: PLC0415

    if isinstance(found, Exact) and is_by_another(catalogue, text, found.book):
        return Suggestions([found.book, *found.others][: TITLE_SEARCH.suggestions])
    return found


def _answer_question(catalogue: Catalogue, text: str) -> Found:
    """Answer a text that is neither a title nor an author's name."""
    # Imported here: whole titles are answered without them, and each import is paid for at each cold start.
    from shelftalker.search.named_titles import named_titles  # noqa: PLC0415
    from shelftalker.search.readings import read_question  # noqa: PLC0415
    from shelftalker.search.sentences.likelihood import TitleWeights  # noqa: PLC0415
    from shelftalker.search.sentences.longer_titles import LongerTitles  # noqa: PLC0415
    from shelftalker.search.sentences.question_cores import core_of  # noqa: PLC0415
    from shelftalker.search.surroundings.series_beside import books_beside_series, names_absent_book  # noqa: PLC0415
    from shelftalker.search.typed_words import TypedWords, plain_text  # noqa: PLC0415
    from shelftalker.search.volumes import asked_volume  # noqa: PLC0415

    plain = plain_text(text)
    found = _answer_links(catalogue, text) or (exact_answer(catalogue, plain) if plain != text else None)
    if found or (found := _answer_list(catalogue, plain)):
        return found
    words = TypedWords.of(plain)
    if volume := asked_volume(catalogue, words):
        books = volume.books[: TITLE_SEARCH.suggestions]
        return Exact(books[0], books[1:]) if volume.is_there else Suggestions(books)
    longer = LongerTitles(catalogue)
    named = named_titles(catalogue, words)
    if volumes := books_beside_series(catalogue, words, named):
        return Exact(volumes[0], volumes[1 : TITLE_SEARCH.suggestions])
    reading = read_question(words, named, longer, TitleWeights.of_model(catalogue.title_weights))
    if reading and reading.is_sure and names_absent_book(catalogue, words, reading.titles):
        reading = reading._replace(is_sure=False)
    is_beyond_mark = reading and (
        len(reading.titles) > 1 or reading.titles[0].has_author or _is_away_from_marks(words, reading.titles[0])
    )
    beside = None if reading and reading.is_sure and is_beyond_mark else subtitle_answer(catalogue, plain)
    if isinstance(beside, Exact):
        return beside
    books = _without_series(_books_read(catalogue, reading.titles), plain) if reading else []
    is_ambiguous = beside is not None and len(beside.books) > 1 and core_of(words, longer).text == words.text
    if reading and reading.is_sure and not (is_ambiguous and not reading.titles[0].first):
        return Several(books) if len(books) > 1 else _answer_one(catalogue, books[0], reading.titles[0])
    core, is_asked_for = core_of(words, longer)
    near = _answer_near(catalogue, core or plain, beside, books, is_asked_for, is_known=core == plain)
    is_part = isinstance(near, NotFound) and core != words.text  # the words of a question may be a title's
    near = _answer_near(catalogue, plain, beside, books, is_asked_for=True, is_known=True) if is_part else near
    is_cut = not is_part and core != words.text
    return _with_parts(catalogue, words, longer, near, books, is_cut=is_cut)


def _answer_list(catalogue: Catalogue, text: str) -> Several | None:
    """Answer a list of titles that marks part, each by itself; None where there is no such list."""
    if not any(mark in text for mark in ";\n+/"):
        return None
    from shelftalker.search.sentences.listed_titles import listed_books  # noqa: PLC0415 - for such marks only

    books = listed_books(catalogue, text)
    is_of_series = any(_is_named_as_series_of(book, other) for book in books for other in books)
    return Several(books) if len(books) > 1 and not is_of_series else None


def _is_away_from_marks(words: "TypedWords", title: "NamedTitle") -> bool:
    """Test if words without marks stand on both sides of a title, or none: "wanted: something like Dune"."""
    is_behind = title.first > 0 and not words.words[title.first].before
    return is_behind and (title.after_last == len(words.words) or not words.words[title.after_last].before)


def _with_parts(
    catalogue: Catalogue,
    words: "TypedWords",
    longer: "LongerTitles",
    found: Found,
    named: Sequence[Book],
    *,
    is_cut: bool,
) -> Found:
    """Return suggestions for a question, first those for its likeliest words where the others are far from all of it.

    Args:
        catalogue: The model.
        words: The question.
        longer: The longer titles around its words.
        found: The answer to it so far.
        named: Books whose titles are among its words; they alone are no answer.
        is_cut: The answer is one to the question without the words around what may be a title.
    """
    from shelftalker.search.remembered.phrases import is_answered, likely_parts  # noqa: PLC0415 - as above

    books = found.books if isinstance(found, Suggestions) else ()
    if not isinstance(found, NotFound | Suggestions):
        return found
    if not set(books) <= set(named) and (is_cut or is_answered(words, books)):
        return found
    listed: list[Book] = []
    for text in likely_parts(words, longer):
        part = _answer_near(catalogue, text, None, (), is_asked_for=False)
        listed += part.books if isinstance(part, Suggestions) else ()
    offered = dict.fromkeys([*listed, *books])
    return Suggestions(list(offered)[: TITLE_SEARCH.suggestions]) if offered else found


def _answer_links(catalogue: Catalogue, text: str) -> Found | None:
    """Answer the ISBNs and links in a text, by what the addresses themselves say; None where none names a book."""
    if "/" not in text and "www." not in text and not _MAY_BE_ISBN.search(text):
        return None
    # Imported here: links are rare.
    from shelftalker.search.linked_books import linked_books  # noqa: PLC0415
    from shelftalker.search.links import words_of_links  # noqa: PLC0415

    read = words_of_links(text)
    with_isbn = (catalogue.book_with_isbn(isbn) for isbn in read.isbns)
    books = list(dict.fromkeys([*linked_books(catalogue, read.links), *filter(None, with_isbn)]))
    if books:
        return Exact(books[0], []) if len(books) == 1 else Several(books[:_MOST_BOOKS])
    rest = read.text or (read.titles[0] if read.titles else "")
    is_less = bool(rest) and rest != text and (read.links or read.isbns)
    return find_books(catalogue, rest) if is_less else None


def _answer_near(
    catalogue: Catalogue,
    text: str,
    beside: Suggestions | None,
    named: Sequence[Book],
    is_asked_for: bool,
    *,
    is_known: bool = False,
) -> Found:
    """Answer a text that names no book for certain with what it may mean.

    Args:
        catalogue: The model.
        text: The text without the words of questions around it.
        beside: Books named beside a subtitle's mark.
        named: Books whose titles are among its words.
        is_asked_for: The words around the text leave no doubt that it is asked for, or there are none.
        is_known: The text is known to be no whole title, and `beside` its answer as a title with a subtitle.
    """
    from shelftalker.search.half_remembered import remembered_books  # noqa: PLC0415 - as above
    from shelftalker.search.near_titles import candidate_rows  # noqa: PLC0415

    named_whole: Found | None = beside
    if not is_known:
        named_whole = exact_answer(catalogue, text) or subtitle_answer(catalogue, text)
    key = normalise_title(text).removesuffix(" the")
    candidates = [] if named_whole else candidate_rows(catalogue, key, stops_at_near=True)
    found = named_whole or near_answer(catalogue, text, candidates)
    is_by_author = named_whole is found and NAMES.by.search(text) is not None
    is_doubted = isinstance(found, Exact) and (found.book in named or not is_asked_for) and not is_by_author
    if isinstance(found, Exact | ByAuthor) and not is_doubted:
        return found
    remembered = remembered_books(catalogue, text, candidates or None, completes=not isinstance(found, Suggestions))
    likeliest = catalogue.ordered_books(remembered.rows)
    if is_asked_for and not beside and not is_doubted:
        volumes = [book for book in likeliest if _is_titled_in_series(book, key)]
        if len(volumes) == 1:
            return Exact(volumes[0], [])
        if remembered.is_far_ahead and _may_be_whole(text, likeliest[0]):
            # Titles that are only spelt alike are far behind it.
            return Exact(likeliest[0], list(dict.fromkeys([*likeliest[1:], *named]))[: TITLE_SEARCH.suggestions - 1])
    offered = [
        *(beside.books if beside else ()),
        *likeliest,
        *(found.books if isinstance(found, Suggestions) else [found.book] if isinstance(found, Exact) else ()),
        *named,
    ]
    books = list(dict.fromkeys(offered))[: TITLE_SEARCH.suggestions]
    return Suggestions(books) if books else NotFound()


def _is_titled_in_series(book: Book, key: str) -> bool:
    """Test if a book's title is its series and a title with a key: "The Lord of the Rings: The Two Towers"."""
    series, mark, rest = book.title.partition(": ")
    return bool(mark) and series == book.series and normalise_title(rest) == key


def _may_be_whole(text: str, book: Book) -> bool:
    """Test if a text may be a book's title: it has no more words, except for numbers that the title has in digits."""
    title = words_of(book.full_title)
    return len(words_of(text).split()) <= len(title.split()) or any(map(str.isdecimal, title))


def _books_read(catalogue: Catalogue, titles: "Iterable[NamedTitle]") -> list[Book]:
    """Return the book of each title: the one of the year that is named beside it, or the first."""
    books = []
    for title in titles:
        namesakes = catalogue.ordered_books(title.book_rows)
        books.append(next((book for book in namesakes if title.year and book.year == title.year), namesakes[0]))
    return list(dict.fromkeys(books))


def _without_series(books: Sequence[Book], text: str) -> list[Book]:
    """Return several books without those whose title is only the author of another, or its series.

    So are "Three Complete Novels" by an author who is named, and Dune of "book 3 of Dune, Chapterhouse".
    """
    authors = {normalise_title(book.author) for book in books}
    typed = words_of(text)
    titled = [
        book
        for book in books
        # "Anne Frank: The Diary" is named by more than its author.
        if shortened_title(book.title) not in authors or words_of(book.title).removeprefix("the ") in typed
    ] or list(books)
    words = set(typed.split())
    if "|" not in text and not any(map(str.isdecimal, text)) and "series" not in words:
        return titled
    volumes = [book for book in titled if not any(_is_named_as_series_of(book, other) for other in titled)]
    return volumes if len(volumes) == 1 else titled


def _is_named_as_series_of(book: Book, other: Book) -> bool:
    """Test if a book's title is the name of the series that another book is of."""
    is_other = other != book and other.series is not None
    return is_other and shortened_title(book.title) == normalise_title(other.series or "")


def _answer_one(catalogue: Catalogue, book: Book, title: "NamedTitle") -> Exact:
    namesakes = [book, *(other for other in catalogue.ordered_books(title.book_rows) if other != book)]
    others = [*namesakes[1:], *longer_titles(catalogue, title.key, namesakes)]
    return Exact(book, others[: TITLE_SEARCH.suggestions])
