"""The rows of a text that is pasted in pieces."""

import pytest

from shelftalker.shelf_exports.export_records import headers_of
from shelftalker.shelf_exports.pasted_rows import FurtherRows, cut_row, further_rows

HEADER = next(headers_of(["Title,Author,My Review,My Rating"]))
EMMA = 'Emma,"Austen, Jane",,4'
DUNE = "Dune,Frank Herbert,,5"
REVIEWED = 'Persuasion,Jane Austen,"Long\nand winding, really",3'


@pytest.mark.parametrize("row", [EMMA, REVIEWED])
def test_a_row_that_is_cut_anywhere_is_joined_with_its_rest(row: str) -> None:
    last_comma = row.rindex(",")
    for position in range(1, last_comma + 1):
        cut = cut_row([*DUNE.split("\n"), *row[:position].split("\n")], HEADER, 0)
        assert cut == row[:position]
        rest = [*row[position:].split("\n"), DUNE]
        assert further_rows(rest, HEADER, cut) == FurtherRows([*row.split("\n"), DUNE], is_joined=True)


def test_whole_rows_and_rows_that_all_lack_their_last_fields_are_not_cut() -> None:
    assert not cut_row([DUNE, EMMA], HEADER, 0)
    assert not cut_row(["Dune,Frank Herbert", "Emma,Jane Austen"], HEADER, 0)
    assert not cut_row([], HEADER, 0)


def test_the_only_row_of_a_text_may_be_cut_too() -> None:
    assert cut_row(["Dune,Frank Herbert"], HEADER, 0) == "Dune,Frank Herbert"


def test_the_end_of_a_row_that_does_not_fit_the_cut_one_is_left_out() -> None:
    assert further_rows(["Herbert,,5", EMMA], HEADER, "Emma,Jane Austen,,") == FurtherRows([EMMA], left_out=1)


def test_a_piece_that_begins_with_the_whole_row_once_more_stays_as_it_is() -> None:
    assert further_rows([EMMA, DUNE], HEADER, "Emma,") == FurtherRows([EMMA, DUNE], is_joined=True)
    assert further_rows([DUNE], HEADER, "Emma,Jane Austen") == FurtherRows([DUNE])
    assert further_rows(["Emma,Jane Austen"], HEADER, "") == FurtherRows(["Emma,Jane Austen"])
