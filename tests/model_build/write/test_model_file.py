"""The model file: the same bytes for the same input, whole or not at all."""

import fcntl
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.format import MODEL_FORMAT, ModelError
from tests.model_build.small_datasets import book, write_kaggle


def write_random(directory: Path, *, works: int = 60, seed: int = 3) -> Path:
    generator = np.random.default_rng(seed)
    books = [book(f"{number:05}", f"Book {number} of {number % 7}", f"Author {number % 17}") for number in range(works)]
    sampled = generator.integers([0, 0, 0], [works, works, 11], size=(works * 8, 3)).tolist()
    ratings = [(reader, f"{number:05}", rating) for reader, number, rating in sampled]
    users = [(reader, "tyler, texas, usa", 20 + reader % 60) for reader in range(works)]
    return write_kaggle(directory, books, ratings, users)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    data = write_random(tmp_path / "data")
    for name in ("one", "two"):
        build_model(DatasetFiles.found_in(data), tmp_path / name)
    for name in (MODEL_FORMAT.catalogue_name, MODEL_FORMAT.manifest_name):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_large_model_has_larger_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = DatasetFiles.found_in(write_random(tmp_path / "data"))
    build_model(files, tmp_path / "small")
    monkeypatch.setattr("model_build.write.model_file.MODEL_FORMAT", MODEL_FORMAT._replace(large_books=60))
    build_model(files, tmp_path / "large")
    books = []
    for name, page_bytes in (("small", 4096), ("large", 16384)):
        with closing(sqlite3.connect(tmp_path / name / MODEL_FORMAT.catalogue_name)) as connection:
            assert connection.execute("PRAGMA page_size").fetchone() == (page_bytes,)
        with closing(Catalogue.open(tmp_path / name)) as catalogue:
            books.append(catalogue.all_books())
    assert books[0] == books[1]
    assert len(books[0]) == 60


def test_models_of_different_content_have_different_versions(tmp_path: Path) -> None:
    data = write_random(tmp_path / "data")
    first = build_model(DatasetFiles.found_in(data), tmp_path / "model")
    path = data / "Books.csv"
    path.write_bytes(path.read_bytes().replace(b"Book 7 of", b"Book Seven of"))
    second = build_model(DatasetFiles.found_in(data), tmp_path / "model")
    assert first["model_version"] != second["model_version"]
    assert first["dataset_fingerprint"] != second["dataset_fingerprint"]
    assert first["sha256"] != second["sha256"]


def test_models_of_the_same_content_in_different_formats_have_different_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = DatasetFiles.found_in(write_random(tmp_path / "data"))
    of_this_format = build_model(files, tmp_path / "this")["model_version"]
    later = MODEL_FORMAT._replace(version=MODEL_FORMAT.version + 1)
    for module in ("model_build.write.model_file", "shelftalker.model.connection"):
        monkeypatch.setattr(f"{module}.MODEL_FORMAT", later)
    assert build_model(files, tmp_path / "later")["model_version"] != of_this_format


@pytest.mark.parametrize("moment", ["_write_catalogue", "_manifest", "_flush"])
def test_a_build_that_fails_leaves_the_previous_model_as_it_was(
    moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "model"
    build_model(DatasetFiles.found_in(write_random(tmp_path / "old")), model)
    before = {path.name: path.read_bytes() for path in model.iterdir()}

    def fail(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(f"model_build.write.model_file.{moment}", fail)
    with pytest.raises(OSError, match="No space left"):
        build_model(DatasetFiles.found_in(write_random(tmp_path / "new", seed=4)), model)
    assert {path.name: path.read_bytes() for path in model.iterdir()} == before


def killed_builds() -> str:
    """Return a program that kills builds in forks of itself, so that their time is spent building, not importing."""
    return """
import hashlib, os, signal, sys, time
from pathlib import Path
from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from shelftalker.model.catalogue import Catalogue

data, model, old_sha256 = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]

def start_build(output):
    child = os.fork()
    if child == 0:
        build_model(DatasetFiles.found_in(data), output)
        os._exit(0)
    return child

started = time.monotonic()
os.waitpid(start_build(model.with_name("whole")), 0)
seconds = time.monotonic() - started
for part in range(1, 9):
    child = start_build(model)
    time.sleep(seconds * part / 8)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    Catalogue.open(model).close()
    sha256 = hashlib.sha256((model / "catalogue.sqlite").read_bytes()).hexdigest()
    print("old" if sha256 == old_sha256 else sha256)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_killed_build_leaves_the_old_model_or_the_new_one(tmp_path: Path) -> None:
    model = tmp_path / "model"
    old = build_model(DatasetFiles.found_in(write_random(tmp_path / "old")), model)
    data = write_random(tmp_path / "new", works=600)
    finished = subprocess.run(
        [sys.executable, "-c", killed_builds(), data, model, old["sha256"]],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(["functions", "."]), "PYTHONWARNINGS": "ignore"},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    models_left = finished.stdout.split()
    new = build_model(DatasetFiles.found_in(data), model)
    assert len(models_left) == 8
    assert models_left[0] == "old"
    assert set(models_left) <= {"old", new["sha256"]}
    # The unfinished files of the killed builds are gone.
    assert sorted(path.name for path in model.iterdir()) == [MODEL_FORMAT.catalogue_name, MODEL_FORMAT.manifest_name]


def test_two_builds_into_one_folder_do_not_mix(tmp_path: Path) -> None:
    books = [book("1", "One", "Ann"), book("2", "Two", "Bea")]
    files = DatasetFiles.found_in(write_kaggle(tmp_path / "data", books, [(1, "1", 5), (1, "2", 6)]))
    build_model(files, tmp_path / "model")
    before = {path.name: path.read_bytes() for path in (tmp_path / "model").iterdir()}
    other_build = os.open(tmp_path / "model", os.O_RDONLY)
    fcntl.flock(other_build, fcntl.LOCK_EX)
    try:
        with pytest.raises(ModelError, match=r"Another build is writing a model into .*model\. Wait for it"):
            build_model(files, tmp_path / "model")
    finally:
        os.close(other_build)
    assert {path.name: path.read_bytes() for path in (tmp_path / "model").iterdir()} == before
