"""Made-up books of known topics, and readers who choose by topics: tags alone tell what goes with a book."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_SYLLABLES = ("ba", "do", "fe", "gi", "ku", "la", "mo", "ne", "ri", "sa", "tu", "vo")


@dataclass(frozen=True, slots=True)
class TopicsSize:
    """Numbers of the made-up dataset.

    Attributes:
        books: Books.
        authors: Authors, each with two topics of their own.
        topics: Topics; the first ones are commoner.
        tags_of_book: Tags of a book, of which the first two may be its author's topics.
        readers: Readers, each with two topics.
        read_by_one: Books that a reader has read.
        by_topic: Factor of a book's chance for each topic that it shares with a reader.
    """

    books: int = 800
    authors: int = 400
    topics: int = 40
    tags_of_book: int = 3
    readers: int = 900
    read_by_one: int = 18
    by_topic: float = 40.0


def write_topics(directory: Path, size: TopicsSize = TopicsSize(), seed: int = 3) -> Path:
    """Write a dataset by the contract into a folder; the same seed writes the same."""
    generator = np.random.default_rng(seed)
    commonness = 1 / (np.arange(size.topics) + 8)
    commonness /= commonness.sum()

    def topics_of_each(count: int, of_each: int) -> np.ndarray:
        return np.array([generator.choice(size.topics, of_each, replace=False, p=commonness) for _ in range(count)])

    author_of_book = generator.integers(0, size.authors, size.books)
    of_author, of_reader = topics_of_each(size.authors, 2), topics_of_each(size.readers, 2)
    tags = topics_of_each(size.books, size.tags_of_book)
    is_by_author = generator.random((size.books, 2)) < 0.5
    tags[:, :2] = np.where(is_by_author, of_author[author_of_book], tags[:, :2])
    has_topic = np.zeros((size.books, size.topics), dtype=bool)
    has_topic[np.arange(size.books)[:, None], tags] = True
    popularity = 1 / (generator.permutation(size.books) + 300)
    chances = popularity * size.by_topic ** has_topic[:, of_reader].sum(axis=2).T
    books = [
        (f"b{row}", _title(row), f"Ann {_title(author, 'Author')}", 1980 + row % 40, "; ".join(
            f"topic {_title(topic, '')}" for topic in sorted(set(of_book))
        ))
        for row, (author, of_book) in enumerate(zip(author_of_book.tolist(), tags.tolist(), strict=True))
    ]  # fmt: skip
    read = [generator.choice(size.books, size.read_by_one, replace=False, p=row / row.sum()) for row in chances]
    ratings = [(f"r{reader}", f"b{row}", 5) for reader, rows in enumerate(read) for row in rows.tolist()]
    directory.mkdir(parents=True, exist_ok=True)
    tables: dict[str, list[tuple[object, ...]]] = {
        "books.csv": [("book_id", "title", "author", "year", "tags"), *books],
        "ratings.csv": [("reader_id", "book_id", "rating"), *ratings],
    }
    for name, rows in tables.items():
        with (directory / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    return directory


def _title(number: int, word: str = "Book") -> str:
    """Return a word of its own for each number."""
    syllables = [_SYLLABLES[number // 12**place % 12] for place in range(3)]
    return f"{word} {''.join(syllables).capitalize()}".strip()
