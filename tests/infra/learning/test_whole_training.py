"""A whole weekly training: shelves in the table, the state machine, the command in a process, another current model."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from infra.learning.worker import run_training
from model_build.__main__ import main
from model_build.publish.publish import ModelStore
from shelftalker.model.catalogue import Catalogue
from tests.exported_shelves import KEY, opted_in, stars_of
from tests.infra.learning.conftest import Loop
from tests.model_build.small_datasets import book, write_kaggle


@pytest.fixture
def first_model(loop: Loop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Publish a model of a dataset of forty books, put the key in place, and return the model's folder."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", loop.url)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    loop.s3.delete_object(Bucket=loop.models, Key="models/current.json")
    books = [book(f"{isbn:09d}X", f"Book the {isbn}th of many", f"Author {isbn % 7}") for isbn in range(1, 41)]
    ratings = [(isbn % 20 + reader, f"{isbn:09d}X", 7) for isbn in range(1, 41) for reader in range(3)]
    data, address = str(write_kaggle(tmp_path / "data", books, ratings)), f"s3://{loop.models}/datasets/a"
    assert main(["upload-dataset", "--data", data, "--to", address]) == 0
    assert main(["train", "--data", address, "--to", f"s3://{loop.models}/models"]) == 0
    name = loop.values["PseudonymKeyName"]
    loop.client("ssm").put_parameter(Name=name, Value=KEY, Type="SecureString", Overwrite=True)
    return current_model(loop, tmp_path / "first")


def current_model(loop: Loop, folder: Path) -> Path:
    """Download the current model and return its folder."""
    assert ModelStore.at(f"s3://{loop.models}/models").download_current(folder)
    return folder


def shelve(loop: Loop, model: Path, user_id: str) -> None:
    """Put ratings of a reader for all books of a model into the table."""
    with closing(Catalogue.open(model)) as catalogue:
        for known in catalogue.all_books():
            loop.dynamodb.put_item(TableName=loop.table, Item=stars_of(user_id, known.book_id, 5))


def test_a_reader_who_opted_in_is_in_the_next_model_and_another_is_not(
    loop: Loop, first_model: Path, tmp_path: Path
) -> None:
    for user_id in ("U1", "U2"):
        shelve(loop, first_model, user_id)
    loop.dynamodb.put_item(TableName=loop.table, Item=opted_in("U1"))
    loop.rate(3)
    loop.train = run_training
    execution = loop.run()
    assert execution.status == "SUCCEEDED", execution.cause
    assert execution.messages[0].startswith("Another model is current")
    before, after = (
        json.loads((folder / "manifest.json").read_text())
        for folder in (first_model, current_model(loop, tmp_path / "second"))
    )
    assert after["model_version"] != before["model_version"]
    assert after["counts"]["ratings"] - before["counts"]["ratings"] == 40


def test_a_training_whose_key_is_absent_is_refused_and_the_model_stays(loop: Loop, first_model: Path) -> None:
    shelve(loop, first_model, "U1")
    loop.dynamodb.put_item(TableName=loop.table, Item=opted_in("U1"))
    version = loop.current()
    loop.rate(3)
    loop.train = run_training
    execution = loop.run(PseudonymKeyName="/absent")
    assert (execution.status, loop.current()) == ("FAILED", version)


def test_an_empty_table_trains_on_the_datasets_alone(loop: Loop, first_model: Path) -> None:
    version = loop.current()
    loop.rate(3)
    loop.train = run_training
    execution = loop.run()
    assert execution.status == "SUCCEEDED", execution.cause
    assert execution.messages[0].startswith("The training made the model that is current already")
    assert loop.current() == version
    assert first_model.is_dir()
