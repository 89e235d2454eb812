"""Authors of the catalogue who are named at an end of a text, whatever else stands in it.

"Into the Cold Fire: A Thriller by Lynne Ewing" is no book by anybody else.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import normalise_title
from shelftalker.search.author_lookups import NAMES, books_written_by


class AuthorsBesideConfig(NamedTuple):
    """Numbers and patterns of the search for authors at the ends of a text.

    Attributes:
        separator: Marks and words between a title and an author, of which each may begin or end the name.
        shortest: Least words of a name; a single word is a title's as often.
        longest: Most words of a name.
        separators: Number of marks that are tried from each end.
    """

    separator: re.Pattern[str] = re.compile(
        r"\s*[,;/|()\[\]]\s*|\s+[-\u2013\u2014]+\s+|\s*:\s+|\s+(?:by|von|de|di|par|por)\s+", re.IGNORECASE
    )
    shortest: int = 2
    longest: int = 5
    separators: int = 3


AUTHORS_BESIDE = AuthorsBesideConfig()
_BRACKET = re.compile(r"[)\]]")


class NamedAuthor(NamedTuple):
    """An author named at an end of a text.

    Attributes:
        rest: The text without the name and the mark beside it.
        name: The name as it was typed.
        author_rows: The rows of the authors who go by it.
    """

    rest: str
    name: str
    author_rows: tuple[int, ...]


def authors_at_ends(catalogue: Catalogue, text: str) -> Iterator[NamedAuthor]:
    """Yield the author whose whole name ends a text behind a mark or "by", then the one whose name begins it."""
    marks = list(AUTHORS_BESIDE.separator.finditer(text))
    for mark in reversed(marks[-AUTHORS_BESIDE.separators :]):
        found = _author(catalogue, text[mark.end() :].strip(" .)]"))
        if found and text[: mark.start()].strip():
            end = mark.end() if _BRACKET.search(mark[0]) else mark.start()
            yield NamedAuthor(text[:end].strip(), *found)
            break
    for mark in marks[: AUTHORS_BESIDE.separators]:
        found = _author(catalogue, text[: mark.start()].strip())
        if found and text[mark.end() :].strip():
            start = mark.start() if mark[0].strip() in {"(", "["} else mark.end()
            yield NamedAuthor(text[start:].strip(), *found)
            break


def is_by_another(catalogue: Catalogue, text: str, book: Book) -> bool:
    """Test if a text names an author at its end who did not write a book."""
    title = f" {normalise_title(book.title)} "
    return any(
        book.author_row not in named.author_rows
        and f" {normalise_title(named.name)} " not in title
        and not books_written_by(catalogue, [book], named.name)
        for named in authors_at_ends(catalogue, text)
    )


def _author(catalogue: Catalogue, name: str) -> tuple[str, tuple[int, ...]] | None:
    """Return the name and the rows of its authors; None where nobody goes by it."""
    name = NAMES.by.sub("", name, count=1) if NAMES.by.match(name) else name
    if not AUTHORS_BESIDE.shortest <= len(name.split()) <= AUTHORS_BESIDE.longest:
        return None
    author_rows = catalogue.search_index.authors_with_key(normalise_title(name))
    return (name, tuple(author_rows)) if author_rows else None
