"""The model that runs on this machine: built from the bundled sample, or from another dataset."""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
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


def prepare_model(dataset: Path, directory: Path, report: Callable[[str], None] = print) -> LocalModel:
    """Build the model of a dataset, unless it was built before and neither dataset nor format has changed since.

    Args:
        dataset: Folder of the dataset.
        directory: Folder for the models, in which each dataset has a folder of its own.
        report: Called with a sentence before a build.

    Raises:
        DatasetError: The dataset can't be built from.
    """
    files = DatasetFiles.found_in(dataset)
    model = directory / _folder_name(dataset)
    manifest = _manifest(model)
    expected = {"dataset_fingerprint": files.fingerprint(), "format_version": MODEL_FORMAT.version}
    is_new = not expected.items() <= manifest.items()
    if is_new:
        duration = "about 10 seconds" if dataset == SAMPLE else "seconds to minutes, by the number of ratings"
        report(f"Building the model of {dataset}: {duration} ...")
        manifest = build_model(files, model)
    return LocalModel(model, manifest["counts"]["books"], is_new)


def _folder_name(dataset: Path) -> str:
    """Return the name of a dataset's folder: readable, and another for each path."""
    path = dataset.resolve()
    return f"{path.name}-{hashlib.sha256(os.fsencode(path)).hexdigest()[:8]}"


def _manifest(directory: Path) -> dict[str, Any]:
    """Return the manifest of the model in a folder; an empty one where there is no complete model."""
    try:
        manifest: dict[str, Any] = json.loads((directory / MODEL_FORMAT.manifest_name).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return manifest if (directory / MODEL_FORMAT.catalogue_name).is_file() else {}
