"""Benchmark of the titles offered at every key press, and of the titles found in a message."""

import gc
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from model_build.evaluation.titles.title_queries import title_queries
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.search.message_books import books_of_message
from shelftalker.search.type_ahead import completions
from tests.bench.figures import Figure, Stopwatch


@dataclass(frozen=True, slots=True)
class TypeAheadConfig:
    """Numbers of the benchmark.

    Attributes:
        frequent_prefixes: Prefixes that the most titles have, or may have.
        targets: Percentiles with their targets.
        titles: Number of typed titles.
        message_characters: Length of a message.
        messages: Number of messages.
    """

    frequent_prefixes: tuple[str, ...] = (
        "", "t", "s", "th", "the", "the ", "a", "a ", "st", "th ", "the s", "and", "of ", "of the",
    )  # fmt: skip
    targets: tuple[tuple[int, str], ...] = ((50, "50 ms"), (99, "50 ms"))
    titles: int = 60
    message_characters: int = 3000
    messages: int = 20


TYPE_AHEAD = TypeAheadConfig()


def measure_type_ahead(model: Path) -> list[Figure]:
    """Type titles letter by letter, as printed and misspelt, and read long messages full of titles."""
    catalogue = Catalogue.open(model)
    prefixes, messages = _make_texts(catalogue.all_books())
    # A garbage collection would visit the books that only this benchmark has loaded.
    gc.collect()
    figures = [figure for name, typed in prefixes.items() for figure in _measure_typing(catalogue, name, typed)]
    figures += [figure for name, texts in messages.items() for figure in _measure_reading(catalogue, name, texts)]
    catalogue.close()
    return figures


def _make_texts(books: Sequence[Book]) -> tuple[dict[str, Sequence[str]], dict[str, Sequence[str]]]:
    """Return typed prefixes and messages, by kind, of books sampled by their number of readers."""
    generator = random.Random(1)
    popularity = [book.ratings_count + 1 for book in books]
    titles = [book.title for book in generator.choices(books, popularity, k=TYPE_AHEAD.titles)]
    authors = [book.author for book in generator.choices(books, popularity, k=TYPE_AHEAD.titles // 2)]
    misspelt = [query.text for query in title_queries(books, TYPE_AHEAD.titles // 2) if query.kind == "misspelt"]
    messages = [_message(generator, books) for _ in range(TYPE_AHEAD.messages)]
    return {
        "a letter of a title": _prefixes(titles),
        "a letter of a misspelt title": _prefixes(misspelt),
        "a letter of an author's name": _prefixes(authors),
        "what most titles begin with": TYPE_AHEAD.frequent_prefixes * 5,
    }, {
        "a message of titles": messages,
        "a message in small letters": [message.lower() for message in messages],
    }


def _measure_typing(catalogue: Catalogue, name: str, prefixes: Iterable[str]) -> list[Figure]:
    stopwatch = Stopwatch()
    for prefix in prefixes:
        with stopwatch.measure():
            completions(catalogue, prefix)
    return stopwatch.figures(name, TYPE_AHEAD.targets)


def _measure_reading(catalogue: Catalogue, name: str, messages: Iterable[str]) -> list[Figure]:
    stopwatch = Stopwatch()
    for message in messages:
        with stopwatch.measure():
            books_of_message(catalogue, {"type": "message", "text": message})
    return stopwatch.figures(f"{name}, {TYPE_AHEAD.message_characters:,} characters", TYPE_AHEAD.targets)


def _prefixes(texts: Iterable[str]) -> list[str]:
    return [text[:length] for text in texts for length in range(1, len(text) + 1)]


def _message(generator: random.Random, books: Sequence[Book]) -> str:
    titles = [book.title for book in generator.choices(books, k=TYPE_AHEAD.message_characters // 5)]
    return " and then ".join(titles)[: TYPE_AHEAD.message_characters]
