"""The list of the sample's books, read into editions."""

from collections import Counter
from pathlib import Path

import pytest

from model_build.sample.bookcase import Edition, read_bookcase

COLUMNS = "number,title,author,year,language,fame,tags,series,volume,edition_of,isbn\n"


def test_no_book_is_listed_twice() -> None:
    names = Counter((edition.title, edition.author) for edition in read_bookcase())
    assert [name for name, count in names.items() if count > 1] == []


def test_a_series_has_several_books_and_each_volume_once() -> None:
    works = [edition for edition in read_bookcase() if edition.number == edition.work_number]
    books = Counter(work.series for work in works if work.series)
    volumes = Counter((work.series, work.volume) for work in works if work.volume)
    assert [name for name, count in books.items() if count < 2] == []
    assert [volume for volume, count in volumes.items() if count > 1] == []


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("1,Dune,Frank Herbert,1965,en,5,sf,,,,\n1,It,Stephen King,1986,en,4,horror,,,,\n", "two rows .* number 1\\."),
        ("1,Dune,Frank Herbert,1965,en,5,sf,,,,0441172717\n2,DUNE,,,,,,,,1,0441172717\n", "two .* ISBN 0441172717"),
        ("1,Dune,Frank Herbert,1965,en,5,sf,,,,0441172718\n", "0441172718 of row 1 is no ISBN"),
        ("1,DUNE,,,,,,,,2,\n", "can't read .*DUNE.* further up"),
        ("1,Dune,Frank Herbert,long ago,en,5,science fiction,,,,\n", "can't read .*long ago"),
    ],
)  # fmt: skip
def test_an_unreadable_row_is_named(lines: str, reason: str, tmp_path: Path) -> None:
    bookcase = tmp_path / "bookcase.csv"
    bookcase.write_text(COLUMNS + lines, encoding="utf-8")
    with pytest.raises(ValueError, match=reason):
        read_bookcase(bookcase)


def test_another_edition_takes_empty_fields_from_its_book(tmp_path: Path) -> None:
    bookcase = tmp_path / "bookcase.csv"
    lines = "7,Dune,Frank Herbert,1965,en,5,science fiction; space,Dune,1,,\n9,DUNE,,,,,,,,7,0441172717\n"
    bookcase.write_text(COLUMNS + lines, encoding="utf-8")
    assert read_bookcase(bookcase)[1] == Edition(
        9, "DUNE", "Frank Herbert", 1965, "en", 5, ("science fiction", "space"), 7, "0441172717", "Dune", "1"
    )
