"""Tables that people write for the command line: values by column, and every fault an error with its line."""

import gzip
from pathlib import Path

import pytest

from model_build.datasets.formats.strict_table import strict_rows
from model_build.datasets.formats.table_file import DatasetError


def rows_of(tmp_path: Path, content: bytes, name: str = "table.csv") -> list[tuple[int, list[str]]]:
    path = tmp_path / name
    path.write_bytes(content)
    return list(strict_rows(path, ["title", "author"], ["note"]))


def test_values_come_by_column_in_any_order_and_missing_columns_are_empty(tmp_path: Path) -> None:
    content = '\ufeffauthor, x ,title\r\n Camus ,1,"The ""Stranger"", a novel"\r\n\r\nAusten,2,Emma\r\n'.encode()
    expected = [(2, ['The "Stranger", a novel', "Camus", ""]), (4, ["Emma", "Austen", ""])]
    assert rows_of(tmp_path, content) == expected
    assert rows_of(tmp_path, gzip.compress(content), "table.csv.gz") == expected
    assert rows_of(tmp_path, b"note,title,author\nn,t,a\n") == [(2, ["t", "a", "n"])]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "lacks the column 'title', 'author'"),
        (b"title\nEmma\n", "lacks the column 'author'; its first line has to name the columns title, author"),
        (b"title,author\nEmma\n", "line 2: expected 2 fields as in the first line, not 1"),
        (b"title,author\nEmma,Jane, Austen\n", "line 2: expected 2 fields as in the first line, not 3"),
        (b'title,author\n"Emma,Jane Austen\n', "line 2: unexpected end of data. Are the quotes closed?"),
        (b"title,author\nEm\xfflie,Zola\n", "it has to be UTF-8 text"),
    ],
    ids=["empty", "no column", "too few", "too many", "open quote", "latin-1"],
)
def test_a_fault_is_an_error_with_its_line(content: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as error:
        rows_of(tmp_path, content)
    assert reason in str(error.value)


def test_a_missing_file_is_named_with_the_columns_that_it_needs(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"nowhere\.csv does not exist\..* the columns title, author"):
        list(strict_rows(tmp_path / "nowhere.csv", ["title", "author"]))
