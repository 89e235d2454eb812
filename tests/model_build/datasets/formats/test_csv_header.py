"""Headers of tables, below whatever programs and people write above them."""

import pytest

from model_build.datasets.formats.csv_header import find_header

ROWS = b"1,2,5\n1,3,4\n"


@pytest.mark.parametrize(
    "above",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\n\r\n  \n", id="blank lines"),
        pytest.param(b"# Export of 2026, by the library, for Slack\n", id="a comment"),
        pytest.param(b"#\n# user,book\n\n", id="comments"),
        pytest.param(b"Ratings of 2026\n", id="a title"),
        pytest.param(b"Ratings of 2026,,\n,,\n", id="a title in the first field"),
        pytest.param(b'"Ratings, of 2026"\n', id="a quoted title"),
        pytest.param(b"Library,Town\nDate,2026-11-29\n\n", id="facts of the export"),
        pytest.param(b"sep=,\n", id="the delimiter"),
        pytest.param(b'"sep=,"\r\n', id="the delimiter in quotes"),
        pytest.param(b"sep=,,\n\n", id="the delimiter, saved again"),
        pytest.param(b"#user,book,rating\n", id="a comment of the same names"),
    ],
)
def test_the_header_is_found_below(above: bytes) -> None:
    beginning = above + b"user_id,book_id,rating\n"
    assert find_header(beginning + ROWS)[:3] == (["user_id", "book_id", "rating"], ",", len(beginning))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_most_frequent_one_in_the_header(delimiter: str) -> None:
    header = f'"Title, or name; if any | both"{delimiter}author{delimiter}isbn\n'.encode()
    assert find_header(header).columns == ["Title, or name; if any | both", "author", "isbn"]
    assert find_header(header).delimiter == delimiter


def test_a_stated_delimiter_comes_before_the_most_frequent_one() -> None:
    assert find_header(b"sep=;\na,b,c;d\n").columns == ["a,b,c", "d"]


def test_a_header_that_is_a_comment_is_one_above_numbers() -> None:
    assert find_header(b"# user_id,book_id,rating\n" + ROWS).columns == ["user_id", "book_id", "rating"]
    assert find_header(b"#;Titel;Autor\n1;Faust;Goethe\n").columns == ["", "Titel", "Autor"]


def test_names_may_be_quoted_and_hold_line_breaks_and_blanks() -> None:
    header = b'" User ID ","Book\r\nTitle","say ""x"""\n'
    assert find_header(header + b"1,2,3\n")[:3] == (["User ID", "Book Title", 'say "x"'], ",", len(header))


def test_a_quote_that_is_never_closed_spoils_the_header_alone() -> None:
    header = find_header(b'"user_id,book_id\n' + b"1,2\n" * 9)
    assert header.size == len(b'"user_id,book_id\n')


def test_columns_without_a_name_at_the_end_are_left_out() -> None:
    assert find_header(b",user_id,book_id,,\n").columns == ["", "user_id", "book_id"]


def test_a_table_of_one_column_has_no_title() -> None:
    assert find_header(b"reader_id\nann\nbob\n").columns == ["reader_id"]


def test_a_table_without_header_begins_with_its_first_record() -> None:
    assert find_header(b"\n# Amazon\nA1,B1,5.0\n", ["user", "item", "rating"]) == (
        ["user", "item", "rating"],
        ",",
        len(b"\n# Amazon\n"),
        "",
        False,
    )


@pytest.mark.parametrize("beginning", [b"", b"\n\n", b"# a comment\n"])
def test_nothing_is_a_table_without_columns(beginning: bytes) -> None:
    assert find_header(beginning)[:3] == ([], ",", len(beginning))


def test_a_narrow_header_above_a_blank_line_and_a_wide_record_stays_the_header() -> None:
    assert find_header(b"user_id,book_id\n\n1,2,3\n").columns == ["user_id", "book_id"]


def test_records_with_their_numbers_have_a_column_more_than_the_header_names() -> None:
    assert find_header(b'"user","book"\n"1","ann","x"\n"2","ben","y"\n').columns == ["", "user", "book"]
    assert find_header(b"user,book\n7,ann,x\n8,ben,y\n").columns == ["user", "book"]


def test_a_blank_after_each_delimiter_is_noticed() -> None:
    assert find_header(b'user_id, "book id"\n')[::4] == (["user_id", "book id"], True)
    assert not find_header(b"user_id,book id\n").has_blanks
    assert not find_header(b"user_id\n").has_blanks


@pytest.mark.parametrize("rule", ["---,----,----", "--- ,---- ,----\r", "------------", "---+----+-----"])
def test_a_line_of_dashes_below_the_names_is_no_record(rule: str) -> None:
    beginning = f"user,book,rating\n{rule}\n".encode()
    assert find_header(beginning + ROWS)[:3] == (["user", "book", "rating"], ",", len(beginning))
    assert find_header(b"user,book,rating\n-,-,-\n" + ROWS).size == len(b"user,book,rating\n")
