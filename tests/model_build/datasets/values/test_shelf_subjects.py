"""Subjects of the names of shelves."""

import pytest

from model_build.datasets.values.shelf_subjects import subject_of, subjects_of


@pytest.mark.parametrize(
    ("shelf", "subject"),
    [
        ("science-fiction", "science fiction"),
        ("Young_Adult", "young adult"),
        ("романы", "романы"),
        ("to-read", ""),
        ("books-i-own", ""),
        ("read-in-2015", ""),
        ("2015", ""),
        ("-", ""),
        ("", ""),
    ],
)
def test_a_shelf_names_a_subject_or_something_of_its_reader(shelf: str, subject: str) -> None:
    assert subject_of(shelf) == subject


def test_subjects_come_in_the_order_of_their_shelves_each_once() -> None:
    shelves = [("to-read", 90), ("Young-Adult", 9), ("young_adult", 4), ("sea", 3), ("gift-from-aunt", 1)]
    assert subjects_of(shelves) == ("young adult", "sea")


def test_the_subjects_of_most_readers_are_enough() -> None:
    shelves = [(f"subject {letter}", 9) for letter in "abcdefghjklmnopqrstuvw"]
    assert subjects_of(shelves) == tuple(name for name, _ in shelves[:15])
