"""Tests of numbers in titles."""

import pytest

from model_build.evaluation.titles.numbers import numbers_the_other_way, ordinal_word


@pytest.mark.parametrize(
    ("title", "other_way"),
    [
        ("1984", "nineteen eighty-four"),
        ("Catch-22", "Catch-twenty-two"),
        ("Fahrenheit 451", "Fahrenheit four hundred fifty-one"),
        ("20,000 Leagues Under the Sea", "twenty thousand Leagues Under the Sea"),
        ("1st to Die", "first to Die"),
        ("2000", "two thousand"),
        ("One Hundred Years of Solitude", "100 Years of Solitude"),
        ("Twenty Thousand Leagues", "20000 Leagues"),
        ("A Thousand Acres", "1000 Acres"),
        ("The Hundred and One Dalmatians", "The 101 Dalmatians"),
        ("The Twenty-One Balloons", "The 21 Balloons"),
        ("Seven Up", "7 Up"),
        ("Six Seven Eight", None),
        ("One Flew Over the Cuckoo's Nest", None),
        ("Emma", None),
        ("Often", None),
    ],
)
def test_numbers_are_written_the_other_way(title: str, other_way: str | None) -> None:
    assert numbers_the_other_way(title) == other_way


def test_ordinals_are_words_up_to_twelve() -> None:
    assert [ordinal_word(number) for number in (1.0, 2.0, 12.0, 13.0, 0.0, 2.5)] == [
        "first", "second", "twelfth", None, None, None,
    ]  # fmt: skip
