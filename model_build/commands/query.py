"""The bot's answer to a title, for people at a terminal and for scripts."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.format import ModelError
from shelftalker.recommend.reasons import AfterBook, Recommendation
from shelftalker.recommend.recommender import popular_books, similar_books
from shelftalker.search.titles import ByAuthor, Exact, Suggestions, find_title


def read_titles(path: Path) -> Iterator[str]:
    """Yield the titles in a file: one a line, as plain text or as a JSON string.

    Raises:
        ModelError: The file can't be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(
            f"The titles in {path} can't be read ({error}): expected UTF-8 text, one title a line."
        ) from error
    for line in lines:
        if line.strip():
            yield json.loads(line) if _is_json_string(line) else line.strip()


def answer_as_json(catalogue: Catalogue, query: str) -> dict[str, Any]:
    """Return the answer as JSON values; `popular` has the books that the bot shows where it found nothing."""
    found = find_title(catalogue, query)
    answer: dict[str, Any] = {
        "query": query,
        "outcome": "not_found",
        "book": None,
        "recommendations": [],
        "suggestions": [],
    }
    if isinstance(found, Exact):
        recommendations = [
            _as_json(similar.book)
            | {
                "score": similar.score,
                "readers_in_common": reason.readers_in_common,
                "reason": (similar.place or reason.ground_for(similar.book)).value,
            }
            for similar, reason in _similar(catalogue, found.book)
        ]
        others = [_as_json(book) for book in found.others]
        return answer | {
            "outcome": "exact", "book": _as_json(found.book), "recommendations": recommendations, "suggestions": others,
        }  # fmt: skip
    if isinstance(found, Suggestions):
        return answer | {"outcome": "suggestions", "suggestions": [_as_json(book) for book in found.books]}
    if isinstance(found, ByAuthor):
        return answer | {"outcome": "by_author", "suggestions": [_as_json(book) for book in found.books]}
    return answer | {"popular": [_as_json(book) for book in popular_books(catalogue)]}


def answer_as_text(catalogue: Catalogue, query: str) -> str:
    """Return the answer as lines for a terminal."""
    found = find_title(catalogue, query)
    if isinstance(found, Exact):
        lines = [f"After {_line(found.book)}:"]
        for number, (similar, reason) in enumerate(_similar(catalogue, found.book), start=1):
            lines.append(f"  {number}. {_line(similar.book)}  [{_reason_text(similar, reason)}]")
        if found.others:
            lines += ["Also by this title:", *(f"  - {_line(book)}" for book in found.others)]
        return "\n".join(lines)
    if isinstance(found, Suggestions):
        return "\n".join(["Did you mean:", *(f"  - {_line(book)}" for book in found.books)])
    if isinstance(found, ByAuthor):
        return "\n".join([f"By {found.author}:", *(f"  - {_line(book)}" for book in found.books)])
    return "\n".join(["Nothing found. Popular:", *(f"  - {_line(book)}" for book in popular_books(catalogue))])


def _as_json(book: Book) -> dict[str, Any]:
    return {
        "book_id": book.book_id,
        "title": book.title,
        "author": book.author,
        "year": book.year,
        "isbn": book.isbn,
        "ratings_count": book.ratings_count,
        "rating_mean": book.rating_mean,
        "series": book.series,
        "volume": single_volume(book),
    }


def single_volume(book: Book) -> float | None:
    """Return a book's volume, a whole number as an integer; None where it is not known, and for several in one book."""
    if book.volume is None or book.last_volume is not None:
        return None
    return int(book.volume) if book.volume.is_integer() else book.volume


def _line(book: Book) -> str:
    year = f", {book.year}" if book.year is not None else ""
    return f"{book.full_title} ({book.author}{year})"


def _similar(catalogue: Catalogue, book: Book) -> Iterator[tuple[Recommendation, AfterBook]]:
    for similar in similar_books(catalogue, book):
        if isinstance(similar.reason, AfterBook):
            yield similar, similar.reason


def _reason_text(similar: Recommendation, reason: AfterBook) -> str:
    readers = reason.readers_in_common
    place = similar.place.replace("_", " ") if similar.place else ""
    if readers:
        return "; ".join(filter(None, [place, f"{readers:,} reader{'s' * (readers != 1)} in common"]))
    return place or f"{reason.ground_for(similar.book).replace('_', ' ')}, no readers in common"


def _is_json_string(line: str) -> bool:
    try:
        return isinstance(json.loads(line), str)
    except ValueError:
        return False
