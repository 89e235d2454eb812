"""Initials of titles; those of series are in test_half_remembered.py."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.remembered.abbreviations import rows_with_abbreviation


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("dm", "Dune Messiah"),
        ("cod", "Children of Dune"),
        ("sbm", "Stand by Me"),
        ("cads", "Cien años de soledad"),
        ("bhot", "A Brief History of Time: From the Big Bang to Black Holes"),
        ("abhot", "A Brief History of Time: From the Big Bang to Black Holes"),
    ],
)
def test_a_title_is_found_by_its_initials_with_its_article_or_without(
    catalogue: Catalogue, typed: str, first: str
) -> None:
    assert catalogue.ordered_books(rows_with_abbreviation(catalogue, [typed], 5))[0].title == first


@pytest.mark.parametrize("typed", ["d", "do", "codx", "d1", "tcod", "abcdefghijkl", "海辺"])
def test_other_letters_are_the_initials_of_no_title(catalogue: Catalogue, typed: str) -> None:
    assert rows_with_abbreviation(catalogue, [typed], 5) == []


def test_a_common_word_before_others_is_no_abbreviation(catalogue: Catalogue) -> None:
    assert rows_with_abbreviation(catalogue, ["of", "dune"], 5) == []


def test_the_names_of_series_are_read_once(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue.search_index, "known_series", None)
    read = catalogue.search_index.series_names
    readings: list[int] = []

    def read_and_count() -> list[tuple[int, str]]:
        readings.append(1)
        return read()

    monkeypatch.setattr(catalogue.search_index, "series_names", read_and_count)

    assert rows_with_abbreviation(catalogue, ["lotr"], 5) == rows_with_abbreviation(catalogue, ["lotr"], 5)
    assert len(readings) == 1
