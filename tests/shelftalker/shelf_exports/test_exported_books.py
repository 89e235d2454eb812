"""The values of an export's rows: ISBNs, ratings and authors."""

import pytest

from shelftalker.shelf_exports.exported_books import first_authors, isbns_in, rating_in


@pytest.mark.parametrize(
    "text", ['="0441172717"', "[0441172717]", "9780441172719", "978-0-441-17271-9", "'0441172717", "0-441-17271-7"]
)
def test_an_isbn_is_read_in_any_wrapping(text: str) -> None:
    assert isbns_in(text).whole == ("0441172717",)


def test_several_isbns_of_several_columns_are_each_read_once() -> None:
    assert isbns_in("0441172717, 0141439580", '="9780441172719"', "").whole == ("0441172717", "0141439580")


def test_an_isbn_that_lost_its_zeros_is_repaired_and_a_rounded_one_is_reported() -> None:
    assert isbns_in("441172717") == ((), ("0441172717",), False)
    assert isbns_in("9.78044E+12") == ((), (), True)
    assert isbns_in("unknown") == ((), (), False)


@pytest.mark.parametrize(
    ("text", "rating"),
    [("4.25", 4.25), ("4,5", 4.5), ("8/10", 4.0), ("\u2605\u2605\u2605\u00bd", 3.5), ("4 stars", 4.0), ("9", 9.0)],
)
def test_a_rating_is_read_as_people_write_it(text: str, rating: float) -> None:
    assert rating_in(text) == rating


def test_an_empty_rating_is_0_and_words_are_none() -> None:
    assert rating_in("") == rating_in("0") == rating_in("-") == 0
    assert rating_in("great") is None
    assert rating_in("12/10") is None


@pytest.mark.parametrize(
    ("author", "readings"),
    [
        ("Neil Gaiman, Terry Pratchett", ("Neil Gaiman",)),
        ("Camus, Albert", ("Albert Camus",)),
        ("Terry  Pratchett and Neil Gaiman", ("Terry Pratchett",)),
        ("", ()),
    ],
)
def test_the_first_author_is_read_first_name_first(author: str, readings: tuple[str, ...]) -> None:
    assert first_authors(author) == readings


def test_a_surname_first_is_turned_in_formats_that_write_it_so() -> None:
    assert first_authors("Le Guin, Ursula K.", is_inverted=True) == ("Ursula K. Le Guin",)
