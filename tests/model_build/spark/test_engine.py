"""Spark's engine beside that of one machine: the same results in the same order, and the same model to the byte."""

from pathlib import Path

import numpy as np
import pytest

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from model_build.engine import THREADS, Columns, Engine
from model_build.rank.ranker import learn_ranker
from model_build.spark.engine import SparkEngine
from model_build.works.gather import gather_works
from shelftalker.model.format import MODEL_FORMAT
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
    """Return the folder of a dataset that a ranker learns from, with books that nobody has read."""
    ratings = ratings_by_taste(seed=5, readers=420, books=100, read_by_one=20)
    books = [book(f"{number:03}", f"Book {number}", f"Author{number // 2} A") for number in range(100, 140)]
    books += [book(f"{number:02}", f"Book {number}", f"Author{number // 2} A") for number in range(100)]
    return write_kaggle(tmp_path_factory.mktemp("tastes"), books, ratings)


def test_a_model_is_the_same_to_the_byte_by_either_engine(
    spark_engine: SparkEngine, tastes: Path, tmp_path: Path
) -> None:
    ranker = learn_ranker(gather_works(read(tastes)))
    assert ranker, "expected trees, which the formula says nothing of"

    def built(engine: Engine) -> bytes:
        folder = tmp_path / engine.name
        build_model(DatasetFiles.found_in(tastes), folder, engine=engine)
        return (folder / MODEL_FORMAT.catalogue_name).read_bytes()

    assert built(spark_engine) == built(THREADS)
