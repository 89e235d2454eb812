"""Held-out readers, questions and hidden likes: by the protocol, and without a leak."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from model_build.rank.splitting import (
    questions_after_books,
    questions_for_readers,
    ratings_by_row,
    readers_to_hold_out,
    without_readers,
)
from model_build.works.gather import gather_works
from tests.model_build.small_datasets import book, ratings_of, read, write_kaggle


def ratings_frame(*rows: tuple[int, int, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["reader", "work", "rating"])
    return frame.assign(liked=frame["rating"] >= 7)


def many_ratings(readers: int = 100) -> pd.DataFrame:
    """Return ratings of which reader r has r % 10 likes and as many others."""
    rows = [
        (reader, work, rating)
        for reader in range(readers)
        for number in range(reader % 10)
        for work, rating in ((2 * number, 8.0), (2 * number + 1, number % 7))
    ]
    return ratings_frame(*rows)


def test_a_fifth_of_those_who_liked_five_books_is_held_out() -> None:
    held_out = readers_to_hold_out(many_ratings(), seed=7)
    assert len(held_out) == 10  # of 50
    assert all(reader % 10 >= 5 for reader in held_out)
    assert held_out.tolist() == sorted(set(held_out.tolist()))


def test_held_out_readers_depend_on_the_seed_and_not_on_the_order_of_rows() -> None:
    ratings = many_ratings()
    held_out = readers_to_hold_out(ratings, seed=7)
    np.testing.assert_array_equal(readers_to_hold_out(ratings.sample(frac=1, random_state=1), seed=7), held_out)
    assert readers_to_hold_out(ratings, seed=8).tolist() != held_out.tolist()


def test_the_training_part_has_no_rating_of_a_held_out_reader_and_all_the_others(tmp_path: Path) -> None:
    books = [book(str(number), f"Book {number}", f"Author {number}") for number in range(6)]
    ratings = [(f"r{reader}", str(number), 8) for reader in range(4) for number in range(6 - reader)]
    dataset = read(write_kaggle(tmp_path, books, ratings))
    training = without_readers(dataset, np.array([1, 3]))
    assert ratings_of(training) == [row for row in ratings_of(dataset) if row[0] in {"r0", "r2"}]
    assert training.editions is dataset.editions
    assert training.ratings.index.tolist() == list(range(len(training.ratings)))


def test_held_out_ratings_are_given_by_the_rows_of_the_training_model(tmp_path: Path) -> None:
    # Two is the most popular with the held-out readers x, y and z; without them One is. Both editions of One are one.
    books = [book("1", "One", "Ann"), book("2", "Two", "Bob"), book("3", "One", "Ann"), book("4", "Three", "Cy")]
    ratings = [("a", "1", 8), ("b", "1", 8), ("c", "2", 8)]
    ratings += [("x", "2", 9), ("y", "2", 9), ("z", "2", 5), ("x", "3", 4), ("x", "1", 7)]
    dataset = read(write_kaggle(tmp_path, books, ratings))
    readers = dataset.readers["source_id"].tolist()
    x, y, z = (readers.index(name) for name in "xyz")
    works = gather_works(dataset)
    training_works = gather_works(without_readers(dataset, np.array([x, y, z])))
    assert works.books["title"].tolist()[:2] == ["Two", "One"]
    assert training_works.books["title"].tolist()[:2] == ["One", "Two"]
    found = ratings_by_row(works, np.array([x, y, z]), training_works.work_of.astype(np.int64))
    assert sorted(zip(found["reader"], found["work"], found["rating"], found["liked"], strict=True)) == sorted(
        [(x, 1, 9, True), (x, 0, 7, True), (y, 1, 9, True), (z, 1, 5, False)]
    )


def test_each_liked_book_is_a_question_and_the_readers_other_likes_are_relevant() -> None:
    after_books = questions_after_books(
        ratings_frame((9, 2, 8), (4, 1, 7), (4, 3, 9), (4, 5, 2), (9, 1, 10), (4, 0, 7)), 6
    )
    assert after_books.questions.reader.tolist() == [0, 0, 0, 1, 1]
    assert after_books.work.tolist() == [0, 1, 3, 1, 2]
    assert after_books.questions.relevant_counts.tolist() == [2, 2, 2, 1, 1]
    assert after_books.questions.relevant.toarray().astype(int).tolist() == [[1, 1, 0, 1, 0, 0], [0, 1, 1, 0, 0, 0]]


@pytest.mark.parametrize("seed", range(5))
def test_hidden_likes_of_a_reader_are_not_known_and_nothing_else_is_hidden(seed: int) -> None:
    ratings = many_ratings()
    ratings = ratings[ratings["reader"] % 10 >= 5]
    for_readers = questions_for_readers(ratings, 20, seed)
    hidden = for_readers.questions.relevant.toarray()
    known = for_readers.reads.toarray() > 0
    all_likes = np.zeros_like(known)
    all_ratings = np.zeros(known.shape)
    for number, (_, rows) in enumerate(ratings.groupby("reader")):
        all_likes[number, rows["work"][rows["liked"]]] = True
        all_ratings[number, rows["work"]] = np.where(rows["rating"] > 0, rows["rating"], -1)
    assert not (hidden & known).any()
    np.testing.assert_array_equal(for_readers.likes.toarray() > 0, all_likes & ~hidden)
    np.testing.assert_array_equal(for_readers.ratings.toarray(), np.where(hidden, 0, all_ratings))
    # A fifth, rounded: 1 of 5, 6 and 7, 2 of 8 and 9.
    likes = all_likes.sum(axis=1)
    assert hidden.sum(axis=1).tolist() == [2 if count >= 8 else 1 for count in likes]
    assert for_readers.questions.relevant_counts.tolist() == hidden.sum(axis=1).tolist()
    assert (hidden <= all_likes).all()


def test_every_like_may_be_hidden() -> None:
    ratings = ratings_frame(*[(0, work, 8.0) for work in range(5)])
    hidden = [questions_for_readers(ratings, 5, seed).questions.relevant.indices.tolist() for seed in range(60)]
    assert {work for works in hidden for work in works} == set(range(5))


def test_likes_are_hidden_several_times_from_a_shelf_of_its_own_each_time() -> None:
    ratings = many_ratings()
    several = questions_for_readers(ratings, 20, 3, hidings=2)
    questions = several.questions
    for number, seed in enumerate((3, 4)):
        alone = questions_for_readers(ratings, 20, seed)
        shelves = slice(number * questions.readers_count, (number + 1) * questions.readers_count)
        np.testing.assert_array_equal(several.ratings[shelves].toarray(), alone.ratings.toarray())
        np.testing.assert_array_equal(questions.relevant[shelves].toarray(), alone.questions.relevant.toarray())
        assert questions.relevant_counts[shelves].tolist() == alone.questions.relevant_counts.tolist()
        assert questions.reader[shelves].tolist() == alone.questions.reader.tolist()
    assert questions.shelf.tolist() == list(range(2 * questions.readers_count))
    assert questions.readers_count == alone.questions.readers_count
