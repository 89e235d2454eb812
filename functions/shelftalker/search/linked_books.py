"""Books of links: an ISBN is looked up; in the words of an address or a label, titles are found beside their authors.

"Dune-Chronicles-Book-Frank-Herbert" is Dune: its author stands beside it, so other words may too. Without the author a
title counts where it is all there is, but for words that bookshops add.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import BRACKETED, normalise_title, words_of
from shelftalker.search.author_lookups import NAMES
from shelftalker.search.common_words import is_everyday, words_in
from shelftalker.search.links import Link


class LinkedBooksConfig(NamedTuple):
    """Numbers and words of the search for the books of links.

    Attributes:
        books: Number of books returned.
        texts: Number of texts of a link that are read.
        words: Number of words of a text that are read.
        namesakes: Number of books of one title whose authors are compared.
        shortest_name: Length in letters from which a surname in a text is an author's.
        beside_title: Words that bookshops add to a title.
        parts_of_words: Ends of words that an address separates from them at the apostrophe: "handmaid-s-tale".
        elisions: Beginnings of words, likewise: "l-etranger".
    """

    books: int = 5
    texts: int = 6
    words: int = 14
    namesakes: int = 20
    shortest_name: int = 2
    beside_title: frozenset[str] = words_in(
        """
        1 audible audio audiobook band book books by classic classics cover e ebook edition editions english
        goodreads hardback hardcover kindle library modern mass market movie novel open paperback pb penguin
        poche roman series set storygraph taschenbuch the tie in tome unabridged vintage vol volume wordsworth
        www com amazon worldcat wikipedia
        """
    )
    parts_of_words: frozenset[str] = frozenset(["d", "ll", "m", "re", "s", "t", "ve"])
    elisions: frozenset[str] = frozenset(["c", "d", "j", "l", "n", "o", "qu"])


LINKED_BOOKS = LinkedBooksConfig()


class _Run(NamedTuple):
    """Words of a text that may be a title.

    Attributes:
        key: As a title's key.
        rest: The words of the text beside them.
        is_at_start: They begin the text.
    """

    key: str
    rest: tuple[str, ...]
    is_at_start: bool


def linked_books(catalogue: Catalogue, links: Iterable[Link]) -> list[Book]:
    """Return the books that links name for certain, in their order, each once."""
    books: dict[int, Book] = {}
    for link in links:
        book = _book_of_link(catalogue, link)
        if book:
            books.setdefault(book.book_row, book)
    return list(books.values())[: LINKED_BOOKS.books]


def _book_of_link(catalogue: Catalogue, link: Link) -> Book | None:
    for isbn in link.isbns:
        book = catalogue.book_with_isbn(isbn)
        if book:
            return book
    if not link.titles:
        return None
    return _book_in_texts(catalogue, link) or (_book_near(catalogue, link.titles[0]) if link.is_of_books else None)


def _book_in_texts(catalogue: Catalogue, link: Link) -> Book | None:
    """Return the book whose title and author stand in a link's texts, else the one whose title is all of a text."""
    texts = [words for title in link.titles[: LINKED_BOOKS.texts] for words in _word_lists(title)]
    context = {word for words in texts for word in words}
    runs = list(dict.fromkeys(run for words in texts for run in _runs(words)))
    rows = catalogue.search_index.rows_with_keys(list(dict.fromkeys(run.key for run in runs)))
    runs = sorted((run for run in runs if run.key in rows), key=lambda run: -len(run.key.split()))
    # "Little House on the Prairie" is not "The House" by Bentley Little.
    runs = [run for run in runs if not run.rest and len(run.key.split()) > 2] or runs
    namesakes = {run.key: rows[run.key][: LINKED_BOOKS.namesakes] for run in runs}
    books = catalogue.books({book_row for some in namesakes.values() for book_row in some})
    for run in runs:
        others = context.difference(run.key.split()).union(run.rest)
        for book_row in namesakes[run.key]:
            if _is_by_one_of(books[book_row], others):
                return books[book_row]
    for run in runs:
        if _is_whole_title(run) and (link.is_of_books or not is_everyday(run.key)):
            return books[namesakes[run.key][0]]
    return None


def _book_near(catalogue: Catalogue, title: str) -> Book | None:
    """Return the book that is far ahead of all others near a title, which an address may have without its "&"."""
    from shelftalker.search.half_remembered import remembered_books  # noqa: PLC0415 - few addresses come to this

    found = remembered_books(catalogue, title)
    return catalogue.ordered_books(found.rows[:1])[0] if found.is_far_ahead else None


def _word_lists(title: str) -> list[list[str]]:
    """Return the words of a text, without what is in brackets; and with the letters beside apostrophes joined."""
    bare = BRACKETED.sub(" ", title).strip() or title
    words = words_of(bare).split()[: LINKED_BOOKS.words]
    joined: list[str] = []
    for word in words:
        if (joined and word in LINKED_BOOKS.parts_of_words) or (joined and joined[-1] in LINKED_BOOKS.elisions):
            joined[-1] += word
        else:
            joined.append(word)
    return [words] if joined == words else [words, joined]


def _runs(words: Sequence[str]) -> list[_Run]:
    return [
        _Run(normalise_title(" ".join(words[first:end])), (*words[:first], *words[end:]), first == 0)
        for first in range(len(words))
        for end in range(len(words), first, -1)
    ]


def _is_by_one_of(book: Book, words: Iterable[str]) -> bool:
    """Test if the surname of one of a book's authors is among some words."""
    surnames = [normalise_title(author).split()[-1:] for author in NAMES.credited.split(book.author)]
    return any(name and len(name[0]) >= LINKED_BOOKS.shortest_name and name[0] in words for name in surnames)


def _is_whole_title(run: _Run) -> bool:
    """Test if a title is all of its text, but for what bookshops write after it."""
    return run.is_at_start and all(
        word in LINKED_BOOKS.beside_title or word.isdigit() or word in run.key.split() for word in run.rest
    )
