"""Factors of works, against the cosines of the whole damped matrix where they omit nothing."""

from pathlib import Path

import numpy as np

from model_build.rank.factors import FACTORS, work_factors
from tests.model_build.works.small_works import random_works


def test_with_as_many_factors_as_readers_their_cosines_are_those_of_the_damped_ratings(tmp_path: Path) -> None:
    works = random_works(tmp_path, works=60, readers=30)
    assert FACTORS.factors >= 30
    readers_count = works.books["readers_count"].to_numpy(dtype=np.float32)
    damped = np.zeros((30, 60))
    books_of_reader = works.ratings["reader"].value_counts()
    for reader, work in works.ratings[["reader", "work"]].itertuples(index=False):
        damped[reader, work] = books_of_reader[reader] ** -0.3 * readers_count[work] ** -0.3
    lengths = np.maximum(np.linalg.norm(damped, axis=0), 1e-9)
    factors = work_factors(works.ratings, readers_count)
    np.testing.assert_allclose(factors @ factors.T, (damped / lengths).T @ (damped / lengths), atol=1e-4)


def test_factors_have_length_one_and_those_of_an_unread_work_are_zero(tmp_path: Path) -> None:
    works = random_works(tmp_path, works=60, readers=80)
    readers_count = works.books["readers_count"].to_numpy(dtype=np.float32)
    factors = work_factors(works.ratings, readers_count)
    assert factors.shape == (60, FACTORS.factors)
    np.testing.assert_allclose(np.linalg.norm(factors, axis=1), readers_count > 0, atol=1e-4)
