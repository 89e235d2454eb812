"""Spark's engine beside that of one machine: the same results in the same order, and the same model to the byte."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model_build import engine as engines
from model_build.build import Yardstick, build_model
from model_build.datasets import last_ratings
from model_build.datasets.formats.files import DatasetFiles
from model_build.engine import THREADS, Columns, Engine
from model_build.open_library.source import read_catalogue_tables
from model_build.rank.ranker import learn_ranker
from model_build.spark.engine import SparkEngine
from model_build.works.gather import gather_works
from shelftalker.model.format import MODEL_FORMAT
from tests.model_build.open_library.dumps import author, edition, work, write_dumps
from tests.model_build.open_library.dumps import read as read_log
from tests.model_build.rank.tastes import ratings_by_taste
from tests.model_build.small_datasets import book, read, write_kaggle

TYPES = {"number": "int32", "share": "float32", "text": "object"}


def shares_of(number: int) -> Columns:
    return {
        "number": np.full(number, number, dtype=np.int32),
        "share": np.where(np.arange(number) == 1, np.nan, np.arange(number) / 3).astype(np.float32),
        "text": np.array([f"{number}\xe9".encode("latin-1")] * number, dtype=object),
    }


def test_results_are_those_of_one_machine_in_the_order_of_the_parts(spark_engine: SparkEngine) -> None:
    parts = [3, 0, 1, 5, 2]
    expected = list(THREADS.map(shares_of, parts, TYPES))
    found = list(spark_engine.map(shares_of, parts, TYPES))
    assert len(found) == len(parts)
    for columns, expected_columns in zip(found, expected, strict=True):
        for name, column in columns.items():
            np.testing.assert_array_equal(column, expected_columns[name])
            assert column.dtype == expected_columns[name].dtype


def test_no_part_has_no_result(spark_engine: SparkEngine) -> None:
    assert not list(spark_engine.map(shares_of, [], TYPES))


@pytest.fixture(scope="module")
def tastes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a dataset that a ranker learns from."""
    ratings = ratings_by_taste(seed=5, readers=420, books=100, read_by_one=20)
    books = [book(f"{number:02}", f"Book {number}", f"Author{number // 2} A") for number in range(100)]
    return write_kaggle(tmp_path_factory.mktemp("tastes"), books, ratings)


@pytest.fixture(scope="module")
def loans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a library's tables, whose loans of two years are two pieces."""
    folder = tmp_path_factory.mktemp("loans")
    books = [f"{number},Book {number},Author{number // 2} A" for number in range(0, 120, 3)]
    (folder / "books.csv").write_text("\n".join(["book_id,title,author", *books]), encoding="utf-8")
    for year in (2023, 2024):
        rows = [f"r{number % 37},{number * 3 % 123},{year}-{1 + number % 12:02}-01" for number in range(year % 7, 400)]
        (folder / f"loans-{year}.csv").write_text("\n".join(["patron,book_id,date", *rows]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def dumps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a catalogue with some of the books, and others that nobody has rated."""
    numbers = range(90, 130)
    return write_dumps(
        tmp_path_factory.mktemp("dumps"),
        works=[work(number, f"Book {number}", number // 2, subjects=["Whales"]) for number in numbers],
        editions=[edition(number, number, f"Book {number}") for number in numbers],
        authors=[author(number, f"Author{number} A") for number in range(45, 65)],
        reading_log=[read_log(number) for number in numbers for _ in range(6)],
    )


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make parts of seventy titles and buckets of a thousand rows, so that there are several of each."""
    monkeypatch.setattr(engines, "PARTS", replace(engines.PARTS, values=70))
    monkeypatch.setattr(last_ratings, "LAST_RATINGS", replace(last_ratings.LAST_RATINGS, rows_of_bucket=1000))


@pytest.mark.usefixtures("small_parts")
def test_a_model_of_all_kinds_of_sources_is_the_same_to_the_byte_by_either_engine(
    spark_engine: SparkEngine, tastes: Path, loans: Path, dumps: Path, tmp_path: Path
) -> None:
    assert learn_ranker(gather_works(read(tastes))), "expected trees, which the formula says nothing of"
    files = DatasetFiles.found_in(tastes)
    build_model(files, tmp_path / "previous")

    def build(engine: Engine, yardstick: Yardstick | None = None) -> tuple[bytes, dict[str, Any]]:
        folder = tmp_path / engine.name
        manifest = build_model(
            files,
            folder,
            tmp_path / "previous",
            beside=[DatasetFiles.found_in(loans)],
            catalogue=partial(read_catalogue_tables, directory=dumps, least_readers=5),
            engine=engine,
            yardstick=yardstick,
        )
        return (folder / MODEL_FORMAT.catalogue_name).read_bytes(), manifest

    (by_spark, manifest), (by_threads, other) = build(spark_engine, lambda *_: 0.04), build(THREADS)
    assert by_spark == by_threads
    assert [source["name"] for source in manifest["sources"]][1:] == ["own tables", "Open Library"]
    assert manifest["counts"]["books"] > 120
    assert (manifest["quality"].pop("als_ndcg_at_10"), other["quality"].pop("als_ndcg_at_10")) == (0.04, None)
    assert manifest == other
