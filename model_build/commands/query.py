"""The bot's answer to a title, for people at a terminal and for scripts: in the words that Slack shows.

Nobody's shelf is known here, so that the answer is the one that a reader without a shelf gets.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.format import ModelError
from shelftalker.model.isbn import isbn_of
from shelftalker.recommend.filters import Filters, similar_books_admitted
from shelftalker.recommend.listing import Listing
from shelftalker.recommend.listing_pages import books_after, books_after_all
from shelftalker.recommend.missed_titles import nearest_books
from shelftalker.recommend.personal_ranking import personal_books
from shelftalker.recommend.reasons import AfterBook, FromShelf, Recommendation
from shelftalker.recommend.recommender import RECOMMENDER, popular_books
from shelftalker.recommend.series import ANYBODY
from shelftalker.recommend.several_books import RecommendationsAfterAll
from shelftalker.search.questions import find_books
from shelftalker.search.titles import ByAuthor, Exact, Found, NotFound, Several, Suggestions
from shelftalker.shelf.contents import EMPTY_SHELF
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.views import messages
from shelftalker.views.block_kit import Message, unescape, without_markup
from shelftalker.views.headings import heading
from shelftalker.views.wording import DatasetFacts, facts, reason_sentence

_NO_OTHERS = "  (The model has no other books that the filters let through.)"


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


def answer_as_json(catalogue: Catalogue, query: str, filters: Filters | None = None) -> dict[str, Any]:
    """Return the answer as JSON values.

    `books` has the books that were understood where there are several, and `near` and `popular` those
    that the bot shows where it found nothing: popular ones where none is near.
    """
    found = _find(catalogue, query, filters)
    answer: dict[str, Any] = {
        "query": query,
        "outcome": "not_found",
        "book": None,
        "recommendations": [],
        "suggestions": [],
    }
    if isinstance(found, Exact | Several):
        recommendations = [_recommendation_as_json(each) for each in _recommendations(catalogue, found, filters)]
        if isinstance(found, Several):
            books = [_as_json(book) for book in found.books]
            return answer | {"outcome": "several", "books": books, "recommendations": recommendations}
        others = [_as_json(book) for book in found.others]
        return answer | {
            "outcome": "exact", "book": _as_json(found.book), "recommendations": recommendations, "suggestions": others,
        }  # fmt: skip
    if isinstance(found, Suggestions):
        return answer | {"outcome": "suggestions", "suggestions": [_as_json(book) for book in found.books]}
    if isinstance(found, ByAuthor):
        return answer | {"outcome": "by_author", "suggestions": [_as_json(book) for book in found.books]}
    near = [] if isbn_of(query) else nearest_books(catalogue, query, filters)
    popular = _popular_books(catalogue, filters)
    return answer | {"popular": [_as_json(book) for book in popular], "near": [_as_json(book) for book in near]}


def answer_as_text(catalogue: Catalogue, query: str, filters: Filters | None = None) -> str:
    """Return the answer as lines for a terminal, with the sentences of Slack."""
    found, dataset = _find(catalogue, query, filters), DatasetFacts.of(catalogue)
    notice = [dataset.notice] if dataset.notice else []
    if isinstance(found, Exact | Several):
        listing = _listing(catalogue, found)
        lines = [_plain(heading(listing))]
        recommendations = _recommendations(catalogue, found, filters)
        for number, recommendation in enumerate(recommendations, start=1):
            reason = _plain(reason_sentence(recommendation))
            lines.append(f"  {number}. {_line(recommendation.book, dataset)}" + (f". {reason}." if reason else "."))
        if len(recommendations) < RECOMMENDER.recommendations and filters:
            lines.append(_NO_OTHERS)
        shown = [each.book for each in recommendations]
        others = [book for book in found.others if book not in shown] if isinstance(found, Exact) else []
        if others:
            lines += ["Or did you mean one of these?", *_book_lines(others, dataset)]
        return "\n".join([*lines, *notice])
    if isinstance(found, NotFound):
        is_isbn = isbn_of(query) is not None
        near = [] if is_isbn else nearest_books(catalogue, query, filters)
        books = near or _popular_books(catalogue, filters)
        message = (
            messages.isbn_not_found(books, dataset) if is_isbn else messages.not_found(query, books, dataset, near)
        )
        lead = "These come nearest:" if near else "Many readers like these:"
        return "\n".join([_heading_of(message), lead, *(_book_lines(books, dataset) or [_NO_OTHERS]), *notice])
    message = (
        messages.by_author(found.author, found.books, dataset)
        if isinstance(found, ByAuthor)
        else messages.suggestions(query, found.books, dataset)
    )
    return "\n".join([_heading_of(message), *(_book_lines(found.books, dataset) or [_NO_OTHERS]), *notice])


def _find(catalogue: Catalogue, query: str, filters: Filters | None) -> Found:
    """Return what a query means, and of the books beside the asked one those that filters admit."""
    found = find_books(catalogue, query)
    if filters is None or isinstance(found, NotFound | Several):
        return found
    if isinstance(found, Exact):
        return found._replace(others=list(filter(filters.admit, found.others)))
    return found._replace(books=list(filter(filters.admit, found.books)))


def _popular_books(catalogue: Catalogue, filters: Filters | None) -> list[Book]:
    """Return the books that are offered where nothing is near: those of the bot, or as many that filters admit."""
    if filters is None:
        return popular_books(catalogue)
    return [each.book for each in personal_books(catalogue, (), filters=filters)]


def _listing(catalogue: Catalogue, found: Exact | Several) -> Listing:
    known = KnownBooks(catalogue, EMPTY_SHELF)
    if isinstance(found, Exact):
        return books_after(catalogue, found.book, known)
    return books_after_all(catalogue, found.books, known)


def _recommendations(catalogue: Catalogue, found: Exact | Several, filters: Filters | None) -> list[Recommendation]:
    """Return the recommendations of an answer: those of the bot, or as many that filters let through."""
    if filters is None:
        positions = _listing(catalogue, found).positions
        return [position.recommendation for position in positions if position.recommendation]
    if isinstance(found, Exact):
        return similar_books_admitted(catalogue, found.book, filters)
    after = RecommendationsAfterAll(catalogue, found.books, ANYBODY, RECOMMENDER.recommendations, filters)
    return after.explain(after.best())


def _recommendation_as_json(recommendation: Recommendation) -> dict[str, Any]:
    """Return a recommendation; `because_of` has the id of the one of several books that speaks most for it."""
    book, reason, place = recommendation.book, recommendation.reason, recommendation.place
    fields = _as_json(book) | {"score": recommendation.score}
    if isinstance(reason, AfterBook):
        ground = (place or reason.ground_for(book)).value
        return fields | {"readers_in_common": reason.readers_in_common, "reason": ground}
    because_of = reason.book.book_id if isinstance(reason, FromShelf) else None
    return fields | {"reason": place.value if place else "because_of", "because_of": because_of}


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


def _line(book: Book, dataset: DatasetFacts) -> str:
    return f"{book.full_title} by {book.author}: {_plain(facts(book, dataset))}"


def _book_lines(books: Iterable[Book], dataset: DatasetFacts) -> list[str]:
    return [f"  - {_line(book, dataset)}" for book in books]


def _heading_of(message: Message) -> str:
    return _plain(str(message.blocks[0]["text"]["text"]))


def _plain(text: str) -> str:
    """Return a text of Slack's as a terminal shows it: without markup, and with blanks that may break."""
    return unescape(without_markup(text)).replace("\u00a0", " ")


def _is_json_string(line: str) -> bool:
    try:
        return isinstance(json.loads(line), str)
    except ValueError:
        return False
