"""ISBNs as readers type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.isbn import as_isbn_10, as_isbn_13, isbn_10_check, isbn_13_check, isbn_of


@pytest.mark.parametrize(
    ("text", "isbn"),
    [
        ("0441172717", "0441172717"),
        ("0-441-17271-7", "0441172717"),
        (" 0 441 17271 7 ", "0441172717"),
        ("080442957x", "080442957X"),
        ("9780441172719", "0441172717"),
        ("978-0-441-17271-9", "0441172717"),
        ("978\u20110\u2011441\u201117271\u20119", "0441172717"),
        ("ISBN 0441172717", "0441172717"),
        ("isbn-13: 978-0441172719", "0441172717"),
        ("ISBN:0441172717", "0441172717"),
        ("979-10-90636-07-1", "9791090636071"),
    ],
)
def test_an_isbn_is_known_in_any_spelling(text: str, isbn: str) -> None:
    assert isbn_of(text) == isbn


@pytest.mark.parametrize(
    "text",
    ["", "Dune", "1984", "0441172718", "9780441172718", "04411727170", "044117271", "977044117271X", "ISBN",
     "0441172717 and more", "٠٤٤١١٧٢٧١٧", "X441172717"],
)  # fmt: skip
def test_other_text_and_wrong_check_digits_are_none(text: str) -> None:
    assert isbn_of(text) is None


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_both_forms_are_one_isbn(nine_digits: str) -> None:
    isbn_10 = nine_digits + isbn_10_check(nine_digits)
    isbn_13 = as_isbn_13(isbn_10)
    assert as_isbn_10(isbn_13) == isbn_of(isbn_13) == isbn_of(isbn_10) == isbn_of(isbn_10.lower()) == isbn_10


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(nine_digits: str, place: int, added: int) -> None:
    isbn_10 = nine_digits + isbn_10_check(nine_digits)
    for isbn in (isbn_10, as_isbn_13(isbn_10)):
        wrong = str((int(isbn[place]) + added) % 10)
        assert isbn_of(isbn[:place] + wrong + isbn[place + 1 :]) is None


def test_isbns_that_begin_with_979_have_no_short_form() -> None:
    isbn = "979109063607" + isbn_13_check("979109063607")
    assert as_isbn_10(isbn) is None
