"""Ornaments of novels and comics: of the colours of the palette, varied from book to book, one for each book."""

import pytest

from model_build.sample import fiction_ornaments
from model_build.sample.panel import Ornament
from tests.model_build.sample.ornaments import check_ornament, ornaments_of


@pytest.mark.parametrize("ornament", ornaments_of(fiction_ornaments), ids=lambda ornament: ornament.__name__)
def test_an_ornament_has_the_palette_and_differs_from_book_to_book_but_not_for_one(ornament: Ornament) -> None:
    check_ornament(ornament)
