"""The model that runs on one's own machine: of the bundled sample, or of a dataset of one's own."""

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
        directory: Where it is.
        books: How many books it has.
        is_new: Whether it had to be built just now.
    """

    directory: Path
    books: int
    is_new: bool


def prepare_model(dataset: Path, directory: Path) -> LocalModel:
    """Build the model of a dataset, unless the folder holds just that model already.

    Raises:
        DatasetError: The dataset can't be built from.
    """
    files = DatasetFiles.found_in(dataset)
    manifest = _manifest(directory)
    wanted = {"dataset_fingerprint": files.fingerprint(), "format_version": MODEL_FORMAT.version}
    is_new = not wanted.items() <= manifest.items()
    if is_new:
        manifest = build_model(files, directory)
    return LocalModel(directory, manifest["counts"]["books"], is_new)


def _manifest(directory: Path) -> dict[str, Any]:
    """The manifest of the model in a folder; empty where there is no whole model."""
    try:
        manifest: dict[str, Any] = json.loads((directory / MODEL_FORMAT.manifest_name).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return manifest if (directory / MODEL_FORMAT.catalogue_name).is_file() else {}
