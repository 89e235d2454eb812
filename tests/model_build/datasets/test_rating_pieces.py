"""A table of ratings that is read in pieces, beside the same table in one go: rows, counts and examples."""

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from model_build.datasets.contract import SourceTables
from model_build.datasets.formats import csv_records, text_lines
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table import open_table
from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.sources.registry import read_source
from tests.model_build.datasets.sources.small_sources import write_goodreads
from tests.model_build.pickled_engine import PickledEngine


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make blocks of 500 bytes, and pieces of two."""
    monkeypatch.setattr(text_lines, "TEXT_LINES", replace(text_lines.TEXT_LINES, block_bytes=500))
    monkeypatch.setattr(csv_records, "TEXT_LINES", text_lines.TEXT_LINES)
    monkeypatch.setattr(csv_records, "_BLOCKS_OF_PIECE", 2)


def both_ways(folder: Path) -> tuple[SourceTables, SourceTables, int]:
    """Return the tables of a folder, read in one go and in pieces, and the number of pieces."""
    files, engine = DatasetFiles.found_in(folder), PickledEngine()
    return read_source(files), read_source(replace(files, engine=engine)), engine.parts


def assert_equal(whole: SourceTables, pieces: SourceTables) -> None:
    for name in ("books", "ratings", "readers"):
        assert getattr(pieces, name).to_dict() == getattr(whole, name).to_dict()
    assert pieces.counts == whole.counts
    assert pieces.examples == whole.examples
    assert (pieces.rating_scale, pieces.like_threshold) == (whole.rating_scale, whole.like_threshold)


def write_tables(
    folder: Path, ratings: Mapping[str, Sequence[str]], header: str = "user_id,book_id,rating,date"
) -> Path:
    """Write a table of thirty books, and files of ratings."""
    folder.mkdir()
    books = [f"{number},Title {number},Author {number}" for number in range(1, 31)]
    (folder / "books.csv").write_text("\n".join(["book_id,title,author", *books]), encoding="utf-8")
    for name, rows in ratings.items():
        (folder / name).write_bytes("\n".join([header, *rows]).encode("cp1252"))
    return folder


def many_ratings(seed: int, count: int = 400) -> list[str]:
    """Return ratings with faults of all kinds, the same pairs several times, at different times."""
    generator = np.random.default_rng(seed)
    odd = ["", " ", "4/5", "six", "80%", "nan", "0"]
    rows = []
    for number in range(count):
        reader, book, stars, day = (int(generator.integers(1, most)) for most in (25, 34, 6, 28))
        rating = odd[number % len(odd)] if number % 9 == 0 else str(stars)
        row = f"reader{reader},{book},{rating},2024-03-{day:02}"
        if number % 23 == 0:
            row = f'"Zoë\n{reader}",{book},{rating},{day}/03/2024'
        elif number % 31 == 0:
            row = f'"open,{book},{rating}'
        elif number % 37 == 0:
            row += ",surplus"
        rows.append(row)
    return rows


def test_a_dirty_table_is_the_same_in_pieces_as_in_one_go(tmp_path: Path) -> None:
    whole, pieces, count = both_ways(write_tables(tmp_path / "data", {"ratings.csv": many_ratings(1)}))
    assert count > 5
    assert len(whole.ratings) > 200
    assert_equal(whole, pieces)


def test_files_that_go_on_with_each_other_are_read_in_pieces_in_their_order(tmp_path: Path) -> None:
    rows = {"ratings-2023.csv": many_ratings(2, 150), "ratings-2024.csv": many_ratings(3, 150)}
    whole, pieces, count = both_ways(write_tables(tmp_path / "data", rows))
    assert count > 4
    assert_equal(whole, pieces)


def test_packed_files_and_the_files_of_a_parquet_folder_are_a_piece_each(tmp_path: Path) -> None:
    rows = {f"ratings-{year}.csv": many_ratings(year, 90) for year in (2022, 2023, 2024)}
    folder = write_tables(tmp_path / "packed", rows)
    for name in rows:
        (folder / f"{name}.gz").write_bytes(gzip.compress((folder / name).read_bytes()))
        (folder / name).unlink()
    whole, pieces, count = both_ways(folder)
    assert count == 3
    assert_equal(whole, pieces)

    folder = write_tables(tmp_path / "parquet", {})
    (folder / "ratings.parquet").mkdir()
    for part in range(4):
        columns = {
            "user_id": [f"reader{number % 19}" for number in range(part, 60)],
            "book_id": [1 + (7 * number + part) % 33 for number in range(part, 60)],
            "rating": [number % 6 for number in range(part, 60)],
        }
        pq.write_table(pa.table(columns), folder / f"ratings.parquet/part-{part}.parquet")
    whole, pieces, count = both_ways(folder)
    assert count == 4
    assert len(whole.ratings) > 100
    assert_equal(whole, pieces)


def test_amazons_ratings_are_read_in_pieces(tmp_path: Path) -> None:
    rows = [f"A{number % 17},{number % 23:010},{1 + number % 5}.0,{1_600_000_000 + number}" for number in range(200)]
    (tmp_path / "Books.csv").write_text("\n".join(["user_id,parent_asin,rating,timestamp", *rows]), encoding="utf-8")
    books = [json.dumps({"parent_asin": f"{number:010}", "title": f"Title {number}"}) for number in range(23)]
    (tmp_path / "meta_Books.jsonl").write_text("\n".join(books), encoding="utf-8")
    whole, pieces, count = both_ways(tmp_path)
    assert count > 5
    assert len(whole.ratings) == 200
    assert_equal(whole, pieces)


def test_goodreads_numbered_shelves_are_read_in_pieces(tmp_path: Path) -> None:
    write_goodreads(tmp_path, numbered=True)
    rows = [f"{n % 29},{n % 5},{n % 3 % 2},{n % 6},0" for n in range(300)]
    with (tmp_path / "goodreads_interactions.csv").open("a", encoding="utf-8") as stream:
        stream.write("\n".join(rows))
    whole, pieces, count = both_ways(tmp_path)
    assert count > 3
    assert len(whole.ratings) > 10
    assert whole.counts["ratings of unknown books, dropped"] > 0
    assert_equal(whole, pieces)


def test_no_piece_begins_within_a_record_of_several_lines(tmp_path: Path) -> None:
    # Every record has a line break in quotes: no line is a record by itself, and nothing is cut.
    broken = [f'"reader\n{number}",{1 + number % 30},4,2024-01-01' for number in range(200)]
    folder = write_tables(tmp_path / "broken", {"ratings.csv": broken})
    assert len(open_table(DatasetFiles.found_in(folder).ratings).pieces()) == 1
    sound = write_tables(tmp_path / "sound", {"ratings.csv": [*many_ratings(4)[:50], *broken[:60], *many_ratings(5)]})
    whole, pieces, count = both_ways(sound)
    assert count > 3
    assert_equal(whole, pieces)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_encodings_with_a_mark_are_read_alike(tmp_path: Path, encoding: str) -> None:
    folder = write_tables(
        tmp_path / "data", {"ratings.csv": [f"reader{n % 9},{1 + n % 30},{n % 6},2024-01-01" for n in range(300)]}
    )
    text = (folder / "ratings.csv").read_text(encoding="utf-8")
    (folder / "ratings.csv").write_text(text, encoding=encoding)
    whole, pieces, count = both_ways(folder)
    assert (count > 3) == (encoding == "utf-8-sig")
    assert_equal(whole, pieces)


def test_an_error_of_a_piece_is_that_of_the_table(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "data", {"ratings.csv": [*many_ratings(1), "reader7,3"]})
    files, engine = DatasetFiles.found_in(folder), PickledEngine()
    with pytest.raises(DatasetError, match="ends within a row") as of_whole:
        read_source(files)
    with pytest.raises(DatasetError) as of_pieces:
        read_source(replace(files, engine=engine))
    assert engine.parts > 3
    assert str(of_pieces.value) == str(of_whole.value)
