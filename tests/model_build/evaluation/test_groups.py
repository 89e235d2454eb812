"""Tests of the groups of questions by size and by source."""

import numpy as np
import pytest

from model_build.datasets.joined_sources import join_sources
from model_build.evaluation.groups import ReadersOfSources, group_by_source, group_questions
from tests.model_build.evaluation.random_interactions import questions
from tests.model_build.source_tables import source_tables


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


def test_questions_are_grouped_by_the_source_of_their_reader_where_there_are_several() -> None:
    books = [("1", "Dune", "Frank Herbert")]
    sources = [source_tables(books, [(reader, "1", 8) for reader in readers], name=name)
               for name, readers in (("first", "ab"), ("second", "abc"), ("third", "abcd"))]  # fmt: skip
    asked = questions({0: [1], 1: [2], 2: [3]}, [0, 0, 1, 2], 4)
    # Rows 0 and 1 are the first source's readers, 2 to 4 the second's, 5 to 8 the third's.
    first, third = group_by_source(asked, ReadersOfSources(np.array([1, 5, 8]), join_sources(sources).sources), 1)
    assert (first.name, first.questions.tolist(), first.readers_count) == ("first", [0, 1], 1)
    assert (third.name, third.questions.tolist(), third.readers_count) == ("third", [2, 3], 2)
    alone = join_sources(sources[2:]).sources
    assert group_by_source(asked, ReadersOfSources(np.array([0, 1, 2]), alone), 1) == ()
