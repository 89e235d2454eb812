"""Tests of the groups of questions by size."""

import numpy as np
import pytest

from model_build.evaluation.groups import group_questions
from tests.model_build.evaluation.random_interactions import questions


def test_questions_are_grouped_by_size_and_empty_groups_are_left_out() -> None:
    asked = questions({0: [1], 1: [2]}, [0, 0, 0, 1, 1], 4)
    groups = group_questions(asked, np.array([0, 4, 5, 100, 250]), (0, 5, 20, 100), seed=1)
    assert [group.name for group in groups] == ["up to 4", "5 to 19", "100 and more"]
    assert [group.questions.tolist() for group in groups] == [[0, 1], [2], [3, 4]]
    assert [group.readers_count for group in groups] == [1, 1, 1]


def test_a_reader_counts_once_in_a_group_however_many_questions_are_in_it() -> None:
    asked = questions({0: [1], 1: [2], 2: [3]}, [0, 0, 1, 2], 4)
    small, large = group_questions(asked, np.array([1, 2, 3, 9]), (0, 5), seed=1)
    figure = small.mean_of(np.array([0.0, 0.5, 1.0, 0.7]))
    assert figure.value == pytest.approx((0.25 + 1) / 2)
    assert figure.low == pytest.approx(0.25)
    assert figure.high == pytest.approx(1)
    assert large.mean_of(np.array([0.0, 0.5, 1.0, 0.7])).value == pytest.approx(0.7)
