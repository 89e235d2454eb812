"""Ornaments of novels and comics: of the colours of the palette, varied from book to book, one for each book."""

import inspect

import pytest

from model_build.sample import fiction_ornaments
from model_build.sample.panel import Ornament
from tests.model_build.sample.ornaments import colours_of, picture_of

ORNAMENTS = [
    ornament
    for name, ornament in inspect.getmembers(fiction_ornaments, inspect.isfunction)
    if ornament.__module__ == fiction_ornaments.__name__ and not name.startswith("_")
]


@pytest.mark.parametrize("ornament", ORNAMENTS, ids=lambda ornament: ornament.__name__)
def test_an_ornament_is_painted_in_colours_of_the_palette(ornament: Ornament) -> None:
    assert len(colours_of(picture_of(ornament, seed=1))) >= 2


@pytest.mark.parametrize("ornament", ORNAMENTS, ids=lambda ornament: ornament.__name__)
def test_an_ornament_differs_from_book_to_book_and_not_for_one_book(ornament: Ornament) -> None:
    first = picture_of(ornament, seed=1).tobytes()
    assert picture_of(ornament, seed=1).tobytes() == first
    assert {picture_of(ornament, seed).tobytes() for seed in range(2, 8)} != {first}
