"""The models on this machine: one folder a dataset, built once, and anew only where dataset or format has changed."""

import json
from pathlib import Path

import pytest

from infra.local import local_model
from infra.local.local_model import LocalModel, prepare_model
from shelftalker.model.format import MODEL_FORMAT
from tests.model_build.open_library.dumps import read, work, write_dumps
from tests.model_build.small_datasets import book, write_kaggle


def write_dataset(directory: Path, books: int) -> Path:
    """Write a dataset of so many books."""
    isbns = [f"{number:09d}X" for number in range(books)]
    ratings = [(reader, isbn, 5 + reader) for isbn in isbns for reader in range(4)]
    return write_kaggle(directory, [book(isbn, f"Book {isbn}", "Author") for isbn in isbns], ratings)


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return write_dataset(tmp_path / "one" / "data", books=5)


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """Return a dataset in a folder of the same name as the first's."""
    return write_dataset(tmp_path / "two" / "data", books=6)


def prepare(dataset: Path, tmp_path: Path) -> tuple[LocalModel, list[str]]:
    """Return the model of a dataset, and the sentences that were reported."""
    reported: list[str] = []
    return prepare_model(dataset, tmp_path / "models", reported.append), reported


def test_a_dataset_that_was_built_is_not_built_again_after_another_one(
    first: Path, second: Path, tmp_path: Path
) -> None:
    built = [prepare(dataset, tmp_path)[0] for dataset in (first, second)]
    again = [prepare(dataset, tmp_path)[0] for dataset in (first, second, first)]

    assert [model.is_new for model in built] == [True, True]
    assert [model.is_new for model in again] == [False, False, False]
    assert [model.books for model in again] == [5, 6, 5]
    assert built[0].directory != built[1].directory
    assert [model.directory for model in again] == [built[0].directory, built[1].directory, built[0].directory]


def test_a_build_is_announced_and_a_model_that_is_there_is_not(first: Path, tmp_path: Path) -> None:
    assert prepare(first, tmp_path)[1] == [
        f"Building the model of {first}: seconds to minutes, by the number of ratings ..."
    ]
    assert prepare(first, tmp_path)[1] == []


def test_the_folder_is_the_same_for_two_ways_to_name_a_dataset(first: Path, tmp_path: Path) -> None:
    built, _ = prepare(first, tmp_path)
    again, _ = prepare(first.parent / ".." / "one" / "data", tmp_path)
    assert again == LocalModel(built.directory, 5, is_new=False)


def test_a_dataset_that_has_changed_is_built_anew_in_its_folder(first: Path, tmp_path: Path) -> None:
    built, _ = prepare(first, tmp_path)
    write_dataset(first, books=7)
    assert prepare(first, tmp_path)[0] == LocalModel(built.directory, 7, is_new=True)


def test_a_model_of_another_format_is_built_anew(first: Path, tmp_path: Path) -> None:
    model, _ = prepare(first, tmp_path)
    manifest = model.directory / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format_version": MODEL_FORMAT.version - 1}))
    assert prepare(first, tmp_path)[0].is_new


@pytest.mark.parametrize("name", ["catalogue.sqlite", "manifest.json"])
def test_a_model_without_one_of_its_files_is_built_anew(first: Path, tmp_path: Path, name: str) -> None:
    model, _ = prepare(first, tmp_path)
    (model.directory / name).unlink()
    assert prepare(first, tmp_path)[0].is_new


def test_the_sample_has_a_folder_of_its_own(first: Path, tmp_path: Path) -> None:
    assert local_model.MODELS.parent == local_model.DEMO
    assert prepare(first, tmp_path)[0].directory.name.startswith("data-")


def test_a_model_with_a_catalogue_has_a_folder_of_its_own_and_is_built_anew_when_a_dump_changes(
    first: Path, tmp_path: Path
) -> None:
    works, reading_log = [work(1, "Orbital")], [read(1)] * 5
    dumps = write_dumps(tmp_path / "dumps", works=works, reading_log=reading_log)

    def prepare_with_catalogue() -> LocalModel:
        return prepare_model(first, tmp_path / "models", lambda _: None, dumps)

    alone, built, again = prepare(first, tmp_path)[0], prepare_with_catalogue(), prepare_with_catalogue()
    assert (alone.books, built.books, again.books) == (5, 6, 6)
    assert (built.is_new, again.is_new) == (True, False)
    assert built.directory == again.directory != alone.directory
    write_dumps(dumps, works=works, reading_log=[*reading_log, read(2)])
    assert prepare_with_catalogue().is_new
