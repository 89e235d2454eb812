"""Each signal against a value computed from its definition, pair by pair."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from model_build.rank.book_facts import BookFacts
from model_build.rank.features import SignalName, Signals
from model_build.works.gather import Works
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from shelftalker.model.title_keys import normalise_title
from tests.model_build.small_datasets import Row, book
from tests.model_build.works.small_works import (
    books_of_readers,
    random_works,
    readers_in_common,
    weighted_readers_in_common,
    works_of,
)


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Works:
    """Return works with fewer readers than factors, so that the factors omit nothing, and with subjects."""
    works = random_works(tmp_path_factory.mktemp("data"), works=60, readers=30)
    tags = [tuple({"Sea", f"Subject {row % 3}", f"Theme {row % 7}"}) if row % 5 else () for row in range(60)]
    return replace(works, books=works.books.assign(tags=pd.Series(tags, dtype="object")))


@pytest.fixture(scope="module")
def tables(works: Works) -> NDArray[np.float32]:
    return tables_of(works)


def tables_of(works: Works) -> NDArray[np.float32]:
    """Return [works, works, signals] the signals of all pairs, those of a work and itself included."""
    signals = Signals(BookFacts(works), works.ratings)
    rows = np.arange(len(works.books), dtype=np.int32)
    return signals.of(signals.cooccurrence.pairs_with(rows, rows)).reshape(len(rows), len(rows), len(SignalName))


def signal(tables: NDArray[np.float32], name: str) -> NDArray[np.float32]:
    return tables[:, :, SignalName(name).column]


def defined_signal(works: Works, name: SignalName) -> NDArray[np.float64]:
    """Return [works, works] a signal by its definition."""
    books = works.books
    authors, years = books["author"].tolist(), [math.nan if year < 0 else year for year in books["year"].fillna(-1)]
    publishers = [publisher.strip().lower() for publisher in books["publisher"]]
    language_of_digit = {"0": "en", "2": "fr", "3": "de"}
    languages = [language_of_digit.get(isbn[0]) for isbn in books["isbn"]]
    common, weighted = readers_in_common(works), weighted_readers_in_common(works)
    readers = np.diagonal(common).tolist()
    likes = Counter(work for liked in books_of_readers(works, liked=True).values() for work in liked)
    means = mean_ratings(works)
    cosines = cosines_of_titles(books["title"].tolist())
    subjects = cosines_of_words([set(tags) for tags in books["tags"].tolist()])
    factors = cosines_of_readers(works)

    def same_author(source: int, target: int) -> bool:
        return bool(authors[source] == authors[target] != UNKNOWN_AUTHOR)

    def damped_cooccurrence(source: int, target: int) -> float:
        c, n_source, n_target = weighted[source, target], max(readers[source], 1), max(readers[target], 1)
        score = c**2 / (c + 5) / (n_source * n_target) ** 0.2
        return float(2 * score + 0.05 * n_target**0.3 if same_author(source, target) else score)

    def readers_of_author(work: int) -> int:
        return sum(readers[row] for row in range(len(books)) if same_author(work, row))

    cells: dict[str, Callable[[int, int], float]] = {
        "damped co-occurrence": damped_cooccurrence,
        "readers in common, weighted": lambda i, j: weighted[i, j],
        "readers in common": lambda i, j: common[i, j],
        "share of the asked book's readers": lambda i, j: weighted[i, j] / max(readers[i], 1),
        "share of the other book's readers": lambda i, j: weighted[i, j] / max(readers[j], 1),
        "readers of the asked book": lambda i, _: readers[i],
        "readers of the other book": lambda _, j: readers[j],
        "likes of the other book": lambda _, j: likes[j],
        "liked share of the other book": lambda _, j: likes[j] / max(readers[j], 1),
        "same author": same_author,
        "readers of the other book's author": lambda _, j: readers_of_author(j),
        "factors": lambda i, j: factors[i, j],
        "years between": lambda i, j: years[i] - years[j],
        "year of the other book": lambda _, j: years[j],
        "same publisher": lambda i, j: publishers[i] == publishers[j] != "",
        "same language": lambda i, j: languages[i] == languages[j] is not None,
        "words of the title": lambda i, j: cosines[i, j],
        "mean rating of the other book": lambda _, j: means[j],
        "mean rating of the asked book": lambda i, _: means[i],
        "subjects in common": lambda i, j: subjects[i, j],
    }
    cell, rows = cells[name], range(len(books))
    return np.array([[cell(source, target) for target in rows] for source in rows], dtype=np.float64)


def mean_ratings(works: Works) -> list[float]:
    """Return [works] the mean rating, with five more ratings of the mean of all, without ratings of "read"."""
    given: dict[int, list[float]] = {work: [] for work in range(len(works.books))}
    for work, rating in works.ratings[["work", "rating"]].itertuples(index=False):
        if rating > 0:
            given[work].append(rating)
    all_ratings = [rating for ratings in given.values() for rating in ratings]
    mean = sum(all_ratings) / len(all_ratings)
    return [(sum(ratings) + 5 * mean) / (len(ratings) + 5) for ratings in given.values()]


def cosines_of_titles(titles: Sequence[str]) -> NDArray[np.float64]:
    """Return [works, works] cosines of the titles' words, weighed by log(titles / titles with the word)."""
    return cosines_of_words([set(normalise_title(title).split()) for title in titles])


def cosines_of_words(words_of: Sequence[set[str]]) -> NDArray[np.float64]:
    """Return [works, works] cosines of the works' words, weighed by log(works / works with the word)."""
    titles_with = Counter(word for words in words_of for word in words)
    weight = {word: math.log(len(words_of) / count) for word, count in titles_with.items()}
    cosines = np.zeros((len(words_of), len(words_of)))
    lengths = [math.sqrt(sum(weight[word] ** 2 for word in words)) for words in words_of]
    for one, words in enumerate(words_of):
        for other, other_words in enumerate(words_of):
            length = lengths[one] * lengths[other]
            cosines[one, other] = sum(weight[word] ** 2 for word in words & other_words) / length if length else 0
    return cosines


def cosines_of_readers(works: Works) -> NDArray[np.float64]:
    """Return [works, works] cosines of the works' readers, which enough factors keep whole.

    A reader of b books counts b^-0.3; the number of a work's readers changes no direction.
    """
    read_by = np.zeros((len(works.books), int(works.ratings["reader"].max()) + 1))
    for reader, books in books_of_readers(works).items():
        read_by[books, reader] = len(books) ** -0.3
    read_by /= np.maximum(np.linalg.norm(read_by, axis=1, keepdims=True), 1e-9)
    return read_by @ read_by.T


@pytest.mark.parametrize("name", SignalName)
def test_every_signal_has_the_value_of_its_definition_for_every_pair(
    name: SignalName, works: Works, tables: NDArray[np.float32]
) -> None:
    expected = defined_signal(works, name)
    assert len(np.unique(expected[~np.isnan(expected)])) > 1
    np.testing.assert_allclose(signal(tables, name), expected, rtol=1e-4, atol=1e-4)


def test_signals_are_32_bit_and_missing_only_where_a_year_is_unknown(works: Works, tables: NDArray[np.float32]) -> None:
    unknown = works.books["year"].isna().to_numpy()
    unread = (works.books["readers_count"] == 0).to_numpy()
    assert unknown.any()
    assert unread.any()
    assert tables.dtype == np.float32
    missing = np.zeros(tables.shape, dtype=bool)
    missing[:, unknown, SignalName.TARGET_YEAR.column] = True
    missing[:, :, SignalName.YEARS_BETWEEN.column] = unknown[:, np.newaxis] | unknown
    np.testing.assert_array_equal(np.isnan(tables), missing)
    assert np.isfinite(tables[~missing]).all()


def test_signals_of_the_source_alone_are_the_same_for_every_target(tables: NDArray[np.float32]) -> None:
    same_for_every_target = {name for name in SignalName if (signal(tables, name)[:, :1] == signal(tables, name)).all()}
    assert same_for_every_target == {name for name in SignalName if name.is_of_source_alone}


def test_books_with_the_same_readers_have_the_same_factors_and_an_unread_book_has_none(tmp_path: Path) -> None:
    # More works and readers than factors, so that the factors omit much.
    generator = np.random.default_rng(4)
    books = [book(f"{number:03}", f"Book {number}", f"Author{number} {number}") for number in range(60)]
    ratings: list[Row] = [
        (reader, f"{number:03}", 7)
        for reader in range(80)
        for number in generator.choice(58, size=6, replace=False).tolist()
        if number != 1
    ]
    # Book 1 has the readers of book 0; books 58 and 59 have none.
    ratings += [(reader, "001", 3) for reader, number, _ in ratings if number == "000"]
    works = works_of(tmp_path, books, ratings)
    row = {title: row for row, title in enumerate(works.books["title"])}
    factors = signal(tables_of(works), "factors")
    assert factors[row["Book 0"], row["Book 1"]] == pytest.approx(1, abs=1e-4)
    assert (np.delete(factors[row["Book 0"]], [row["Book 0"], row["Book 1"]]) < 0.999).all()
    np.testing.assert_allclose(factors, factors.T, atol=1e-6)
    assert np.abs(factors).max() <= 1 + 1e-5
    assert not factors[[row["Book 58"], row["Book 59"]]].any()


def test_two_unknown_authors_are_not_the_same_author_and_have_no_readers(tmp_path: Path) -> None:
    books = [book("1", "One", ""), book("2", "Two", ""), book("3", "Three", "Ann Ash"), book("4", "Four", "Ann Ash")]
    works = works_of(tmp_path, books, [(reader, isbn, 7) for reader in range(3) for isbn in "123"])
    tables = tables_of(works)
    row = {title: row for row, title in enumerate(works.books["title"])}
    unknown, known = [row["One"], row["Two"]], [row["Three"], row["Four"]]
    assert not signal(tables, "same author")[unknown].any()
    assert signal(tables, "same author")[np.ix_(known, known)].all()
    assert not signal(tables, "readers of the other book's author")[:, unknown].any()
    assert (signal(tables, "readers of the other book's author")[:, known] == 3).all()


def test_books_without_author_year_publisher_and_language_have_signals_too(tmp_path: Path) -> None:
    # No author, year, publisher or language; a title without a word; a reader, but no rating above "read".
    books = [book(f"x{number}", title, "", 0, "") for number, title in enumerate(("!!!", "???", "One"))]
    works = works_of(tmp_path, books, [(1, "x0", 0), (1, "x1", 0)])
    tables = tables_of(works)
    assert tables.shape == (3, 3, len(SignalName))
    of_years = [SignalName.YEARS_BETWEEN.column, SignalName.TARGET_YEAR.column]
    assert np.isnan(tables[:, :, of_years]).all()
    assert np.isfinite(np.delete(tables, of_years, axis=2)).all()
    for name in ("same author", "same publisher", "same language", "mean rating of the other book"):
        assert not signal(tables, name).any()
