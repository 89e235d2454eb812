"""The task "after a new book": what is asked, and what stands beside the project's answers."""

from pathlib import Path

import numpy as np
import pytest

from model_build.datasets.dataset import Dataset
from model_build.evaluation.config import PROJECT
from model_build.evaluation.new_books import (
    AS_READ_BOOKS,
    BY_AUTHOR,
    evaluate_new_books,
    questions_of,
    rank_by_author,
)
from model_build.rank.splitting import AfterBook, questions_after_books, readers_to_hold_out, without_readers
from model_build.works.gather import gather_works
from tests.model_build.evaluation.topics import write_topics
from tests.model_build.rank.tastes import ratings_by_taste
from tests.model_build.small_datasets import book, read, write_kaggle
from tests.model_build.works.small_works import books_of_readers, works_of


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Return the ratings of 420 readers of a fifth of a hundred books each, three of each author."""
    ratings = ratings_by_taste(seed=5, readers=420, books=100, read_by_one=20)
    books = [book(f"{number:02}", f"Book {number}", f"Author{number // 3} A") for number in range(100)]
    return read(write_kaggle(tmp_path_factory.mktemp("tastes"), books, ratings))


def test_after_a_tenth_of_the_works_without_ratings_three_methods_are_asked(dataset: Dataset) -> None:
    works = gather_works(dataset)
    held_out = readers_to_hold_out(works.ratings, seed=7)
    results = evaluate_new_books(without_readers(dataset, held_out), works, held_out, seed=7)
    assert results is not None
    assert 3 <= results.books <= 20
    ours, *others = results.task.methods
    assert ours.name == PROJECT
    assert {method.name for method in others} == {BY_AUTHOR, AS_READ_BOOKS}
    assert [lead.over for lead in results.task.leads] == [method.name for method in others]
    assert ours.answered == 1
    assert 0 <= ours.ndcg_at_10.low <= ours.ndcg_at_10.value <= ours.ndcg_at_10.high <= 1
    assert 0 <= results.shown_after_others < 0.3
    assert results.task.readers <= len(held_out)


def test_where_topics_are_known_answers_are_twice_as_good_as_the_author_and_popularity(tmp_path: Path) -> None:
    dataset = read(write_topics(tmp_path))
    works = gather_works(dataset)
    held_out = readers_to_hold_out(works.ratings, seed=7)
    results = evaluate_new_books(without_readers(dataset, held_out), works, held_out, seed=7)
    assert results is not None
    leads = {lead.over: lead for lead in results.task.leads}
    assert leads[BY_AUTHOR].ratio > 2
    assert leads[AS_READ_BOOKS].ratio > 1.5
    assert all(lead.ndcg_at_10.low > 0 for lead in leads.values())


def test_books_that_no_held_out_reader_liked_ask_nothing(dataset: Dataset) -> None:
    works = gather_works(dataset)
    nobody = np.empty(0, dtype=np.int64)
    assert evaluate_new_books(dataset, works, nobody, seed=7) is None


def test_questions_after_some_works_are_of_the_readers_who_liked_them_and_keep_all_right_answers(
    tmp_path: Path,
) -> None:
    books = [book(f"{number:010}", f"Book {number}", f"Author {number}") for number in range(4)]
    ratings = [(1, books[0][0], 9), (1, books[1][0], 9), (2, books[1][0], 9), (2, books[2][0], 9), (2, books[3][0], 8)]
    works = works_of(tmp_path, books, ratings)
    all_questions: AfterBook = questions_after_books(works.ratings, len(works.books))
    row = {title: number for number, title in enumerate(works.books["title"])}
    asked = questions_of(all_questions, np.array([row["Book 2"], row["Book 3"]], dtype=np.int32))
    assert sorted(asked.work.tolist()) == sorted([row["Book 2"], row["Book 3"]])
    assert asked.questions.readers_count == 1
    assert asked.questions.reader.tolist() == [0, 0]
    assert asked.questions.relevant_counts.tolist() == [2, 2]
    right = asked.questions.relevant[[int(asked.questions.shelf[0])]].indices
    assert sorted(right.tolist()) == sorted(books_of_readers(works, liked=True)[1])


def test_by_author_the_author_s_other_books_come_first_and_then_the_most_read(tmp_path: Path) -> None:
    books = [book(f"{number:010}", f"Book {number}", f"Author{number % 3} A") for number in range(9)]
    ratings = [(reader, row[0], 8) for number, row in enumerate(books) for reader in range(9 - number)]
    works = works_of(tmp_path, books, ratings)
    ranked = rank_by_author(works, np.array([4], dtype=np.int32))
    assert ranked[4, :9].tolist() == [1, 7, 0, 2, 3, 5, 6, 8, -1]
    assert (ranked[:4] == -1).all()
