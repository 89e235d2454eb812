"""Ratings of shelves beside those of a dataset."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from model_build.datasets.dataset import Dataset
from model_build.datasets.formats.table_file import DatasetError
from model_build.learning.joined_shelves import NAME, JoinedShelves, join_shelves
from model_build.learning.shelf_ratings import ShelfRatings
from model_build.works.gather import gather_works, join_editions
from model_build.works.previous_books import PreviousIds
from tests.model_build.small_datasets import book, ratings_of, read, write_kaggle

BOOKS = [
    book("01", "Dune", "Frank Herbert"),
    book("02", "Dune", "Frank Herbert", publisher=""),
    book("03", "Emma", "Jane Austen"),
    book("04", "Persuasion", "Jane Austen"),
]
RATINGS = [(1, "01", 7), (2, "02", 9), (3, "02", 10), (3, "03", 6), (4, "04", 8)]
# (reader's pseudonym, book id, stars), in the order of readers and times.
Rating = tuple[str, str, int]


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return read(write_kaggle(tmp_path / "data", BOOKS, RATINGS))


def previous(
    books: Mapping[str, Sequence[str]], aliases: Mapping[str, str] | None = None, titles: Sequence[str] = ()
) -> PreviousIds:
    """Return the ids of a model: the source ids of each book's editions by its id, and its title."""
    return PreviousIds(
        id_of_edition={source_id: book_id for book_id, ids in books.items() for source_id in ids},
        rank={book_id: rank for rank, book_id in enumerate(books)},
        aliases=aliases or {},
        id_of_isbn={},
        descriptions={
            book_id: (title, "Jane Austen")
            for book_id, title in zip(books, titles or ("Dune", "Emma", "Persuasion"), strict=False)
        },
    )


PREVIOUS = previous({"dune": ["01", "02"], "emma": ["03"], "persuade": ["04"]})


def shelves(*rows: Rating, workspaces: Mapping[str, int] | None = None) -> ShelfRatings:
    names, book_ids = sorted({row[0] for row in rows}), sorted({row[1] for row in rows})
    return ShelfRatings(
        pseudonyms=tuple(names),
        workspaces=np.array([(workspaces or {}).get(name, 0) for name in names], dtype=np.int32),
        book_ids=tuple(book_ids),
        reader=np.array([names.index(row[0]) for row in rows], dtype=np.int32),
        book=np.array([book_ids.index(row[1]) for row in rows], dtype=np.int32),
        stars=np.array([row[2] for row in rows], dtype=np.int8),
    )


def join(dataset: Dataset, ratings: ShelfRatings | None, ids: PreviousIds | None = PREVIOUS) -> JoinedShelves:
    return join_shelves(dataset, join_editions(dataset), ids, ratings)


def added_ratings(joined: JoinedShelves, before: Dataset) -> list[tuple[str, str, float, bool]]:
    """Return reader, edition, rating and like of each added row."""
    rows = joined.dataset.ratings.iloc[len(before.ratings) :]
    likes = rows["liked"].tolist()
    return [(*row, liked) for row, liked in zip(ratings_of(replace(joined.dataset, ratings=rows)), likes, strict=True)]


def test_stars_go_to_the_most_read_edition_on_the_scale_of_the_dataset(dataset: Dataset) -> None:
    joined = join(dataset, shelves(("a", "dune", 5), ("b", "dune", 3), ("b", "emma", 4)))
    assert added_ratings(joined, dataset) == [
        (f"{NAME}:a", "02", 10, True), (f"{NAME}:b", "02", 6, False), (f"{NAME}:b", "03", 8, True)
    ]  # fmt: skip
    assert joined.readers == range(4, 6)
    pd.testing.assert_frame_equal(joined.dataset.editions, dataset.editions)
    pd.testing.assert_frame_equal(joined.dataset.ratings.iloc[: len(dataset.ratings)], dataset.ratings)
    assert joined.dataset.ratings.dtypes.equals(dataset.ratings.dtypes)
    assert joined.dataset.readers.dtypes.equals(dataset.readers.dtypes)


def test_the_shelves_are_a_source_of_readers_without_editions(dataset: Dataset) -> None:
    joined = join(dataset, shelves(("a", "dune", 5)))
    base, source = joined.dataset.sources
    assert (base.name, base.readers) == (dataset.sources[0].name, dataset.sources[0].readers)
    assert (source.name, len(source.editions), source.readers) == (NAME, 0, range(4, 5))
    works = gather_works(joined.dataset)
    pd.testing.assert_frame_equal(
        works.books.drop(columns=["readers_count", "ratings_count", "rating_mean"]),
        gather_works(dataset).books.drop(columns=["readers_count", "ratings_count", "rating_mean"]),
    )
    assert works.books["readers_count"].tolist() == [4, 1, 1]


def test_former_ids_lead_to_the_books_in_their_place(dataset: Dataset) -> None:
    ids = previous({"dune": ["01", "02"], "emma": ["03"]}, {"duna": "dune"})
    joined = join(dataset, shelves(("a", "duna", 4)), ids)
    assert added_ratings(joined, dataset) == [(f"{NAME}:a", "02", 8, True)]


def test_of_two_ids_of_one_book_the_newer_rating_stands(dataset: Dataset) -> None:
    ids = previous({"dune": ["01", "02"], "emma": ["03"]}, {"duna": "dune"})
    joined = join(dataset, shelves(("a", "duna", 1), ("a", "dune", 4), ("b", "dune", 2), ("b", "duna", 5)), ids)
    assert [(row[0], row[2]) for row in added_ratings(joined, dataset)] == [(f"{NAME}:a", 8), (f"{NAME}:b", 10)]
    assert joined.dataset.counts[f"{NAME}: stars of books that are one book now, older, set aside"] == 2


def test_books_that_the_model_or_the_dataset_lacks_are_counted_and_left_out(dataset: Dataset) -> None:
    ids = previous({"dune": ["01", "02"], "emma": ["03"], "gone": ["99"]}, titles=("Dune", "Emma", "Gone"))
    joined = join(dataset, shelves(("a", "dune", 4), ("a", "gone", 5), ("a", "nonsense", 5)), ids)
    assert len(added_ratings(joined, dataset)) == 1
    kind = f"{NAME}: stars of books that the current model or this build does not know, set aside"
    assert joined.dataset.counts[kind] == 2


def test_source_ids_of_other_books_lead_to_the_books_by_title(dataset: Dataset) -> None:
    """In a dataset whose numbers mean other books, "01" of the current model is not "01" here."""
    ids = previous({"persuade": ["01"], "emma": ["02"]}, titles=("Persuasion", "Emma"))
    joined = join(dataset, shelves(("a", "persuade", 5), ("a", "emma", 3)), ids)
    assert [row[1] for row in added_ratings(joined, dataset)] == ["04", "03"]


@pytest.mark.parametrize("ratings", [None, shelves(), shelves(("a", "nonsense", 5))], ids=["none", "empty", "unknown"])
def test_where_nothing_is_learned_the_dataset_is_as_it_was(dataset: Dataset, ratings: ShelfRatings | None) -> None:
    joined = join(dataset, ratings)
    assert joined.dataset is dataset
    assert not joined.readers


def test_shelves_without_a_current_model_are_refused(dataset: Dataset) -> None:
    assert join(dataset, None, None).dataset is dataset
    with pytest.raises(DatasetError, match=r"Expected the current model beside the shelves.* publish --model DIR"):
        join(dataset, shelves(("a", "dune", 5)), None)


def test_a_workspace_adds_no_more_readers_of_a_book_than_its_cap(dataset: Dataset) -> None:
    rows = [(f"r{number}", "dune", 5) for number in range(9)]
    joined = join(dataset, shelves(*rows, workspaces={"r7": 1, "r8": 1}))
    assert [row[0] for row in added_ratings(joined, dataset)] == [f"{NAME}:r{number}" for number in (0, 1, 2, 7, 8)]
    assert joined.dataset.counts[f"{NAME}: stars beyond the cap of a workspace, set aside"] == 4


def test_the_fingerprint_is_that_of_the_rows_that_are_learned(dataset: Dataset) -> None:
    rows = [("a", "dune", 5), ("b", "emma", 3)]
    fingerprints = [
        join(dataset, shelves(*ratings)).dataset.fingerprint
        for ratings in (rows, rows, [*rows, ("c", "nonsense", 3)], rows[:1], [rows[0], ("b", "emma", 4)],
                        [rows[0], ("c", "emma", 3)], [rows[0], ("b", "persuade", 3)])
    ]  # fmt: skip
    assert fingerprints[0] == fingerprints[1] == fingerprints[2]
    assert len({dataset.fingerprint, *fingerprints}) == 6


def test_a_dataset_of_loans_takes_stars_as_they_are(dataset: Dataset) -> None:
    joined = join(replace(dataset, rating_scale=5), shelves(("a", "dune", 4)))
    assert added_ratings(joined, dataset)[0][2] == 4
