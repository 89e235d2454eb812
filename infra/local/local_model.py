"""The model that runs on this machine: built from the bundled sample, or from another dataset."""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from model_build.open_library.dump_files import Dumps
from model_build.open_library.source import read_catalogue_tables
from shelftalker.model.format import MODEL_FORMAT

PROJECT = Path(__file__).resolve().parents[2]
FUNCTIONS = PROJECT / "functions"
SAMPLE = PROJECT / "model_build" / "sample"
DEMO = PROJECT / ".demo"
MODELS = DEMO / "models"


@dataclass(frozen=True)
class LocalModel:
    """A built model.

    Attributes:
        directory: Folder of the model.
        books: Number of its books.
        is_new: True where it was built just now.
    """

    directory: Path
    books: int
    is_new: bool


def prepare_model(
    dataset: Path, directory: Path, report: Callable[[str], None] = print, catalogue: Path | None = None
) -> LocalModel:
    """Build the model of a dataset, unless it was built before and neither dataset nor format has changed since.

    Args:
        dataset: Folder of the dataset.
        directory: Folder for the models, in which each dataset has a folder of its own.
        report: Called with a sentence before a build.
        catalogue: Folder of Open Library's dumps, whose books are added.

    Raises:
        DatasetError: The dataset can't be built from.
    """
    files = DatasetFiles.found_in(dataset)
    if catalogue:
        return _prepare_with_catalogue(files, dataset, catalogue, directory, report)
    model = directory / _folder_name(dataset)
    manifest = _manifest(model)
    expected = {"dataset_fingerprint": files.fingerprint(), "format_version": MODEL_FORMAT.version}
    is_new = not expected.items() <= manifest.items()
    if is_new:
        duration = "about 10 seconds" if dataset == SAMPLE else "seconds to minutes, by the number of ratings"
        report(f"Building the model of {dataset}: {duration} ...")
        manifest = build_model(files, model)
    return LocalModel(model, manifest["counts"]["books"], is_new)


def _prepare_with_catalogue(
    files: DatasetFiles, dataset: Path, catalogue: Path, directory: Path, report: Callable[[str], None]
) -> LocalModel:
    """Build the model of a dataset with a catalogue, unless the files of both are those that it was built of."""
    model = directory / _folder_name(dataset, catalogue)
    built_of = model / "built_of.json"
    # The bytes of whole dumps take minutes to read: sizes and times tell enough of a demo's files.
    dumps = [
        [file.path.name, file.path.stat().st_size, file.path.stat().st_mtime_ns]
        for of_kind in Dumps.found_in(catalogue).files.values()
        for file in of_kind
    ]
    expected = {"dataset": files.fingerprint(), "dumps": sorted(dumps), "format_version": MODEL_FORMAT.version}
    manifest = _manifest(model)
    is_new = not manifest or not built_of.is_file() or json.loads(built_of.read_text(encoding="utf-8")) != expected
    if is_new:
        report(f"Building the model of {dataset} and the dumps in {catalogue}: up to an hour for whole dumps ...")
        built_of.unlink(missing_ok=True)
        reader = partial(read_catalogue_tables, directory=catalogue, warn=report)
        manifest = build_model(files, model, catalogue=reader)
        built_of.write_text(json.dumps(expected), encoding="utf-8")
    return LocalModel(model, manifest["counts"]["books"], is_new)


def _folder_name(dataset: Path, *beside: Path) -> str:
    """Return the name of a dataset's folder: readable, and another for each path and each folder beside it."""
    paths = [path.resolve() for path in (dataset, *beside)]
    digest = hashlib.sha256(b"\0".join(map(os.fsencode, paths))).hexdigest()
    return f"{paths[0].name}-{digest[:8]}"


def _manifest(directory: Path) -> dict[str, Any]:
    """Return the manifest of the model in a folder; an empty one where there is no complete model."""
    try:
        manifest: dict[str, Any] = json.loads((directory / MODEL_FORMAT.manifest_name).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return manifest if (directory / MODEL_FORMAT.catalogue_name).is_file() else {}
