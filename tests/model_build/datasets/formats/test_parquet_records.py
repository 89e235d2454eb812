"""Tables in Parquet files, as text, packed or not, and damaged ones."""

import datetime
import gzip
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.parquet_records import ParquetTable
from model_build.datasets.formats.table_file import DatasetError, TableFile
from tests.model_build.small_datasets import BOOKS, RATINGS, USERS, read, write_kaggle


def table_of(directory: Path, columns: dict[str, pa.Array], **options: int) -> ParquetTable:
    path = directory / "loans.parquet"
    pq.write_table(pa.table(columns), path, **options)
    return ParquetTable(TableFile(path))


NOON = datetime.datetime(2026, 11, 29, 12, 30, 15, 999_000, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("array", "texts"),
    [
        pytest.param(pa.array(["0441172717", None, " Emma"]), ["0441172717", "", " Emma"], id="texts"),
        pytest.param(pa.array(["a", None, "a"]).dictionary_encode(), ["a", "", "a"], id="a dictionary"),
        pytest.param(pa.array(["a", None], pa.large_string()), ["a", ""], id="large texts"),
        pytest.param(pa.array([9780441172719, None]), ["9780441172719", ""], id="whole numbers"),
        pytest.param(
            pa.array([9780441172719.0, 4.5, None, float("nan"), -3.0, 1e20]),
            ["9780441172719", "4.5", "", "", "-3", "1e+20"],
            id="numbers",
        ),
        pytest.param(pa.array([4.1, 5.0], pa.float32()), ["4.1", "5"], id="short numbers"),
        pytest.param(pa.array([True, False, None]), ["true", "false", ""], id="truths"),
        pytest.param(pa.array([NOON.date(), None]), ["2026-11-29", ""], id="dates"),
        pytest.param(pa.array([NOON.replace(tzinfo=None)], pa.timestamp("ms")), ["2026-11-29 12:30:15"], id="times"),
        pytest.param(
            pa.array([NOON], pa.timestamp("us", "Europe/Berlin")), ["2026-11-29 12:30:15"], id="times of a zone"
        ),
        pytest.param(pa.array([["sea", "salt"], [], None]), ["sea; salt", "", ""], id="lists"),
        pytest.param(pa.array([{"name": "Ann"}, None]), ['{"name":"Ann"}', ""], id="records"),
        pytest.param(pa.array([b"Emma", None]), ["Emma", ""], id="bytes"),
        pytest.param(pa.nulls(2), ["", ""], id="nothing"),
    ],
)
def test_values_are_the_text_that_a_table_with_delimiters_would_have(
    array: pa.Array, texts: list[str], tmp_path: Path
) -> None:
    ((found,),) = table_of(tmp_path, {"column": array}).blocks("column")
    assert list(found) == texts


def test_columns_come_as_asked_for_batch_by_batch(tmp_path: Path) -> None:
    rows = 150_000
    table = table_of(
        tmp_path, {"user id": pa.array(range(rows)), "extra": pa.nulls(rows), "book": pa.array(["x"] * rows)}
    )
    assert table.columns == ["user id", "extra", "book"]
    blocks = list(table.blocks("book", "user id", "book"))
    assert len(blocks) > 1
    assert [text for block in blocks for text in block[1]] == list(map(str, range(rows)))
    assert set(blocks[0][0]) == set(blocks[0][2]) == {"x"}
    assert next(table.rows("user id", "book")) == ("0", "x")


def test_a_table_without_a_row_has_columns_all_the_same(tmp_path: Path) -> None:
    table = table_of(tmp_path, {"reader_id": pa.array([], pa.string())})
    assert (table.columns, list(table.rows("reader_id"))) == (["reader_id"], [])


def test_a_missing_column_is_named_with_those_found(tmp_path: Path) -> None:
    table = table_of(tmp_path, {"user_id": pa.array([1])})
    with pytest.raises(DatasetError, match=r"loans\.parquet lacks the column 'book_id'; its columns are 'user_id'"):
        table.blocks("book_id")


@pytest.mark.parametrize("pack", ["plain", "gzip", "zip"])
def test_a_dataset_of_parquet_files_is_that_of_its_csv_files(pack: str, tmp_path: Path) -> None:
    expected = read(write_kaggle(tmp_path, BOOKS, RATINGS, USERS))
    for path in list(tmp_path.glob("*.csv")):
        table = tmp_path / f"{path.stem}.parquet"
        pd.read_csv(path, dtype={"ISBN": str}, keep_default_na=False, na_values={"Age": [""]}).to_parquet(table)
        path.unlink()
        if pack == "gzip":
            table.with_name(f"{table.name}.gz").write_bytes(gzip.compress(table.read_bytes()))
        elif pack == "zip":
            with zipfile.ZipFile(tmp_path / "tables.zip", "a") as archive:
                archive.write(table, f"tables/{table.name}")
        if pack != "plain":
            table.unlink()
    dataset = read(tmp_path)
    pd.testing.assert_frame_equal(dataset.editions, expected.editions)
    pd.testing.assert_frame_equal(dataset.ratings, expected.ratings)
    pd.testing.assert_frame_equal(dataset.readers, expected.readers)


@pytest.mark.parametrize("content", [b"", b"user_id,book_id\n", b"PAR1"], ids=["empty", "a CSV file", "cut off"])
def test_a_file_that_is_not_whole_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "loans.parquet"
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=r"loans\.parquet can't be read as Parquet .*Is it a whole file\?"):
        ParquetTable(TableFile(path))


def test_a_file_with_damaged_pages_is_refused(tmp_path: Path) -> None:
    table = table_of(tmp_path, {"book": pa.array([f"book {number}" for number in range(5000)])})
    path = tmp_path / "loans.parquet"
    content = bytearray(path.read_bytes())
    content[100:400] = bytes(byte ^ 0x55 for byte in content[100:400])
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=r"loans\.parquet can't be read"):
        list(table.rows("book"))


def test_a_folder_of_parts_is_one_table_as_spark_writes_it(tmp_path: Path) -> None:
    expected = read(write_kaggle(tmp_path, BOOKS, RATINGS, USERS))
    ratings = pd.read_csv(tmp_path / "Ratings.csv", dtype={"ISBN": str})
    (tmp_path / "Ratings.csv").unlink()
    folder = tmp_path / "Ratings.parquet"
    folder.mkdir()
    (folder / "_SUCCESS").touch()
    ratings[:1].to_parquet(folder / "part-00000.snappy.parquet")
    ratings[1:].to_parquet(folder / "part-00001.snappy.parquet")
    dataset = read(tmp_path)
    pd.testing.assert_frame_equal(dataset.ratings, expected.ratings)
    ratings.drop(columns="ISBN").to_parquet(folder / "part-00002.snappy.parquet")
    with pytest.raises(DatasetError, match=r"part-00002\.snappy\.parquet lacks the column 'ISBN'"):
        read(tmp_path)
    assert read_fingerprint(tmp_path) != dataset.fingerprint


def read_fingerprint(directory: Path) -> str:
    return DatasetFiles.found_in(directory).fingerprint()


def test_a_folder_without_parts_is_refused(tmp_path: Path) -> None:
    write_kaggle(tmp_path, BOOKS, [])
    (tmp_path / "Ratings.csv").unlink()
    (tmp_path / "ratings.parquet").mkdir()
    with pytest.raises(DatasetError, match=r"ratings\.parquet is a folder without a part of a table"):
        read(tmp_path)
