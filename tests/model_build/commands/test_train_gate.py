"""Trainings with enough readers to be measured: what their manifests have, and what they are compared by."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model_build.__main__ import main
from model_build.publish.publish import ModelStore
from model_build.publish.s3_objects import PublishConfig
from shelftalker.model.catalogue import Catalogue
from tests.exported_shelves import KEY, opted_in, stars_of, write_export
from tests.model_build.small_datasets import book, write_kaggle

READERS = 240


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model_build.publish.publish.PUBLISH", PublishConfig(seconds_between_versions=0))


def write_shop(folder: Path, readers: int) -> Path:
    """Write a dataset whose readers keep to one of ten publishers, and have read some famous books as well."""
    generator = np.random.default_rng(8)
    isbns = [[f"{publisher:02}{number:02}" for number in range(12)] for publisher in range(11)]
    books = [book(isbn, f"Book {isbn}", f"Author{isbn} A", 1980, f"House {isbn[:2]}") for row in isbns for isbn in row]
    ratings = [
        (reader, str(isbn), stars)
        for reader in range(readers)
        for isbn, stars in [
            *((isbn, 9) for isbn in generator.choice(isbns[reader % 10], 6, replace=False)),
            *((isbn, 4) for isbn in generator.choice(isbns[10], 4, replace=False)),
        ]
    ]
    return write_kaggle(folder, books, ratings)


class Weeks:
    """Trainings on a dataset and the shelves of readers in Slack.

    Attributes:
        bucket: The bucket of the dataset and of the models.
        folder: Folder for the dataset, exports and models.
    """

    def __init__(self, bucket: str, folder: Path, readers: int) -> None:
        self.bucket, self.folder = bucket, folder
        data, self._address = write_shop(folder / "shop", readers), f"s3://{bucket}/datasets/shop"
        assert main(["upload-dataset", "--data", str(data), "--to", self._address]) == 0
        (folder / "key").write_text(KEY)

    def train(self, shelves: int = 0) -> dict[str, Any]:
        """Train, with so many shelves of eight books at random, and return the manifest of the current model."""
        options = ["--data", self._address, "--to", f"s3://{self.bucket}/models"]
        if shelves:
            export = write_export(self.folder / f"export-{shelves}", self._items(shelves))
            options += ["--shelves", str(export), "--pseudonym-key-file", str(self.folder / "key")]
        assert main(["train", *options]) == 0
        model = self.folder / f"model-{shelves}"
        assert ModelStore.at(f"s3://{self.bucket}/models").download_current(model)
        manifest: dict[str, Any] = json.loads((model / "manifest.json").read_text())
        return manifest

    def _items(self, shelves: int) -> list[Any]:
        generator = np.random.default_rng(3)
        with closing(Catalogue.open(self.folder / "model-0")) as catalogue:
            ids = [known.book_id for known in catalogue.all_books()]
        return [
            item
            for number in range(shelves)
            for item in (
                opted_in(f"U{number}", f"T{number}"),
                *(
                    stars_of(f"U{number}", str(book_id), 5, workspace_id=f"T{number}")
                    for book_id in generator.choice(ids, 8, replace=False)
                ),
            )
        ]


def test_readers_in_slack_are_trained_on_and_only_those_of_the_dataset_are_measured(
    bucket: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weeks = Weeks(bucket, tmp_path, READERS)
    first = weeks.train()
    printed = capsys.readouterr().out
    assert (
        f"since no model is current yet. nDCG@10 is {first['quality']['ndcg_at_10']:.4f} (240 readers). On" in printed
    )
    assert f"{first['gate']['bm25_ndcg_at_10']:.4f} by BM25, MLlib's ALS was not trained." in printed

    second = weeks.train(shelves=80)
    printed = capsys.readouterr().out
    assert f"of {first['model_version']}, the only one on the same readers, -> " in printed
    assert second["counts"]["ratings"] == first["counts"]["ratings"] + 640
    assert "ratings 2,400 -> 2,400" in printed
    for manifest in (first, second):
        assert manifest["quality"]["readers"] == sum(manifest["gate"]["bucket_readers"]) == READERS
    assert first["gate"]["bucket_readers"] == second["gate"]["bucket_readers"]
    assert first["gate"]["bucket_ndcg_at_10"] != second["gate"]["bucket_ndcg_at_10"]


def test_no_manifest_has_sums_of_readers_in_slack_where_the_dataset_has_too_few(
    bucket: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weeks = Weeks(bucket, tmp_path, 160)
    assert weeks.train()["quality"] is None
    manifest = weeks.train(shelves=80)
    assert manifest["quality"]["readers"] == READERS
    assert manifest["gate"] is None
    assert "nDCG@10 not compared, since none was measured for" in capsys.readouterr().out
