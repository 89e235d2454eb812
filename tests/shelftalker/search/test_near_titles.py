"""The near-title search: misspelt titles and authors, and prefixes too short for it."""

import random
from collections.abc import Sequence

import pytest

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.search import near_titles as near_titles_module
from shelftalker.search.author_lookups import TITLE_SEARCH
from shelftalker.search.near_titles import candidate_rows, titles_with_keys
from shelftalker.search.titles import NotFound, Suggestions, find_title


def test_a_misspelt_volume_of_a_series_is_suggested_and_not_taken_for_another(catalogue: Catalogue) -> None:
    found = find_title(catalogue, "The Lord of the Rings: The Two Tower")
    assert isinstance(found, Suggestions)
    assert found.books[0].title.endswith("The Two Towers")


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("dune mesiah", "Dune Messiah"),
        ("tihe help", "The Help"),
        ("hobbit the", "The Hobbit"),
        ("the hobit", "The Hobbit"),
        ("prejudice and pride", "Pride & Prejudice"),
        ("harry potter", "Harry Potter and the Sorcerer's Stone (Book 1)"),
        ("two towers tolkien", "The Lord of the Rings: The Two Towers"),
        ("hobbit j r r tolkien", "The Hobbit"),
        ("brief histroy of time", "A Brief History of Time: From the Big Bang to Black Holes"),
        ("cien anos de la soledad", "Cien años de soledad"),
        ("海辺カフカ", "海辺のカフカ"),
    ],
)
def test_a_title_that_is_not_exact_is_suggested_first(catalogue: Catalogue, query: str, title: str) -> None:
    found = find_title(catalogue, query)
    assert isinstance(found, Suggestions)
    assert found.books[0].title == title


def suggested_books(catalogue: Catalogue, query: str) -> Sequence[Book]:
    found = find_title(catalogue, query)
    assert isinstance(found, Suggestions)
    return found.books


def test_a_query_too_short_for_trigrams_offers_titles_that_begin_so_most_read_first(catalogue: Catalogue) -> None:
    assert [book.title for book in suggested_books(catalogue, "em")] == ["Emma", "Emma"]
    assert [book.author for book in suggested_books(catalogue, "d")] == [
        "Frank Herbert",
        "Frank Herbert",
        "Brian Herbert",
    ]
    assert [book.title for book in suggested_books(catalogue, "海辺")] == ["海辺のカフカ"]


@pytest.mark.parametrize(
    ("query", "title", "author"),
    [
        ("hobit by tolkien", "The Hobbit", "J. R. R. Tolkien"),
        ("ema by alexander mccall smith", "Emma", "Alexander McCall Smith"),
        ("prid and prejudise by jane austen", "Pride & Prejudice", "Jane Austen"),
        ("dune mesiah by herbert", "Dune Messiah", "Frank Herbert"),
    ],
)
def test_a_misspelt_title_by_an_author_is_one_of_that_authors(
    catalogue: Catalogue, query: str, title: str, author: str
) -> None:
    found = find_title(catalogue, query)
    assert isinstance(found, Suggestions)
    assert (found.books[0].title, found.books[0].author) == (title, author)


def test_nonsense_is_not_found(catalogue: Catalogue) -> None:
    consonants = random.Random(1)
    words = ["".join(consonants.choices("bcdfghjklmnpqrstvwxz", k=6)) for _ in range(200)]
    found = [find_title(catalogue, f"{one} {other}") for one, other in zip(words[::2], words[1::2], strict=True)]
    assert sum(isinstance(outcome, NotFound) for outcome in found) >= 95


def test_titles_that_were_read_before_have_the_same_keys_as_when_read_anew(catalogue: Catalogue) -> None:
    rows = [book.book_row for book in catalogue.all_books()]
    catalogue.search_index.known_titles.clear()
    first = list(titles_with_keys(catalogue, rows[:5]))
    again = list(titles_with_keys(catalogue, rows))
    catalogue.search_index.known_titles.clear()
    assert again[:5] == first
    assert list(titles_with_keys(catalogue, rows)) == again
    assert len(catalogue.search_index.known_titles) == len(rows)


def test_few_of_the_titles_that_were_read_are_kept(catalogue: Catalogue) -> None:
    kept = catalogue.search_index.known_titles
    kept |= {-number: ((-number, "", "", 0), frozenset[str]()) for number in range(TITLE_SEARCH.known_titles + 1)}
    rows = [catalogue.all_books()[0].book_row]
    kept.pop(rows[0], None)
    assert [book_row for (book_row, *_), _ in titles_with_keys(catalogue, rows)] == rows
    assert list(catalogue.search_index.known_titles) == rows


def test_more_books_vote_only_where_none_of_the_first_is_very_near(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(near_titles_module, "TITLE_SEARCH", TITLE_SEARCH._replace(first_votes=1))
    votes: list[int] = []
    rows_with_trigrams = catalogue.search_index.rows_with_trigrams

    def count(trigrams: Sequence[str], limit: int) -> list[int]:
        votes.append(len(trigrams))
        return rows_with_trigrams(trigrams, limit)

    monkeypatch.setattr(catalogue.search_index, "rows_with_trigrams", count)

    near = candidate_rows(catalogue, "children of dunne", stops_at_near=True)
    assert catalogue.ordered_books(near)[0].title == "Children of Dune"
    assert votes == [1]
    far = candidate_rows(catalogue, "children of the sands", stops_at_near=True)
    assert far == candidate_rows(catalogue, "children of the sands")
    assert votes[1] == 1
    assert votes[2] > 1
