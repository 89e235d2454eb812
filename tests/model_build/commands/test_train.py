"""A training from datasets in S3 to a published model."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from model_build.__main__ import main
from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from model_build.publish.publish import ModelStore
from model_build.publish.s3_objects import PublishConfig
from shelftalker.model.catalogue import Catalogue
from tests.model_build.small_datasets import book, write_kaggle

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model_build.publish.publish.PUBLISH", PublishConfig(seconds_between_versions=0))


def write_shop(folder: Path, number: int) -> Path:
    """Write a dataset of 40 books with three readers each; the second one has an edition more of one of them."""
    books = [book(f"{isbn:09d}X", f"Book the {isbn}th of many", f"Author {isbn % 7}") for isbn in range(1, 41)]
    ratings = [(isbn % 20 + reader, f"{isbn:09d}X", 7) for isbn in range(1, 41) for reader in range(3)]
    for _ in range(number):
        books.append(book("000000000X", "Book the 7th of many", "Author 0"))
        ratings += [(reader, "000000000X", 7) for reader in range(10, 20)]
    return write_kaggle(folder, books, ratings)


def ids_of(model: Path) -> dict[str, str]:
    """Return the ids of a model's books by title."""
    with closing(Catalogue.open(model)) as catalogue:
        return {known.title: known.book_id for known in catalogue.all_books()}


def test_a_second_training_keeps_the_ids_of_the_first(
    bucket: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address, to = f"s3://{bucket}/datasets/shop", f"s3://{bucket}/models"
    ids = []
    for number in range(2):
        folder = write_shop(tmp_path / str(number), number)
        assert main(["upload-dataset", "--data", str(folder), "--to", address, "--replace"]) == 0
        assert main(["train", "--data", address, "--to", to]) == 0
        printed = capsys.readouterr().out
        assert f"Downloaded {address}." in printed
        assert f"is now current at {to}." in printed
        assert ModelStore.at(to).download_current(tmp_path / f"model-{number}")
        ids.append(ids_of(tmp_path / f"model-{number}"))
    assert ids[0] == ids[1]

    build_model(DatasetFiles.found_in(tmp_path / "1"), tmp_path / "alone")
    assert ids_of(tmp_path / "alone") != ids[0]


def test_a_training_without_its_dataset_changes_nothing(
    bucket: str, s3: "S3Client", capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "--data", f"s3://{bucket}/datasets/none", "--to", f"s3://{bucket}/models"]) == 2
    assert "There is no dataset at" in capsys.readouterr().err
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)
