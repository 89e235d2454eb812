"""The model that runs on this machine: built from the bundled sample, or from another dataset."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model_build.build import build_model
from model_build.datasets.files import DatasetFiles
from shelftalker.model.format import MODEL_FORMAT

PROJECT = Path(__file__).resolve().parents[2]
FUNCTIONS = PROJECT / "functions"
SAMPLE = PROJECT / "model_build" / "sample"
DEMO = PROJECT / ".demo"


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


def prepare_model(dataset: Path, directory: Path) -> LocalModel:
    """Build the model of a dataset, unless the folder contains that model already.

    Raises:
        DatasetError: The dataset can't be built from.
    """
    files = DatasetFiles.found_in(dataset)
    manifest = _manifest(directory)
    expected = {"dataset_fingerprint": files.fingerprint(), "format_version": MODEL_FORMAT.version}
    is_new = not expected.items() <= manifest.items()
    if is_new:
        manifest = build_model(files, directory)
    return LocalModel(directory, manifest["counts"]["books"], is_new)


def _manifest(directory: Path) -> dict[str, Any]:
    """Return the manifest of the model in a folder; an empty one where there is no complete model."""
    try:
        manifest: dict[str, Any] = json.loads((directory / MODEL_FORMAT.manifest_name).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return manifest if (directory / MODEL_FORMAT.catalogue_name).is_file() else {}
