"""Columns of text in which each distinct value stands once."""

import numpy as np

from model_build.datasets.values.coded_texts import CodedTexts, numbers_of

COLUMN = CodedTexts(["ann", "bob"], np.array([0, 1, 1, 0], np.int32))


def test_a_column_is_a_sequence_of_its_rows() -> None:
    assert list(COLUMN) == ["ann", "bob", "bob", "ann"]
    assert (len(COLUMN), COLUMN[2], list(COLUMN[1:3])) == (4, "bob", ["bob", "bob"])


def test_each_distinct_value_is_worked_out_once() -> None:
    seen: list[str] = []

    def length(text: str) -> int:
        seen.append(text)
        return len(text)

    assert numbers_of(length, COLUMN).tolist() == [3, 3, 3, 3]
    assert seen == ["ann", "bob"]
    assert numbers_of(length, ["ann", "bobby"]).tolist() == [3, 5]
