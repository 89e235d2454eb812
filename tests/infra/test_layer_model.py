"""Tests of the check of the model that is deployed as a layer."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.layer_model import LARGEST_MEGABYTES, LayerModelError, check_model
from model_build.publish.model_size import LIMITS
from shelftalker.model.format import MODEL_FORMAT
from tests.cloudformation import PROJECT


@pytest.fixture
def layer(models: list[Path], tmp_path: Path) -> Path:
    """Return a copy of a model."""
    return Path(shutil.copytree(models[0], tmp_path / "model"))


def set_manifest_format(layer: Path, version: object) -> None:
    """Change the format in the manifest."""
    path = layer / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format_version": version}))


def set_catalogue_format(layer: Path, version: int) -> None:
    """Change the format in the catalogue."""
    connection = sqlite3.connect(layer / "catalogue.sqlite")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


def make(target: str, model: Path) -> "subprocess.CompletedProcess[str]":
    """Make a target of the project with another folder of the model."""
    command = [str(shutil.which("make")), target, f"MODEL={model}", f"PYTHON={sys.executable}"]
    # The tests may themselves be run by make, which tells its own makes about itself.
    environment = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL"}}
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)


def test_a_model_of_this_versions_format_is_accepted(layer: Path) -> None:
    check_model(layer)


def test_a_model_that_is_too_large_for_a_layer_is_refused_before_anything_is_built(layer: Path) -> None:
    assert LIMITS.layer_model_megabytes == LARGEST_MEGABYTES
    os.truncate(layer / "catalogue.sqlite", 220_000_000)
    check_model(layer)
    os.truncate(layer / "catalogue.sqlite", 221_000_000)
    with pytest.raises(LayerModelError, match=r"has 221 MB, and a layer holds 220\. Deploy a smaller one .* publish"):
        check_model(layer)


@pytest.mark.parametrize("change_format", [set_manifest_format, set_catalogue_format])
@pytest.mark.parametrize("version", [MODEL_FORMAT.version - 1, MODEL_FORMAT.version + 1])
def test_a_model_of_another_format_is_refused_with_the_command_that_builds_it_anew(
    layer: Path, change_format: Any, version: int
) -> None:
    change_format(layer, version)
    with pytest.raises(LayerModelError) as refusal:
        check_model(layer)
    assert str(refusal.value) == (
        f"The model in {layer} is of format {version}; the functions of this version read format "
        f"{MODEL_FORMAT.version}. Build it anew: make model (of the sample), or make model DATA=DIR, where DIR holds "
        "your dataset's files."
    )


@pytest.mark.parametrize("name", ["catalogue.sqlite", "manifest.json"])
def test_a_missing_file_is_named(layer: Path, name: str) -> None:
    (layer / name).unlink()
    with pytest.raises(LayerModelError, match=rf"no model to deploy: {layer} has no {name}\. Build one: make model "):
        check_model(layer)


@pytest.mark.parametrize("name", ["catalogue.sqlite", "manifest.json"])
@pytest.mark.parametrize("content", [b"nonsense", b"[]", b"{}", b"\xff", b'{"format_version": "x"}'])
def test_a_file_that_is_none_is_refused(layer: Path, name: str, content: bytes) -> None:
    (layer / name).write_bytes(content)
    with pytest.raises(LayerModelError, match="Build it anew: make model "):
        check_model(layer)


def test_make_build_stops_before_it_builds_where_the_format_is_another(layer: Path) -> None:
    set_manifest_format(layer, MODEL_FORMAT.version - 1)
    result = make("build", layer)

    assert result.returncode == 2
    assert result.stderr.startswith(f"The model in {layer} is of format {MODEL_FORMAT.version - 1}; ")
    assert result.stdout == ""


def test_the_command_explains_its_use() -> None:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "functions")}
    command = [sys.executable, str(PROJECT / "infra/layer_model.py")]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert result.returncode == 1
    assert result.stderr.startswith("Usage: ")
