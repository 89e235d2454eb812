"""Folders whose model is not published: it is missing, damaged or of another format, or its files disagree."""

import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from model_build.publish.publish import ModelStore, PublishError
from shelftalker.model.format import MODEL_FORMAT
from tests.model_build.publish.stored_models import rewrite_manifest
from tests.shelftalker.model.written_tables import change_books

if TYPE_CHECKING:
    from tests.s3 import Network


def test_a_folder_without_a_model_is_refused(store: ModelStore, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"No model at .*Make one with: python -m model_build build"):
        store.publish(tmp_path)


def test_a_catalogue_that_its_manifest_does_not_describe_is_refused(
    store: ModelStore, copy_of_model: Path, network: "Network"
) -> None:
    change_books(copy_of_model / "catalogue.sqlite", lambda _, book: book._replace(title="Another"))
    with pytest.raises(PublishError, match=r"By its manifest, .* bytes with SHA-256 .*; it is version .* Build the"):
        store.publish(copy_of_model)
    assert network.keys_by("PUT") == []


def test_a_manifest_of_another_version_is_refused(store: ModelStore, copy_of_model: Path) -> None:
    manifest = json.loads((copy_of_model / "manifest.json").read_text())
    (copy_of_model / "manifest.json").write_text(json.dumps(manifest | {"model_version": "another"}))
    with pytest.raises(PublishError, match=r"is version another of .*; it is version"):
        store.publish(copy_of_model)


@pytest.mark.parametrize("manifest", [None, "", "[]", "{}", '{"model_version": 1}'])
def test_a_model_without_a_proper_manifest_is_refused(
    store: ModelStore, copy_of_model: Path, manifest: str | None
) -> None:
    path = copy_of_model / "manifest.json"
    path.unlink() if manifest is None else path.write_text(manifest)
    with pytest.raises(PublishError, match=r"manifest.json .* Build the model again"):
        store.publish(copy_of_model)


def test_a_model_of_another_format_is_not_published(store: ModelStore, copy_of_model: Path, network: "Network") -> None:
    connection = sqlite3.connect(copy_of_model / "catalogue.sqlite")
    connection.execute(f"PRAGMA user_version = {MODEL_FORMAT.version - 1}")
    connection.close()
    rewrite_manifest(copy_of_model, format_version=MODEL_FORMAT.version - 1)
    with pytest.raises(PublishError, match=rf"is a model of format {MODEL_FORMAT.version - 1}; this code reads"):
        store.publish(copy_of_model)
    assert network.keys_by("PUT") == []


def test_a_manifest_of_another_format_is_not_published(
    store: ModelStore, copy_of_model: Path, network: "Network"
) -> None:
    rewrite_manifest(copy_of_model, format_version=MODEL_FORMAT.version + 1)
    with pytest.raises(PublishError, match=rf"is of format {MODEL_FORMAT.version + 1}; this code reads format"):
        store.publish(copy_of_model)
    assert network.keys_by("PUT") == []
