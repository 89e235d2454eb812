"""Facts of a handful of books, each known beforehand."""

from pathlib import Path

import numpy as np
import pytest

from model_build.datasets.joined_sources import join_sources
from model_build.rank.book_facts import BookFacts
from model_build.works.gather import gather_works
from tests.model_build.small_datasets import book
from tests.model_build.source_tables import BookRow, source_tables
from tests.model_build.works.small_works import works_of


@pytest.fixture
def facts(tmp_path: Path) -> BookFacts:
    """Return the facts of four books, the first the most read."""
    books = [
        book("0111111111", "Red House", "Ann Ash", 1950, "Knopf "),
        book("3111111112", "Red Sea", "Ann Ash", 0, "KNOPF"),
        book("0222222222", "Red Night", "", 1970, ""),
        book("9992222222", "Red Garden", "", 1980, "Diogenes"),
    ]
    ratings = [(reader, row[0], 7) for number, row in enumerate(books) for reader in range(4 - number)]
    return BookFacts(works_of(tmp_path, books, ratings))


def test_an_unknown_author_year_publisher_or_language_is_none(facts: BookFacts) -> None:
    assert facts.works_count == 4
    assert facts.author_rows.tolist() == [0, 0, -1, -1]
    np.testing.assert_array_equal(facts.years, np.array([1950, np.nan, 1970, 1980], np.float32))
    assert facts.publishers.tolist() == [0, 0, -1, 1]
    assert facts.languages.tolist() == [0, 1, 0, -1]


def test_two_books_of_unknown_authors_are_not_by_the_same_author(facts: BookFacts) -> None:
    sources, targets = np.array([0, 0, 2, 2], np.int32), np.array([1, 2, 3, 2], np.int32)
    assert facts.same_author(sources, targets).tolist() == [True, False, False, False]


def test_a_word_of_every_title_says_nothing_and_the_rest_of_a_title_has_length_one(facts: BookFacts) -> None:
    cosines = (facts.title_words @ facts.title_words.T).toarray()
    np.testing.assert_allclose(cosines, np.eye(4), atol=1e-6)


def test_subjects_in_common_count_by_their_rarity(tmp_path: Path) -> None:
    tags = [("Fiction", "Whaling"), ("fiction", "whaling", "Obsession"), ("Fiction", "Physics"), ("Fiction",), ()]
    books: list[BookRow] = [
        (str(number), f"Book {number}", f"Author {number}", {"tags": of_book}) for number, of_book in enumerate(tags)
    ]
    ratings = [("a", "0", 8.0), ("b", "0", 8.0), ("a", "1", 8.0)]
    works = gather_works(join_sources([source_tables(books, ratings)]))
    facts = BookFacts(works)
    row = {title: number for number, title in enumerate(works.books["title"])}
    pairs = [("Book 0", "Book 1"), ("Book 0", "Book 2"), ("Book 0", "Book 4"), ("Book 1", "Book 1")]
    sources, targets = (np.array([row[pair[place]] for pair in pairs], np.int32) for place in (0, 1))
    whaling, fiction, other, itself = facts.subjects_in_common(sources, targets)
    assert whaling > 0.4 > fiction > other == 0
    assert itself == pytest.approx(1)
