"""Columns of plain lines by pyarrow, and the lines that are left to the reader of single records."""

import pytest

from model_build.datasets.formats.csv_columns import columns_of_plain_lines


def columns_of(block: bytes, *, columns: int = 3, may_be_wider: bool = True) -> list[list[str]] | None:
    found = columns_of_plain_lines(block, ",", columns, (2, 0, 2), may_be_wider=may_be_wider)
    return None if found is None else list(map(list, found))


def test_columns_are_given_as_often_and_in_the_order_as_they_are_wanted() -> None:
    assert columns_of("1,2,é\n4,, x \n".encode()) == [["é", " x "], ["1", "4"], ["é", " x "]]
    assert columns_of(b"NA,null,\nnan,1,N/A") == [["", "N/A"], ["NA", "nan"], ["", "N/A"]]


def test_blank_fields_beyond_the_header_are_left_out_where_no_repair_may_need_them() -> None:
    assert columns_of(b"1,2,3,\n4,5,6, \n") == [["3", "6"], ["1", "4"], ["3", "6"]]
    assert columns_of(b"1,2,3,\n4,5,6, \n", may_be_wider=False) is None


@pytest.mark.parametrize(
    "block",
    [b'1,"2",3\n', b"1,2,3\n4,5\n", b"1,2,3\n4,5,6,7\n", b"1,2,3\n\n4,5,6\n", b"1,2,3\n,,\n", b"1,2,\xe9\n", b"1,2\n",
     b"1,2,3,x\n", b"1,2,"  + b"3" * 200_000 + b"\n"],
    ids=["quote", "short", "long", "blank_line", "blank_record", "no_utf_8", "narrow", "wide", "long_field"],
)  # fmt: skip
def test_other_lines_are_left_to_the_reader_of_single_records(block: bytes) -> None:
    assert columns_of(block) is None
