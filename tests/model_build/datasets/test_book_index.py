"""Book ids compared by value."""

import pytest

from model_build.datasets.book_index import BookIndex, is_rounded, plain_id

DUNE, UBIK, HOBBIT = 0, 1, 2
BOOKS = BookIndex(["0441172717", "080442957x", "b-17"], [(), (), ("0261102214",)])


@pytest.mark.parametrize(
    "listed",
    [
        "0441172717", " 0441172717\t", "0-441-17271-7", "441172717", "441172717.0", '="0441172717"', '= "0441172717"',
        "'0441172717", '"0441172717"', "\u00a00441172717\u00a0", "9780441172719", "978-0-441-17271-9",
        "9780441172719.0", "441,172,717", "441.172.717", "4.41172717E8", "9.780441172719E+12",
        "urn:isbn:0441172717", "0441172717 (pbk.)", "[0-441-17271-7]", "00441172717", "0000441172717",
        "\u200b0441172717", "\u20180441172717\u2019",
    ],
)  # fmt: skip
def test_an_isbn_is_found_however_programs_wrote_it(listed: str) -> None:
    assert BOOKS[listed] == DUNE
    assert BookIndex([listed])["0441172717"] == DUNE


@pytest.mark.parametrize("listed", ["080442957x", "080442957X", "0-8044-2957-X", "80442957X"])
def test_the_check_digit_x_is_found_in_either_case(listed: str) -> None:
    assert BOOKS[listed] == UBIK


@pytest.mark.parametrize("listed", ["b-17", "B-17", "'b-17'", "0261102214", "9780261102217", "978-0-261-10221-7"])
def test_any_other_id_is_found_by_its_text_and_by_the_books_isbns(listed: str) -> None:
    assert BOOKS[listed] == HOBBIT


@pytest.mark.parametrize("listed", ["", "0441172718", "441172718", "b17", "17", "261102214"])
def test_an_id_that_no_book_has_is_unknown(listed: str) -> None:
    assert BOOKS[listed] == BookIndex.UNKNOWN


@pytest.mark.parametrize(
    "listed", ["4.41E+08", "4,41E+08", "9.78E+12", "4E+08", "9.78E12", "4.4E8", "9.78044117271e+12"]
)
def test_an_id_that_a_spreadsheet_rounded_is_no_book(listed: str) -> None:
    assert BOOKS[listed] == BookIndex.ROUNDED
    assert is_rounded(listed)


@pytest.mark.parametrize("listed", ["4.41", "E+08", "1E", "12E+08", "B4E08X", "12E5", "9780441172719"])
def test_other_ids_are_not_rounded(listed: str) -> None:
    assert not is_rounded(listed)


def test_ids_that_differ_in_case_alone_are_two_books() -> None:
    books = BookIndex(["ab", "AB"])
    assert [books["ab"], books["AB"], books["Ab"]] == [0, 1, 1]


def test_zeros_in_front_of_whole_numbers_do_not_count_where_all_ids_are_such() -> None:
    books = BookIndex(["0000000001", "17"])
    assert [books["1"], books["017"], books["17.0"], books["7"]] == [0, 1, 1, -1]


@pytest.mark.parametrize("other", ["b17", "017"])
def test_zeros_in_front_count_where_other_ids_are_no_numbers_or_differ_by_them_alone(other: str) -> None:
    books = BookIndex(["0000000001", "17", other])
    assert [books["1"], books["0017"], books["17"]] == [-1, -1, 1]


def test_a_plain_id_keeps_all_that_belongs_to_it() -> None:
    assert plain_id(" OL45804W ") == "OL45804W"
    assert plain_id("Emma's book") == "Emma's book"
    assert plain_id("1.0.0") == "1.0.0"
