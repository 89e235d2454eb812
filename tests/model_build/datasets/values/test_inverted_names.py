"""Names with the surname in front."""

import pytest

from model_build.datasets.values.inverted_names import are_inverted, turn_round


@pytest.mark.parametrize(
    ("listed", "name"),
    [
        ("Austen, Jane", "Jane Austen"),
        ("Le Guin, Ursula K.", "Ursula K. Le Guin"),
        ("van der Berg, Jan Piet", "Jan Piet van der Berg"),
        ("García Márquez, Gabriel", "Gabriel García Márquez"),
        ("King, Martin Luther, Jr.", "Martin Luther King, Jr."),
        ("Austen, Jane, 1775-1817.", "Jane Austen"),
        ("Eco, Umberto, author.", "Umberto Eco"),
        ("村上, 春樹", "春樹 村上"),
    ],
)
def test_an_inverted_name_is_turned_round(listed: str, name: str) -> None:
    assert turn_round(listed) == name


@pytest.mark.parametrize(
    "name",
    ["Smith, Jr.", "John Smith, Jr.", "John Smith, Ph.D.", "Ann Marsh, Ben Lind", "Homer", "Ann, Ben, Cid", "", ",",
     "John Paul II", "Penguin Books, Ltd."],
)  # fmt: skip
def test_other_names_stay(name: str) -> None:
    assert turn_round(name) == name


def test_most_names_of_a_column_tell() -> None:
    assert are_inverted(["Austen, Jane", "Herbert, Frank", "Homer", "Eco, Umberto", ""])
    assert not are_inverted(["Jane Austen", "Frank Herbert", "Smith, John", "Eco, Umberto"])
    assert not are_inverted(["Ann Marsh, Ben Lind", "John Smith, Jr.", "Cid Vane, Una Marsh"])
    assert not are_inverted([])
