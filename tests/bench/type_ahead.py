"""How fast titles are offered at every key press, and how fast those in a message are found."""

import gc
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from model_build.evaluation.titles.title_queries import title_queries
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.search.mentions import mentioned_books
from shelftalker.search.type_ahead import completions
from tests.bench.figures import Figure, Stopwatch

# What begins the most titles, or may.
_WORST_PREFIXES = ("", "t", "s", "th", "the", "the ", "a", "a ", "st", "th ", "the s", "and", "of ", "of the")
_TARGETS = ((50, "50 ms"), (99, "50 ms"))
_TITLES = 60
_CHARACTERS_OF_A_MESSAGE = 3000
_MESSAGES = 20


def measure_type_ahead(model: Path) -> list[Figure]:
    """Type titles letter by letter, as printed and misspelt, and read long messages full of titles."""
    catalogue = Catalogue.open(model)
    prefixes, messages = _typed_and_written(catalogue.all_books())
    # A garbage collection would walk the books that only this benchmark has loaded.
    gc.collect()
    figures = [figure for what, typed in prefixes.items() for figure in _typing(catalogue, what, typed)]
    figures += [figure for what, written in messages.items() for figure in _reading(catalogue, what, written)]
    catalogue.close()
    return figures


def _typed_and_written(books: Sequence[Book]) -> tuple[dict[str, Sequence[str]], dict[str, Sequence[str]]]:
    """What is typed and what messages say, by kind; of books as often as they are read."""
    drawing = random.Random(1)
    popularity = [book.ratings_count + 1 for book in books]
    titles = [book.title for book in drawing.choices(books, popularity, k=_TITLES)]
    authors = [book.author for book in drawing.choices(books, popularity, k=_TITLES // 2)]
    misspelt = [query.text for query in title_queries(books, _TITLES // 2) if query.kind == "misspelt"]
    messages = [_message(drawing, books) for _ in range(_MESSAGES)]
    return {
        "a letter of a title": _prefixes(titles),
        "a letter of a misspelt title": _prefixes(misspelt),
        "a letter of an author's name": _prefixes(authors),
        "what most titles begin with": _WORST_PREFIXES * 5,
    }, {
        "a message of titles": messages,
        "a message in small letters": [message.lower() for message in messages],
    }


def _typing(catalogue: Catalogue, what: str, prefixes: Iterable[str]) -> list[Figure]:
    stopwatch = Stopwatch()
    for prefix in prefixes:
        with stopwatch.measure():
            completions(catalogue, prefix)
    return stopwatch.figures(what, _TARGETS)


def _reading(catalogue: Catalogue, what: str, messages: Iterable[str]) -> list[Figure]:
    stopwatch = Stopwatch()
    for message in messages:
        with stopwatch.measure():
            mentioned_books(catalogue, message)
    return stopwatch.figures(f"{what}, {_CHARACTERS_OF_A_MESSAGE:,} characters", _TARGETS)


def _prefixes(texts: Iterable[str]) -> list[str]:
    return [text[:length] for text in texts for length in range(1, len(text) + 1)]


def _message(drawing: random.Random, books: Sequence[Book]) -> str:
    titles = [book.title for book in drawing.choices(books, k=_CHARACTERS_OF_A_MESSAGE // 5)]
    return " and then ".join(titles)[:_CHARACTERS_OF_A_MESSAGE]
