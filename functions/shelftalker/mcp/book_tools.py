"""The tools that find books and recommend them, by the functions that answer `/recommend`."""

from collections.abc import Mapping, Sequence
from typing import Any

from shelftalker.api.answers import book_content, find_named, nearest_to_missed, plain, recommendation_content
from shelftalker.mcp.answers import (
    ToolAnswer,
    ToolCall,
    ToolError,
    list_books,
    list_recommendations,
    name_book,
    name_books,
    quote,
)
from shelftalker.mcp.named_books import books_named
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.observability import Event, Outcome, count, set_outcome
from shelftalker.recommend.filters import FILTERS, FilterError, Filters, similar_books_admitted
from shelftalker.recommend.listing_pages import books_after_all, books_for_reader
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.recommender import RECOMMENDER
from shelftalker.recommend.series import order_series
from shelftalker.recommend.several_books import RecommendationsAfterAll
from shelftalker.recommend.steps import Step, series_reader
from shelftalker.search.questions import find_books
from shelftalker.search.titles import ByAuthor, Exact, NotFound, Several
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.views.headings import heading, hint
from shelftalker.views.messages import Status

_SOURCES = {
    Step.SHELF: "shelf",
    Step.COUNTRY_AND_AGE: "country_and_age",
    Step.COUNTRY: "country",
    Step.AGE: "age",
    Step.EVERYONE: "everyone",
}
_NOTHING_FITS = "No book of the catalogue fits. Ask for less: drop a filter, or call again without them."
_NO_VOLUME = "No next volume. Call again without next_in_series for books like these."


def find_book(call: ToolCall) -> ToolAnswer:
    """Find the books that a query names."""
    query, catalogue = call.arguments["query"], call.catalogue
    found = find_named(catalogue, query)
    if isinstance(found, Exact):
        set_outcome(Outcome.FOUND)
        others = f"\nOthers that may be meant: {name_books(found.others)}." if found.others else ""
        text = f"{quote(query)} is taken for {name_book(found.book)}.{others}"
        return _found(call, "book", [found.book, *found.others], text)
    if isinstance(found, Several):
        set_outcome(Outcome.FOUND)
        return _found(call, "books", found.books, f"{quote(query)} names:\n{list_books(found.books)}")
    if isinstance(found, ByAuthor):
        set_outcome(Outcome.AUTHOR_FOUND)
        text = f"{quote(query)} is an author. The most read books by {found.author}:\n{list_books(found.books)}"
        return _found(call, "author", found.books, text, author=found.author)
    if isinstance(found, NotFound):
        set_outcome(Outcome.NOT_FOUND)
        near = nearest_to_missed(catalogue, query)
        nearest = f" The nearest:\n{list_books(near)}" if near else " Check the spelling, or look for its author."
        return _found(call, "none", near, f"The catalogue has no book {quote(query)}.{nearest}")
    set_outcome(Outcome.SUGGESTED)
    text = f"{quote(query)} names no book for certain. It may mean:\n{list_books(found.books)}"
    return _found(call, "suggestions", found.books, text)


def books_like(call: ToolCall) -> ToolAnswer:
    """Recommend for someone who liked one or several books."""
    catalogue, arguments = call.catalogue, call.arguments
    liked = books_named(catalogue, arguments["titles"])[: RECOMMENDER.recommendations]
    filters = _filters(catalogue, arguments)
    known = call.known_books()
    notes = [] if known.is_available else [plain(Status.SHELF_UNREAD)]
    if arguments["next_in_series"]:
        shown, of_series = _next_volumes(catalogue, liked, known, filters)
        notes += of_series
    elif filters == Filters():
        shown = books_after_all(catalogue, liked, known).recommendations
    else:
        shown = _admitted_books(catalogue, liked, known, filters)
        notes += _filter_notes(arguments, shown)
    set_outcome(Outcome.SERVED)
    books = list_recommendations(shown) or (_NO_VOLUME if arguments["next_in_series"] else _NOTHING_FITS)
    taken = f"Taken for: {name_books(liked)}."
    dataset = call.dataset
    return ToolAnswer(
        "\n".join([taken, books, *notes]),
        {
            "taken_for": [book_content(book, dataset) for book in liked],
            "books": [recommendation_content(each, dataset) for each in shown],
            "notes": notes,
        },
    )


def books_for_me(call: ToolCall) -> ToolAnswer:
    """Recommend for the person, by the chain that serves `/recommend` without a title."""
    known = call.known_books()
    listing = books_for_reader(call.catalogue, known)
    step = listing.step or Step.EVERYONE
    count(Event(step))
    set_outcome(Outcome.SERVED_FOR_READER)
    shown = listing.recommendations
    notes = [plain(note) for note in (hint(listing), "" if known.is_available else Status.SHELF_UNREAD) if note]
    return ToolAnswer(
        "\n".join([plain(heading(listing)), list_recommendations(shown), *notes]),
        {
            "source": _SOURCES[step],
            "books": [recommendation_content(each, call.dataset) for each in shown],
            "notes": notes,
        },
    )


def _found(call: ToolCall, match: str, books: Sequence[Book], text: str, author: str | None = None) -> ToolAnswer:
    content: dict[str, Any] = {
        "match": match,
        "taken_for": book_content(books[0], call.dataset) if match == "book" else None,
        "author": author,
        "books": [book_content(book, call.dataset) for book in books],
    }
    return ToolAnswer(text, content)


def _filters(catalogue: Catalogue, arguments: Mapping[str, Any]) -> Filters:
    """Return the filters of a call.

    Raises:
        ToolError: The model can't keep one of them.
    """
    language = str(arguments.get("in_language", "")).lower() or None
    known = catalogue.languages()
    if language and language not in known:
        has = f"It has enough in {', '.join(known)} (ISO 639-1)" if known else "It knows the language of no book"
        raise ToolError(f"The catalogue knows too few books in {language!r}. {has}. Or call again without in_language.")
    newer_than = arguments.get("newer_than")
    authors = [_author(catalogue, name) for name in arguments.get("not_by_author", ())]
    years = (None if newer_than is None else newer_than + 1, None)
    try:
        return Filters.of(catalogue, authors, language, years)
    except FilterError as error:
        raise ToolError(f"{error} Or call again without not_by_author.") from error


def _author(catalogue: Catalogue, name: str) -> str:
    """Return an author's name as the catalogue has it, where the search knows whom a misspelt one means."""
    found = find_books(catalogue, name)
    return found.author if isinstance(found, ByAuthor) else name


def _admitted_books(
    catalogue: Catalogue, liked: Sequence[Book], known: KnownBooks, filters: Filters
) -> list[Recommendation]:
    """Return the five books that filters admit and the person does not know."""
    admitted, reader = filters.for_reader(known), series_reader(known)
    if len(liked) == 1:
        return similar_books_admitted(catalogue, liked[0], admitted, reader)
    ranking = RecommendationsAfterAll(catalogue, liked, reader, RECOMMENDER.recommendations, admitted)
    return ranking.explain(ranking.best())


def _filter_notes(arguments: Mapping[str, Any], shown: Sequence[Recommendation]) -> list[str]:
    """Return notes on filtered books: that unknown ones are left out, and that only few fit."""
    unknown = [words for name, words in (("newer_than", "year"), ("in_language", "language")) if name in arguments]
    notes = []
    if unknown:
        notes.append(f"Books whose {' or '.join(unknown)} the catalogue does not know are left out.")
    if 0 < len(shown) < RECOMMENDER.recommendations:
        notes.append(f"Only {len(shown)} of the {FILTERS.tested_for_reader:,} books nearest to the taste fit.")
    return notes


def _next_volumes(
    catalogue: Catalogue, liked: Sequence[Book], known: KnownBooks, filters: Filters
) -> tuple[list[Recommendation], list[str]]:
    """Return the next volume of each book's series, and a sentence for each book that has none to show."""
    reader = series_reader(known)
    volumes: dict[int, Recommendation] = {}
    notes = []
    for book in liked:
        following = order_series(catalogue, [], book, reader)
        if book.series is None:
            notes.append(f"The catalogue knows no series of {name_book(book)}.")
        elif book.volume is None:
            notes.append(f"The catalogue does not know which volume of {book.series} {name_book(book)} is.")
        elif not following:
            notes.append(
                f"The catalogue has no later volume of {book.series} that the person has not read or dismissed."
            )
        elif not filters.admit(following[0].book):
            notes.append(f"The next volume, {name_book(following[0].book)}, does not fit the other filters.")
        else:
            volumes.setdefault(following[0].book.book_row, following[0])
    return list(volumes.values()), notes
