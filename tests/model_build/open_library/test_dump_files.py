import gzip
from pathlib import Path

import pytest

from model_build.datasets.formats.table_file import DatasetError
from model_build.open_library.dump_files import Dumps
from tests.model_build.open_library.dumps import write_dumps


def test_dumps_are_found_by_name_with_their_month_packed_or_not(tmp_path: Path) -> None:
    write_dumps(tmp_path, suffix=".txt.gz", reading_log=[], ratings=[], redirects=[])
    (tmp_path / "notes.txt").write_text("mine")
    found = Dumps.found_in(tmp_path)
    assert set(found.files) == {"works", "editions", "authors", "redirects", "ratings", "reading-log"}
    assert found.month == "2026-10"
    assert not found.warnings


@pytest.mark.parametrize(
    "name",
    [
        "ol_dump_works_latest.txt.gz", "ol_dump_works.txt", "ol_dump_works_2026-10-31_part2.txt",
        "ol_dump_works_2026-10.txt.gz", "ol_dump_works-part-01.txt", "ol_dump_works_dostoyevsky.txt",
    ],
)  # fmt: skip
def test_other_names_of_a_dump_and_of_its_parts_are_known(tmp_path: Path, name: str) -> None:
    write_dumps(tmp_path)
    (tmp_path / name).write_text((tmp_path / "ol_dump_works_2026-10-31.txt").read_text())
    assert len(Dumps.found_in(tmp_path).files["works"]) == 2


def test_a_packed_file_may_have_lost_its_packing_and_kept_its_name(tmp_path: Path) -> None:
    write_dumps(tmp_path)
    for path in list(tmp_path.iterdir()):
        path.rename(path.with_name(path.name + ".gz"))
    assert len(Dumps.found_in(tmp_path).files) == 3


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="nowhere is not a folder"):
        Dumps.found_in(tmp_path / "nowhere")


@pytest.mark.parametrize("kind", ["works", "editions", "authors"])
def test_a_missing_dump_is_named_with_what_was_found(tmp_path: Path, kind: str) -> None:
    write_dumps(tmp_path)
    (tmp_path / f"ol_dump_{kind}_2026-10-31.txt").unlink()
    with pytest.raises(
        DatasetError, match=rf"No {kind} in .*expected ol_dump_{kind}_YYYY-MM-DD.txt.gz .*found ol_dump"
    ):
        Dumps.found_in(tmp_path)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("ol_dump_works_2026-10-31.txt.gz.crdownload", "has not ended"),
        ("ol_dump_works_2026-10-31.txt.gz.part", "has not ended"),
        ("ol_dump_2026-10-31.txt.gz", "the dump of all kinds in one file"),
        ("ol_cdump_latest.txt.gz", "the dump of all kinds in one file"),
    ],
)
def test_half_a_download_or_another_dump_is_no_dump_of_works(tmp_path: Path, name: str, reason: str) -> None:
    write_dumps(tmp_path)
    (tmp_path / "ol_dump_works_2026-10-31.txt").rename(tmp_path / name)
    with pytest.raises(DatasetError, match=reason):
        Dumps.found_in(tmp_path)


def test_a_packed_file_of_twenty_bytes_is_refused_by_name(tmp_path: Path) -> None:
    write_dumps(tmp_path)
    empty = tmp_path / "ol_dump_ratings_2026-10-31.txt.gz"
    empty.write_bytes(gzip.compress(b""))
    assert empty.stat().st_size == 20
    with pytest.raises(DatasetError, match=r"ol_dump_ratings_2026-10-31.txt.gz has 20 bytes and not one record"):
        Dumps.found_in(tmp_path)


@pytest.mark.parametrize(
    "content", [b"<html><body>503 Service Unavailable</body></html>\n", b"a,b,c\n1,2,3\n", b"a\tb\n"]
)
def test_a_page_or_a_table_under_the_name_of_a_dump_is_refused(tmp_path: Path, content: bytes) -> None:
    write_dumps(tmp_path)
    (tmp_path / "ol_dump_ratings_2026-10-31.txt").write_bytes(content)
    with pytest.raises(DatasetError, match=r"ol_dump_ratings_2026-10-31.txt is no dump of Open Library"):
        Dumps.found_in(tmp_path)


@pytest.mark.parametrize("content", [b"\x1f\x8b\x08\x00\x00\x00", b"\x1f\x8b\x08\x00" + b"\xff" * 40])
def test_a_broken_packed_file_is_refused_before_anything_is_read(tmp_path: Path, content: bytes) -> None:
    write_dumps(tmp_path)
    (tmp_path / "ol_dump_ratings_2026-10-31.txt.gz").write_bytes(content)
    with pytest.raises(DatasetError, match=r"ol_dump_ratings_2026-10-31.txt.gz can't be read"):
        Dumps.found_in(tmp_path)


def test_works_under_the_name_of_authors_are_refused(tmp_path: Path) -> None:
    write_dumps(tmp_path)
    (tmp_path / "ol_dump_authors_2026-10-31.txt").write_text((tmp_path / "ol_dump_works_2026-10-31.txt").read_text())
    with pytest.raises(DatasetError, match=r"authors_2026-10-31.txt .*expected records of /type/author.*/type/work"):
        Dumps.found_in(tmp_path)


def test_works_under_the_name_of_ratings_are_refused(tmp_path: Path) -> None:
    write_dumps(tmp_path)
    (tmp_path / "ol_dump_ratings_2026-10-31.txt").write_text((tmp_path / "ol_dump_works_2026-10-31.txt").read_text())
    with pytest.raises(DatasetError, match=r"ratings_2026-10-31.txt .*expected rows of works.*/type/work"):
        Dumps.found_in(tmp_path)


def test_two_months_of_one_dump_are_refused_and_months_that_differ_are_warned_of(tmp_path: Path) -> None:
    write_dumps(tmp_path)
    (tmp_path / "ol_dump_authors_2026-10-31.txt").rename(tmp_path / "ol_dump_authors_2026-09-30.txt")
    (warning, *_) = Dumps.found_in(tmp_path).warnings
    assert "different months (authors of 2026-09, editions of 2026-10, works of 2026-10)" in warning
    write_dumps(tmp_path)
    with pytest.raises(DatasetError, match="the authors of 2026-09 and 2026-10"):
        Dumps.found_in(tmp_path)


def test_what_is_missed_without_redirects_and_readers_is_said(tmp_path: Path) -> None:
    write_dumps(tmp_path)
    (tmp_path / "ol_dump_ratings_2026-10-31.txt.gz.part").write_bytes(b"")
    warnings = " ".join(Dumps.found_in(tmp_path).warnings)
    assert "no dump of redirects" in warnings
    assert "only works that a dataset rates are kept" in warnings
    assert "ratings_2026-10-31.txt.gz.part is a download that has not ended" in warnings
