"""Joints between the titles of a question."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.named_titles import NamedTitle, named_titles, unknown_positions
from shelftalker.search.sentences.certainty import Certainty
from shelftalker.search.sentences.longer_titles import LongerTitles
from shelftalker.search.sentences.title_joints import TitleJoints
from shelftalker.search.typed_words import TypedWords


def joints_and_titles(catalogue: Catalogue, typed: str, *keys: str) -> tuple[TitleJoints, list[NamedTitle]]:
    words = TypedWords.of(typed)
    joints = TitleJoints(words, Certainty(words, unknown_positions(words), LongerTitles(catalogue)))
    return joints, [title for title in named_titles(catalogue, words) if title.key in keys]


@pytest.mark.parametrize(
    ("typed", "are_joined"),
    [
        ("hobbit and dune", True),
        ("hobbit, dune", True),
        ("hobbit / dune", True),
        ("hobbit then came and went before my dune", False),
        ("hobbit zebra dune", False),
    ],
)
def test_titles_are_joined_by_a_word_or_a_mark_near_both(catalogue: Catalogue, typed: str, are_joined: bool) -> None:
    joints, titles = joints_and_titles(catalogue, typed, "hobbit", "dune")
    assert joints.have_joints_alone(titles) == are_joined


@pytest.mark.parametrize(
    ("typed", "is_item"), [("emma and dune", True), ("emma, dune, please", True), ("emma and a dune zebra", False)]
)
def test_an_item_stands_between_two_joints_or_ends(catalogue: Catalogue, typed: str, is_item: bool) -> None:
    joints, (title,) = joints_and_titles(catalogue, typed, "dune")
    assert joints.is_item(title) == is_item
    assert joints.may_be_listed(title)


def test_words_before_a_title_join_it_or_hint_at_it(catalogue: Catalogue) -> None:
    joints, (title,) = joints_and_titles(catalogue, "books like dune", "dune")
    assert joints.is_after_hint(title)
    assert not joints.is_after_joint(title)
