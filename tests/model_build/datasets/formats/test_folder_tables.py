"""Tables in folders as people have them: below others, in archives, beside files that only look like tables."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from model_build.datasets.formats.folder_tables import find_tables, refuse_unread
from model_build.datasets.formats.table_file import DatasetError

TABLE = b"user_id,book_id\n"


def write(directory: Path, *names: str) -> Path:
    for name in names:
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(TABLE)
    return directory


def pack(path: Path, members: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def names_in(directory: Path) -> list[str]:
    """Return the paths of the tables from the folder on."""
    return [str(table).removeprefix(f"{directory}/") for table in find_tables(directory).tables]


def test_the_tables_of_a_folder_come_before_those_below_it(tmp_path: Path) -> None:
    write(tmp_path, "Books.csv", "Ratings.csv", "old/Books.csv", "old/Ratings.csv")
    assert names_in(tmp_path) == ["Books.csv", "Ratings.csv"]


def test_tables_in_the_one_folder_below_are_found(tmp_path: Path) -> None:
    write(tmp_path, "archive/csv/Books.csv", "archive/csv/Ratings.csv", "archive/README.txt")
    assert names_in(tmp_path) == ["archive/csv/Books.csv", "archive/csv/Ratings.csv"]


def test_tables_in_a_folder_that_is_a_link_are_found(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", "Books.csv", "Ratings.csv")
    (tmp_path / "named").mkdir()
    (tmp_path / "named" / "data").symlink_to(tmp_path / "elsewhere")
    assert names_in(tmp_path / "named") == ["data/Books.csv", "data/Ratings.csv"]


def test_of_folders_below_the_one_with_books_and_ratings_is_read_and_the_other_named(tmp_path: Path) -> None:
    write(tmp_path, "data/Books.csv", "data/Ratings.csv", "results/scores.csv")
    assert names_in(tmp_path) == ["data/Books.csv", "data/Ratings.csv"]
    assert find_tables(tmp_path).not_read == (f"scores.csv in {tmp_path}/results are not read.",)


def test_several_folders_with_tables_are_named(tmp_path: Path) -> None:
    write(tmp_path, "a/Books.csv", "a/Ratings.csv", "b/Books.csv", "b/Ratings.csv")
    with pytest.raises(DatasetError, match=r"tables in several folders: .*/a with Books\.csv, Ratings\.csv; .*/b with"):
        find_tables(tmp_path)


def test_one_table_here_and_a_whole_dataset_below_are_named(tmp_path: Path) -> None:
    write(tmp_path, "Ratings.csv", "old/Books.csv", "old/Ratings.csv")
    with pytest.raises(DatasetError, match=r"several folders: .* with Ratings\.csv; .*/old with Books\.csv"):
        find_tables(tmp_path)


def test_tables_in_folders_that_complete_each_other_are_one_dataset(tmp_path: Path) -> None:
    write(tmp_path, "books/books.csv", "loans/loans.csv")
    assert names_in(tmp_path) == ["books/books.csv", "loans/loans.csv"]


def test_folders_with_the_same_part_of_a_dataset_are_named(tmp_path: Path) -> None:
    write(tmp_path, "2025/loans.csv", "2026/loans.csv")
    with pytest.raises(DatasetError, match=r"/2025 with loans\.csv; .*/2026 with loans\.csv\. Name the one"):
        find_tables(tmp_path)


def test_the_folder_in_an_archive_is_of_no_account_where_there_is_one(tmp_path: Path) -> None:
    pack(tmp_path / "archive.zip", {"x/Books.csv": TABLE, "x/Ratings.csv": TABLE, "__MACOSX/x/._Books.csv": b"\0"})
    assert names_in(tmp_path) == ["archive.zip:x/Books.csv", "archive.zip:x/Ratings.csv"]


def test_an_archive_with_several_datasets_is_refused_and_they_are_named(tmp_path: Path) -> None:
    pack(tmp_path / "all.zip", {f"{folder}/{name}": TABLE for folder in "ab" for name in ("books.csv", "loans.csv")})
    with pytest.raises(DatasetError, match=r"all\.zip/a with books\.csv, loans\.csv; .*all\.zip/b with"):
        find_tables(tmp_path)


def test_an_archive_under_a_tables_name_is_read_as_an_archive(tmp_path: Path) -> None:
    pack(tmp_path / "Books.csv", {"Books.csv": TABLE})
    write(tmp_path, "Ratings.csv")
    assert names_in(tmp_path) == ["Books.csv:Books.csv", "Ratings.csv"]


def test_a_spreadsheet_under_a_tables_name_is_refused(tmp_path: Path) -> None:
    pack(tmp_path / "Books.csv", {"xl/workbook.xml": b"<workbook/>"})
    with pytest.raises(DatasetError, match=r"Books\.csv is a spreadsheet's own file\. Save its table as CSV\."):
        find_tables(tmp_path)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Ratings.csv.crdownload", "is a download that has not ended"),
        ("Unconfirmed 4711.crdownload", "is a download that has not ended"),
        ("Ratings.csv.part", "is a download that has not ended"),
        ("ratings.parquet.tmp", "is a download that has not ended"),
        ("Ratings.csv.bz2", "is packed in a way that is not read: unpack it, or pack its tables by gzip or zip"),
        ("dataset.tar.gz", "is packed in a way that is not read"),
        ("Ratings.csv.xz", "is packed in a way that is not read"),
        ("Loans.xlsx", r"is not read: save its table as CSV, as loans\.csv"),
        ("Ratings.sqlite3", r"is not read: save its table as CSV, as ratings\.csv"),
        ("Ratings.csv.old", r"is not read: the name of a table ends in \.csv"),
        ("Ratings.csv~", r"is not read: the name of a table ends in \.csv"),
    ],
)
def test_files_that_only_look_like_tables_are_not_taken_and_named(name: str, reason: str, tmp_path: Path) -> None:
    write(tmp_path, "Books.csv", name)
    assert names_in(tmp_path) == ["Books.csv"]
    (sentence,) = find_tables(tmp_path).not_read
    with pytest.raises(DatasetError, match=rf"{name} {reason}"):
        raise DatasetError(sentence)
    with pytest.raises(DatasetError, match=rf"{name} {reason}"):
        refuse_unread(tmp_path / name)


@pytest.mark.parametrize("name", ["README.md", "LICENSE", "NOTICE.txt", "dataset.json", ".~lock.Books.csv#", "a.png"])
def test_other_files_are_passed_over(name: str, tmp_path: Path) -> None:
    write(tmp_path, "Books.csv", name)
    assert names_in(tmp_path) == ["Books.csv"]
    assert find_tables(tmp_path).not_read == ()


def test_the_files_that_tell_of_a_dataset_are_found_beside_its_tables(tmp_path: Path) -> None:
    pack(tmp_path / "library.zip", {"l/books.csv": TABLE, "l/loans.csv": TABLE, "l/dataset.json": b"{}"})
    write(tmp_path, "NOTICE.txt")
    beside = find_tables(tmp_path).beside
    assert {name: file.shown_name for name, file in beside.items()} == {
        "dataset.json": "library.zip:l/dataset.json",
        "notice.txt": "NOTICE.txt",
    }


def test_a_folder_without_a_table_is_an_error_that_names_the_files(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"No table in .*: expected Books\.csv and .* found nothing\."):
        find_tables(tmp_path)
    with pytest.raises(DatasetError, match=r"Books\.csv is not a folder"):
        find_tables(write(tmp_path / "plain", "Books.csv") / "Books.csv")
    (tmp_path / "plain" / "Books.csv").unlink()
    write(tmp_path, "README.md", "Books.csv.part")
    with pytest.raises(DatasetError, match=r"found Books\.csv\.part, README\.md\. .*Books\.csv\.part is a download"):
        find_tables(tmp_path)


def test_text_files_of_uniform_lines_are_tables_and_prose_is_none(tmp_path: Path) -> None:
    (tmp_path / "books.txt").write_bytes(b"book_id;title;author\n1;Dune;Frank Herbert\n")
    (tmp_path / "checkouts.txt").write_bytes(b"patron\tbook_id\n1\t1\n2\t1\n")
    (tmp_path / "readers.dat").write_bytes(b"reader_id|country\n1|Peru\n")
    (tmp_path / "loans.txt").write_bytes(TABLE)
    (tmp_path / "README.txt").write_bytes(
        b"Our loans, of all branches.\nAsk us, before you use them, please.\n\nThe library\n"
    )
    (tmp_path / "LICENSE.txt").write_bytes(b"Ours.\n")
    (tmp_path / "ratings.dat").write_bytes(b"1::1::5::978300760\n1::2::4::978300761\n")
    found = find_tables(tmp_path)
    assert [table.name for table in found.tables] == ["books.txt", "checkouts.txt", "loans.txt", "readers.dat"]
    (not_read,) = found.not_read
    assert "ratings.dat is not read: if it is a table with commas, semicolons or tabs, name it ratings.csv" in not_read
