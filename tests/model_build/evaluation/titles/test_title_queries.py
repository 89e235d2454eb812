"""Tests of the sampled queries."""

import pytest

from model_build.evaluation.titles.title_queries import KINDS, title_queries
from shelftalker.model.catalogue import Book

TITLES = [
    "Dune", "The Call of the Wild", "A Brief History of Time: From the Big Bang to Black Holes",
    "The Golden Compass (His Dark Materials, Book 1)", "Of Mice and Men: A Novel", "The Master and Margarita",
    "An Unquiet Mind: A Memoir of Moods and Madness", "The Name of the Rose: including Postscript",
]  # fmt: skip


@pytest.fixture
def books() -> list[Book]:
    return [
        Book(row, f"id{row}", title, "Ada Example", 1, 2000, f"{row:010}", None, row * 3, 7.0)
        for row, title in enumerate(TITLES, start=1)
    ]


def test_the_same_seed_gives_the_same_queries(books: list[Book]) -> None:
    assert title_queries(books, queries_per_kind=4) == title_queries(books, queries_per_kind=4)
    assert title_queries(books, queries_per_kind=4) != title_queries(books, queries_per_kind=4, seed=2)


def test_every_kind_has_as_many_queries_and_each_book_once_per_kind(books: list[Book]) -> None:
    queries = title_queries(books, queries_per_kind=4)

    assert [query.kind for query in queries] == [kind for kind in KINDS for _ in range(4)]
    assert len({(query.kind, query.book_row) for query in queries}) == len(queries)


def test_queries_have_the_mistake_of_their_kind(books: list[Book]) -> None:
    for query in title_queries(books, queries_per_kind=4):
        title = books[query.book_row - 1].title
        match query.kind:
            case "exact":
                assert query.text == title
            case "no subtitle":
                assert title.startswith(query.text)
                assert query.text != title
            case "shortened":
                assert title.startswith(query.text)
            case "article-less":
                assert not {"the", "a", "an"} & set(query.text.lower().split())
            case "author added":
                assert query.text.endswith("Example")
            case "reordered":
                assert set(query.text.split()) <= set(title.replace(":", "").split())
            case _:
                assert query.kind.startswith("misspelt")


def test_a_catalogue_of_few_books_gives_fewer_queries(books: list[Book]) -> None:
    kinds = [query.kind for query in title_queries(books[:1], queries_per_kind=4)]  # "Dune" alone

    assert kinds == ["misspelt", "misspelt, no subtitle", "author added", "exact"]
