"""The five books after sixty well-known and sixty rare ones, to be read with a reader's eye, before and after a change.

The books are chosen from the catalogue by a rule, so that two models of one dataset are asked about the same books. The
answers before are another model's, or those that any earlier version wrote with `query --titles`.
"""

import hashlib
import json
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.format import ModelError
from shelftalker.model.isbn import isbn_of
from shelftalker.recommend.recommender import similar_books

# A book -> the titles of the answer to it with their authors, best first; None where the book is not known.
Answers = Callable[[Book], list[str] | None]


@dataclass(frozen=True, slots=True)
class AnswersConfig:
    """Numbers of the print-out.

    Attributes:
        books: Number of well-known books, and of rare ones.
        well_known_step: Step through the books by popularity: every fifth, so that not all sixty are bestsellers.
        rare_below: Number of ratings that a rare book stays below.
        column_letters: Width of an answer's column in letters.
    """

    books: int = 60
    well_known_step: int = 5
    rare_below: int = 5
    column_letters: int = 64


ANSWERS = AnswersConfig()


def well_known_books(catalogue: Catalogue) -> list[Book]:
    """Return every fifth of the most read books, until there are sixty."""
    return catalogue.all_books()[:: ANSWERS.well_known_step][: ANSWERS.books]


def rare_books(catalogue: Catalogue) -> list[Book]:
    """Return sixty books with fewer than five ratings and at least one, by a hash of their ISBNs."""
    rare = [book for book in catalogue.all_books() if 0 < book.ratings_count < ANSWERS.rare_below]
    return sorted(rare, key=lambda book: hashlib.sha256(book.isbn.encode()).digest())[: ANSWERS.books]


def print_out(catalogue: Catalogue, before: Path | None = None) -> Iterator[str]:
    """Yield the lines of the print-out.

    Args:
        catalogue: The model to ask.
        before: The folder of another model to print beside it, or a file of answers, JSON Lines of `query --titles`.

    Raises:
        ModelError: The other model or the file can't be read.
    """
    if before is None:
        yield from _chapters(catalogue, None)
    elif before.is_dir():
        with closing(Catalogue.open(before)) as earlier:
            yield from _chapters(catalogue, lambda book: answer_to(earlier, book))
    else:
        answers = read_answers(before)
        yield from _chapters(catalogue, lambda book: answers.get(query_of(book)))


def query_of(book: Book) -> str:
    """Return the words that ask any version about a book: its ISBN, or its title where the dataset has no ISBNs."""
    return isbn_of(book.isbn) or book.title


def answer_to(catalogue: Catalogue, book: Book) -> list[str] | None:
    """Return the five books that a model shows after a book of any model, None where it does not have the book."""
    # Where the dataset has no ISBNs, models that keep each other's public ids know the book by that.
    asked = catalogue.book_with_isbn(book.isbn) or catalogue.book_with_id(book.book_id)
    if asked is None:
        return None
    shown = (recommendation.book for recommendation in similar_books(catalogue, asked))
    return [_with_author(each.full_title, each.author) for each in shown]


def read_answers(path: Path) -> dict[str, list[str] | None]:
    """Return the answers that `query --titles` wrote into a file, by the query.

    Raises:
        ModelError: The file can't be read.
    """
    try:
        answers = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return {answer["query"]: _lines_of(answer) for answer in answers}
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ModelError(
            f"The answers in {path} can't be read ({error!r}): expected JSON Lines, as `query --titles` writes them."
        ) from error


def _lines_of(answer: dict[str, object]) -> list[str] | None:
    recommendations = answer["recommendations"]
    if answer["book"] is None or not isinstance(recommendations, list):
        return None
    return [_with_author(book["title"], book["author"]) for book in recommendations]


def _with_author(title: str, author: str) -> str:
    """Return a title with its author within the width of a column, the longer of the two cut."""
    author = textwrap.shorten(author, ANSWERS.column_letters // 2, placeholder="…")
    return f"{textwrap.shorten(title, ANSWERS.column_letters - len(author) - 3, placeholder='…')} ({author})"


def _chapters(catalogue: Catalogue, before: Answers | None) -> Iterator[str]:
    counted = "reader" if catalogue.counts_readers else "rating"
    chapters = {
        "Well-known books": well_known_books(catalogue),
        f"Books with fewer than {ANSWERS.rare_below} {counted}s": rare_books(catalogue),
    }
    for heading, books in chapters.items():
        columns = [[answer_to(catalogue, book) for book in books]]
        if before:
            columns.insert(0, [before(book) for book in books])
        yield from (f"{heading}: {len(books)}", "=" * ANSWERS.column_letters, "")
        for number, book in enumerate(books):
            yield from _answer_lines(book, counted, [column[number] for column in columns])
        yield "In these answers"
        for name, column in zip(("before", "after")[-len(columns) :], columns, strict=True):
            yield f"  {name}: {_summary(column)}"
        yield ""


def _answer_lines(book: Book, counted: str, answers: Sequence[list[str] | None]) -> Iterator[str]:
    year = f", {book.year}" if book.year is not None else ""
    count = f"{book.ratings_count:,} {counted}{'s' * (book.ratings_count != 1)}"
    yield f"{book.full_title} ({book.author}{year}), {count}"
    columns = [["this book is not known"] if answer is None else answer for answer in answers]
    for place, row in enumerate(zip_longest(*columns, fillvalue=""), start=1):
        cells = [f"{title:{ANSWERS.column_letters}}" for title in row]
        yield f"  {place}. {'  '.join(cells)}".rstrip()
    yield ""


def _summary(answers: Sequence[list[str] | None]) -> str:
    """Return one line on the variety of some answers."""
    counts = Counter(title for answer in answers for title in answer or ())
    if not counts:
        return "no books"
    title, most = counts.most_common(1)[0]
    return f"{len(counts):,} different books at {counts.total():,} places; most often, {most} times, {title}"
