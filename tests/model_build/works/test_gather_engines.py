"""Works by an engine that copies titles, keys and ratings to other processes: the same works."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from model_build import engine as engines
from model_build.datasets import last_ratings
from model_build.datasets.dataset import Dataset
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.joined_sources import read_dataset
from model_build.works.gather import gather_works
from model_build.works.same_work import group_editions
from tests.model_build.pickled_engine import PickledEngine
from tests.model_build.small_datasets import read

SAMPLE = Path(__file__).resolve().parents[3] / "model_build/sample"


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make parts of nine values, and buckets of fifty rows."""
    monkeypatch.setattr(engines, "PARTS", replace(engines.PARTS, values=9))
    monkeypatch.setattr(last_ratings, "LAST_RATINGS", replace(last_ratings.LAST_RATINGS, rows_of_bucket=50))


def volumes_of_series(folder: Path) -> Dataset:
    """Return volumes of series in three editions each, of which the most read one states another volume."""
    books, ratings = [], []
    for number, (name, author) in enumerate((f"Tale{letter}", f"Ann Author{letter}") for letter in "ABCDE" * 4):
        for edition, readers in enumerate((3, 3, 4)):
            title = f'"{name} {number} (The {name} Saga, Book {number // 5 + 1 + (edition == 2)})"'
            books.append(f"{number}-{edition},w{number},{title},{author if number % 7 else ''}")
            ratings += [f"r{edition}{reader},{number}-{edition},{1 + number % 5}" for reader in range(readers)]
    for name, rows in (
        ("books", ["book_id,work_id,title,author", *books]),
        ("ratings", ["user,book,rating", *ratings]),
    ):
        (folder / f"{name}.csv").write_text("\n".join(rows), encoding="utf-8")
    return read(folder)


@pytest.mark.parametrize("name", ["sample", "series"])
def test_works_are_the_same_by_an_engine_of_processes(name: str, tmp_path: Path) -> None:
    dataset = read_dataset(DatasetFiles.found_in(SAMPLE)) if name == "sample" else volumes_of_series(tmp_path)
    engine = PickledEngine()
    here, there = gather_works(dataset), gather_works(dataset, engine=engine)
    assert engine.parts > 20
    pd.testing.assert_frame_equal(there.books, here.books)
    pd.testing.assert_frame_equal(there.ratings, here.ratings)
    np.testing.assert_array_equal(there.work_of, here.work_of)
    assert (there.series_names, there.editions, there.joins) == (here.series_names, here.editions, here.joins)
    assert name == "sample" or here.books["volume"].value_counts().to_dict() == {1: 5, 2: 5, 3: 5, 4: 5}


def test_books_without_an_author_are_compared_by_whole_titles_alone() -> None:
    titles = ["Poems: First", "Poems", "Poems (Penguin Classics, Book 2)", "Poems: First (Paperback)", "Songs"]
    groups = group_editions(titles, [""] * len(titles), PickledEngine())
    assert groups.tolist() == [0, 1, 1, 0, 2]
