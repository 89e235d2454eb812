"""The collection of ratings in blocks of columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_build.datasets.contract import LOSS_KINDS
from model_build.datasets.ratings_table import CollectedRatings, RatingCollector


def rows_of(collected: CollectedRatings) -> list[tuple[str, int, float, bool]]:
    """Return (reader id, row of the book, rating, liked)."""
    return [
        (collected.reader_ids[reader], book, rating, liked)
        for reader, book, rating, liked in collected.ratings.itertuples(index=False)
    ]


def test_blocks_of_columns_become_one_table() -> None:
    collector = RatingCollector(["a", "b"])
    collector.add(["x", "y"], ["a", "b"], ["10", "2"])
    collector.add([" x "], ["B"], ["0"])
    collected = collector.collect(usual_scale=10)
    assert rows_of(collected) == [("x", 0, 10, True), ("y", 1, 2, False), ("x", 1, 0, False)]
    assert (collected.rating_scale, collected.like_threshold) == (10, 7)
    assert collector.counts["ratings rows"] == 3
    assert [str(dtype) for dtype in collected.ratings.dtypes] == ["int32", "int32", "float32", "bool"]


def test_lost_rows_are_counted_with_an_example_and_leave_no_reader() -> None:
    collector = RatingCollector(["a"])
    collector.add(["v", "w", "x", "", "y"], ["q", "4.41E+08", "a", "a", "a"], ["5", "5", "bad", "4", "3"])
    assert rows_of(collector.collect(usual_scale=5)) == [("y", 0, 3, False)]
    assert collector.counts[LOSS_KINDS.unknown_books] == collector.counts[LOSS_KINDS.rounded_ratings] == 1
    assert collector.counts[LOSS_KINDS.off_scale] == 2
    assert collector.examples[LOSS_KINDS.unknown_books] == "reader 'v', book 'q', rating '5'"
    assert collector.examples[LOSS_KINDS.off_scale] == (
        "reader 'x', book 'a', rating 'bad' (expected a number, or 4/5, 80%, ★★★★, like or dislike)"
    )


def test_a_rating_off_the_scale_is_lost_once_the_scale_is_known() -> None:
    collector = RatingCollector(["a"])
    readers = [str(reader) for reader in range(100)]
    collector.add(readers, ["a"] * 100, ["9", *["4"] * 99])
    collected = collector.collect()
    assert (collected.rating_scale, len(collected.ratings)) == (5, 99)
    assert collector.counts[LOSS_KINDS.off_scale] == 1
    assert collector.examples[LOSS_KINDS.off_scale] == "reader '0', rating '9'"


@pytest.mark.parametrize("ratings", [None, ["", ""], ["0", "0"], ["1", "1"]])
def test_rows_without_ratings_are_likes(ratings: list[str] | None) -> None:
    collector = RatingCollector(["a", "b"])
    collector.add(["x", "y"], ["a", "b"], ratings)
    collected = collector.collect()
    assert collected.rating_scale is None
    assert rows_of(collected) == [("x", 0, 0, True), ("y", 1, 0, True)]


def test_ratings_of_zero_and_one_are_likes_and_none() -> None:
    collector = RatingCollector(["a", "b"])
    collector.add(["x", "y", "x"], ["a", "b", "b"], ["1", "0", "1"])
    assert rows_of(collector.collect()) == [("x", 0, 0, True), ("y", 1, 0, False), ("x", 1, 0, True)]
    assert collector.counts["ratings rows of 0 beside 1, taken as read and not liked"] == 1


def test_the_last_of_several_rows_is_told_by_their_times() -> None:
    collector = RatingCollector(["a"])
    collector.add(["x"] * 3, ["a"] * 3, ["2", "5", "3"], timestamps=["20", "30", "10"])
    assert rows_of(collector.collect(usual_scale=5)) == [("x", 0, 5, True)]


def test_books_that_somebody_wants_to_read_are_set_aside() -> None:
    collector = RatingCollector(["a", "b"])
    collector.add(["x", "x"], ["a", "b"], statuses=["to-read", "read"])
    assert rows_of(collector.collect()) == [("x", 1, 0, True)]
    assert collector.counts["ratings rows of books not read (yet), set aside"] == 1


def test_an_empty_collection_is_an_empty_table() -> None:
    assert RatingCollector(["a"]).collect().ratings.empty


def test_books_are_found_after_their_ratings_as_before_them() -> None:
    book_ids, isbns = ["0441172717", "B01"], [("0441172717",), ()]
    rows = (
        ["x", "y", "x", "z", "", "y"], ["441172717", "b01", "q", "4.41E+08", "B01", ""], ["5", "4", "3", "2", "1", "5"],
    )  # fmt: skip
    late, early = RatingCollector(), RatingCollector(book_ids, isbns)
    for collector in (late, early):
        collector.add(*rows, timestamps=["1", "2", "3", "4", "5", "6"])
    assert [late.is_rated(book_id) for book_id in ("0441172717", "b01", "B01", "B02")] == [True, True, True, False]
    late.find_books(book_ids, isbns)
    collected, expected = late.collect(usual_scale=5), early.collect(usual_scale=5)
    assert rows_of(collected) == rows_of(expected) == [("x", 0, 5, True), ("y", 1, 4, True)]
    assert late.counts == early.counts
    assert late.counts[LOSS_KINDS.unknown_books] == 2
    assert late.examples == early.examples


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("abc"), st.integers(0, 5)), max_size=30))
def test_of_several_rows_the_last_rated_one_stands(rows: list[tuple[str, str, int]]) -> None:
    collector = RatingCollector(["a", "b", "c"])
    for start in range(0, len(rows), 7):
        block = rows[start : start + 7]
        collector.add([row[0] for row in block], [row[1] for row in block], [str(row[2]) for row in block])
    expected: dict[tuple[str, int], float] = {}
    for reader, book, rating in rows:
        if rating or not expected.get((reader, "abc".index(book))):
            expected[reader, "abc".index(book)] = rating
    collected = collector.collect(rating_scale=5)
    assert {(reader, book): rating for reader, book, rating, _ in rows_of(collected)} == expected
