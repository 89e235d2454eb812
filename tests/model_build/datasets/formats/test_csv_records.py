"""Dirty rows: too many or too few fields, open quotes, stray bytes; repaired or dropped, and counted, one by one."""

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_build.datasets.formats import text_lines
from model_build.datasets.formats.csv_records import DelimitedTable
from model_build.datasets.formats.table_file import DatasetError, TableFile, table_files
from tests.model_build.datasets.dirty_datasets import (
    FIRST,
    RATING,
    between,
    read_books,
    read_dump_books,
    read_ratings,
)
from tests.model_build.small_datasets import book, comma_lines, dump_lines, ratings_of, read, write_kaggle


def test_a_title_cut_up_at_its_commas_is_joined(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b"02,Eats, Shoots, and Leaves,Lynne Truss,2003,Profile,s,m,l\n")
    assert between(dataset) == [("02", "Eats, Shoots, and Leaves", "Lynne Truss", 2003, "Profile")]
    assert dataset.counts["books.csv: rows with too many fields, repaired"] == 1


def test_a_row_without_its_covers_is_filled_up(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b"02,Emma,Jane Austen,1815,Murray\n")
    assert between(dataset) == [("02", "Emma", "Jane Austen", 1815, "Murray")]
    assert dataset.editions["image_url"].tolist()[1] == ""
    assert dataset.counts["books.csv: rows with too few fields, repaired"] == 1


def test_a_row_that_fits_no_columns_is_dropped(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b"02,Emma\n03,a,b,c,d,e,f,g,h,i,j,k\n")
    assert between(dataset) == []
    assert dataset.counts["books.csv: rows with too few fields, dropped"] == 1
    assert dataset.counts["books.csv: rows with too many fields, dropped"] == 1


def test_ratings_with_too_many_or_too_few_fields_are_dropped(tmp_path: Path) -> None:
    dataset = read_ratings(tmp_path, b"1,02,5,6\n2,02\n")
    assert len(dataset.ratings) == 2
    assert dataset.counts["ratings.csv: rows with too many fields, dropped"] == 1
    assert dataset.counts["ratings.csv: rows with too few fields, dropped"] == 1


def test_empty_lines_are_passed_over(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b"\n\r\n   \n02,Emma,Jane Austen,1815,Murray,s,m,l\n\n")
    assert between(dataset) == [("02", "Emma", "Jane Austen", 1815, "Murray")]
    assert not [kind for kind in dataset.counts if "fields" in kind]


def test_a_quoted_title_may_hold_line_breaks(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b'02,"Emma:\r\na\nNovel",Jane Austen,1815,Murray,s,m,l\n')
    assert between(dataset) == [("02", "Emma: a Novel", "Jane Austen", 1815, "Murray")]


def test_a_quote_that_is_never_closed_costs_its_own_row_alone(tmp_path: Path) -> None:
    following = [book(f"1{number}", f"Book {number}", "Ann Author") for number in range(8)]
    dataset = read_books(tmp_path, b'02,"Emma,Jane Austen,1815,Murray,s,m,l\n' + comma_lines(following))
    assert [row[0] for row in between(dataset)] == [row[0] for row in following]
    assert dataset.counts["books.csv: rows with too few fields, dropped"] == 1


def test_a_quote_that_is_never_closed_does_not_swallow_the_quoted_row_after_it(tmp_path: Path) -> None:
    # The next row's opening quote closes the open one, and the two rows together have as many fields as one.
    lines = b'02,"Emma,Jane Austen,1815,Murray,s,m,l\n03,"Persuasion",Jane Austen,1817,Murray,s,m,l\n'
    dataset = read_books(tmp_path, lines)
    assert between(dataset) == [("03", "Persuasion", "Jane Austen", 1817, "Murray")]
    assert dataset.counts["books.csv: rows with too few fields, dropped"] == 1


def test_a_title_may_go_on_after_a_line_break_with_commas_as_many_as_columns(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b'02,"Love:\nwell, actually",Jane Austen,1815,Murray,s,m,l\n')
    assert between(dataset) == [("02", "Love: well, actually", "Jane Austen", 1815, "Murray")]


def test_a_quote_that_is_never_closed_in_the_dump_costs_its_own_row_alone(tmp_path: Path) -> None:
    following = dump_lines([book("03", "Third", "Ann Author"), book("04", "Fourth", "Ann Author")])
    dataset = read_dump_books(tmp_path, b'"02";"Emma;"Jane Austen";"1815\\"\r\n' + following)
    assert [row[:2] for row in between(dataset)][-2:] == [("03", "Third"), ("04", "Fourth")]


def test_quotes_in_a_field_without_quotes_are_part_of_it(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b'02,The "Real" Emma,Jane Austen,1815,Murray,s,m,l\n')
    assert between(dataset) == [("02", 'The "Real" Emma', "Jane Austen", 1815, "Murray")]


def test_nul_bytes_are_taken_out(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b"0\x002,Em\x00ma,Jane\x00 Austen,18\x0015,Murray,s,m,l\n\x00\n")
    assert between(dataset) == [("02", "Emma", "Jane Austen", 1815, "Murray")]


def test_carriage_returns_within_a_line_are_blanks(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b'02,Emma\rWoodhouse,"Jane\rAusten"\r,1815,Murray,s,m,l\r\r\n')
    assert between(dataset) == [("02", "Emma Woodhouse", "Jane Austen", 1815, "Murray")]


def test_a_field_beyond_all_measure_costs_its_own_row_and_is_counted(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b"02," + b"x" * 200_000 + b",Jane Austen,1815,Murray,s,m,l\n")
    assert between(dataset) == []
    assert dataset.counts["books.csv: rows with too few fields, dropped"] == 1


def test_a_blank_field_too_many_costs_no_rating_beside_other_faults(tmp_path: Path) -> None:
    dataset = read_ratings(tmp_path, b"1,02,5,\n2,02,6,x\n3,02,7, \n")
    assert [rating[0] for rating in ratings_of(dataset)] == ["90", "1", "3", "99"]
    assert dataset.counts["ratings.csv: rows with too many fields, dropped"] == 1


def test_a_title_cut_up_at_its_commas_is_joined_though_the_last_cover_is_blank(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, b"02,Eats, Shoots,Lynne Truss,2003,Profile,s,m,\n")
    assert between(dataset) == [("02", "Eats, Shoots", "Lynne Truss", 2003, "Profile")]


def test_quotes_between_tabs_may_be_letters_of_a_title(tmp_path: Path) -> None:
    path = tmp_path / "books.tsv"
    path.write_bytes(b'id\ttitle\tauthor\n1\t"A" is for\tSue\n2\t"Open\t"Ann"\n3\t"Line\nbreak"\tBob\n')
    table = DelimitedTable(TableFile(path))
    assert list(table.rows("id", "title", "author")) == [
        ("1", "A is for", "Sue"),
        ("2", '"Open', "Ann"),
        ("3", "Line\nbreak", "Bob"),
    ]
    assert not table.counts


# A line of a field is no record by itself; nor is one between the line breaks of two fields.
FIELDS = st.text(alphabet='ab,;\t"\\ é\0', max_size=6) | st.text(alphabet="ab é", max_size=3).map("a\n{}".format)


@given(
    rows=st.lists(
        st.tuples(FIELDS, FIELDS, FIELDS).filter(lambda row: any(map(str.strip, row)) and "".join(row).count("\n") < 2),
        max_size=6,
    ),
    delimiter=st.sampled_from(",;\t"),
    block_bytes=st.integers(1, 60),
)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_blocks_of_any_size_hold_the_records_that_the_csv_module_reads(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], delimiter: str, block_bytes: int
) -> None:
    # The oracle takes the whole file at once; quotes in all fields leave no doubt of a record's end.
    text = io.StringIO(newline="")
    escape = "\\" if delimiter == ";" else None
    table = [("one", "two", "three"), *rows]
    csv.writer(
        text,
        delimiter=delimiter,
        quoting=csv.QUOTE_ALL,
        lineterminator="\n",
        escapechar=escape,
        doublequote=not escape,
    ).writerows(table)
    content = text.getvalue().replace("\0", "")
    path = tmp_path_factory.getbasetemp() / "any-blocks.csv"
    path.write_bytes(text.getvalue().encode())
    expected = list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, escapechar=escape))[1:]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_lines, "TEXT_LINES", replace(text_lines.TEXT_LINES, block_bytes=block_bytes))
        found = list(DelimitedTable(TableFile(path)).rows("one", "two", "three"))
    assert found == [tuple(field.strip(" \t\n") for field in row) for row in expected]


def test_the_last_line_may_lack_its_end(tmp_path: Path) -> None:
    write_kaggle(tmp_path, [FIRST], [RATING, (2, "01", 8)])
    path = tmp_path / "Ratings.csv"
    path.write_bytes(path.read_bytes().rstrip())
    assert ratings_of(read(tmp_path)) == [("1", "01", 7), ("2", "01", 8)]


def test_bytes_that_are_no_utf_8_are_read_as_windows_1252(tmp_path: Path) -> None:
    dataset = read_books(tmp_path, "02,Caf\xe9 \x93Noir\x94,Jos\xe9 A,2001,P,s,m,l\n".encode("latin-1"))
    assert between(dataset) == [("02", "Caf\xe9 “Noir”", "José A", 2001, "P")]
    # 0x81 is no character of Windows-1252 either.
    assert between(read_books(tmp_path, b"02,Lost \x81 Letter,Ann,2001,P,s,m,l\n"))[0][0] == "02"


def test_an_error_of_the_code_that_reads_an_archive_is_not_taken_for_the_files(tmp_path: Path) -> None:
    path = tmp_path / "ratings.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Ratings.csv", "User-ID")
    (table,) = table_files(path)
    with pytest.raises(RuntimeError, match="the reader's own"), table.open():
        raise RuntimeError("the reader's own")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\n <!DOCTYPE html>\n<html><body>Sign in</body></html>\n", "it is a web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "it is Git LFS's pointer"),
        (b"PAR1\x15\x04", "it is a Parquet file. Let its name end in .parquet"),
        (b'{"user_id": 1}\n', "it is JSON. Let its name end in .jsonl"),
        (b"%PDF-1.7\n", "it is a PDF"),
        (b"BZh91AY&SY", "it is packed in a way that is not read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is a spreadsheet's own file"),
    ],
)
def test_another_kind_of_file_under_the_name_of_a_table_is_named(content: bytes, sentence: str, tmp_path: Path) -> None:
    write_kaggle(tmp_path, [FIRST], [RATING])
    (tmp_path / "Ratings.csv").write_bytes(content)
    with pytest.raises(DatasetError, match=rf"Ratings\.csv is no table: {sentence}"):
        read(tmp_path)


def test_rows_with_another_delimiter_are_read(tmp_path: Path) -> None:
    path = tmp_path / "loans.csv"
    path.write_text('user,item,date\n1,2,2024-01-01\n3;"4";2024-01-02\n')
    table = DelimitedTable(TableFile(path))
    assert list(table.rows("user", "item")) == [("1", "2"), ("3", "4")]
    assert table.counts == {"rows with another delimiter, repaired": 1}


def test_a_file_that_ends_within_a_row_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "loans.csv"
    path.write_text("user,item,date\n1,2,2024-01-01\n3,4")
    with pytest.raises(DatasetError, match=r"loans\.csv ends within a row: '3,4'\. It is cut off"):
        list(DelimitedTable(TableFile(path)).rows("user"))
    path.write_text("user,item,date\n1,2,2024-01-01\n(1 row)")
    assert list(DelimitedTable(TableFile(path)).rows("user")) == [("1",)]
