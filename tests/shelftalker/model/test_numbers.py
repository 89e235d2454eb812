"""Ids and ISBNs as numbers."""

import pytest

from shelftalker.model.numbers import (
    NumberKind,
    book_id_of,
    hash_key,
    isbn_of_number,
    isbn_of_packed,
    number_of_book_id,
    number_of_isbn,
    number_of_source_id,
    pack_isbn,
    source_id_of,
)

IDS = {
    "0441172717": NumberKind.ISBN_10,
    "080442957X": NumberKind.ISBN_10,
    "080442957x": NumberKind.ISBN_10_LOWER_CASE,
    "9780441172719": NumberKind.ISBN_13,
    "9798886451740": NumberKind.ISBN_13,
    "OL893415W": NumberKind.OPEN_LIBRARY_WORK,
    "4711": NumberKind.WHOLE_NUMBER,
    "0": NumberKind.WHOLE_NUMBER,
}


@pytest.mark.parametrize("source_id", IDS)
def test_an_id_is_made_of_its_number_as_it_was_written(source_id: str) -> None:
    numbered = number_of_source_id(source_id)
    assert numbered is not None
    assert numbered.kind is IDS[source_id]
    assert source_id_of(*numbered) == source_id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "007",
        "0441172718",
        "9780441172710",
        "OLW",
        "OL07W",
        "ol7W",
        "OL7M",
        "B000ABC",
        "\u0664\u0667",
        "9" * 14,
        " 7",
    ],
)
def test_an_id_that_its_number_would_not_give_back_is_none(text: str) -> None:
    numbered = number_of_source_id(text)
    assert numbered is None or source_id_of(*numbered) == text


@pytest.mark.parametrize(
    ("isbn", "written"),
    [
        ("0441172717", "0441172717"),
        ("9780441172719", "0441172717"),
        ("080442957X", "080442957X"),
        ("9798886451740", "9798886451740"),
    ],
)
def test_both_forms_of_an_isbn_are_one_number(isbn: str, written: str) -> None:
    number = number_of_isbn(isbn)
    assert number is not None
    assert isbn_of_number(number) == written


@pytest.mark.parametrize("text", ["", "0441172718", "9780441172710", "4711", "X441172717", "1234567890123"])
def test_a_text_that_is_no_isbn_has_no_number(text: str) -> None:
    assert number_of_isbn(text) is None


@pytest.mark.parametrize(
    ("isbn", "packed"),
    [
        ("0441172717", 44117271),
        ("9999999999", 999999999),
        ("9780441172719", 1044117271),
        ("9798886451740", 2888645174),
        ("OL1W", 3000000001),
        ("OL999999999W", 3999999999),
    ],
)
def test_a_shown_isbn_or_id_is_packed_and_unpacked(isbn: str, packed: int) -> None:
    assert pack_isbn(isbn) == packed < 2**32 - 1
    assert isbn_of_packed(packed) == isbn


@pytest.mark.parametrize("text", ["4711", "x", "080442957x", "OL1000000000W", "0441172718"])
def test_other_ids_are_not_packed(text: str) -> None:
    assert pack_isbn(text) is None


def test_a_public_id_is_a_number_and_one_of_another_form_is_none() -> None:
    assert number_of_book_id("aaaaaaab") == 1
    for book_id in ("aaaaaaab", "zz234567"):
        number = number_of_book_id(book_id)
        assert number is not None
        assert book_id_of(number) == book_id
    for book_id in ("former10", "short", "AAAAAAAA", "aaaa aaa"):
        assert number_of_book_id(book_id) is None


def test_a_salt_makes_another_hash_of_so_many_bits() -> None:
    assert hash_key("dune", 40) != hash_key("dune", 40, 1)
    assert hash_key("dune", 40) == hash_key("dune", 64) >> 24
    assert 0 <= hash_key("dune", 40) < 1 << 40
