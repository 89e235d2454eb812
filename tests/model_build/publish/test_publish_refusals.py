"""Tests of models that are not published, and of the messages."""

import hashlib
import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from model_build.__main__ import main
from model_build.publish.publish import ModelStore, PublishError
from shelftalker.model.format import MODEL_FORMAT
from tests.model_build.publish.stored_models import current_version, stored_bytes, version_of

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

    from tests.s3 import Network


def test_a_folder_without_a_model_is_refused(store: ModelStore, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"No model at .*Make one with: python -m model_build build"):
        store.publish(tmp_path)


def test_a_catalogue_that_its_manifest_does_not_describe_is_refused(
    store: ModelStore, copy_of_model: Path, network: "Network"
) -> None:
    with sqlite3.connect(copy_of_model / "catalogue.sqlite") as connection:
        connection.execute("UPDATE book SET title = 'Another' WHERE book_row = 1")
    connection.close()
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


def test_other_bytes_of_a_published_version_are_refused(store: ModelStore, copy_of_model: Path) -> None:
    version = store.publish(copy_of_model)
    connection = sqlite3.connect(copy_of_model / "catalogue.sqlite")
    connection.execute("PRAGMA application_id = 7")
    connection.close()
    _rewrite_manifest(copy_of_model)
    with pytest.raises(PublishError, match=f"Make the published one current with: rollback --version {version}"):
        store.publish(copy_of_model)


def test_a_model_of_another_format_is_not_published(store: ModelStore, copy_of_model: Path, network: "Network") -> None:
    connection = sqlite3.connect(copy_of_model / "catalogue.sqlite")
    connection.execute(f"PRAGMA user_version = {MODEL_FORMAT.version - 1}")
    connection.close()
    _rewrite_manifest(copy_of_model, format_version=MODEL_FORMAT.version - 1)
    with pytest.raises(PublishError, match=rf"is a model of format {MODEL_FORMAT.version - 1}; this code reads"):
        store.publish(copy_of_model)
    assert network.keys_by("PUT") == []


def test_a_manifest_of_another_format_is_not_published(
    store: ModelStore, copy_of_model: Path, network: "Network"
) -> None:
    _rewrite_manifest(copy_of_model, format_version=MODEL_FORMAT.version + 1)
    with pytest.raises(PublishError, match=rf"is of format {MODEL_FORMAT.version + 1}; this code reads format"):
        store.publish(copy_of_model)
    assert network.keys_by("PUT") == []


def test_a_rollback_to_a_model_of_another_format_is_refused_and_changes_nothing(
    store: ModelStore, models: list[Path], s3: "S3Client", bucket: str
) -> None:
    earlier, current = store.publish(models[0]), store.publish(models[1])
    key = f"some/models/{earlier}/manifest.json"
    manifest = json.loads(stored_bytes(s3, bucket, key)) | {"format_version": MODEL_FORMAT.version - 1}
    s3.put_object(Bucket=bucket, Key=key, Body=json.dumps(manifest))
    with pytest.raises(PublishError, match=rf"Model {earlier} is of format {MODEL_FORMAT.version - 1}; .* not changed"):
        store.rollback(earlier)
    assert current_version(s3, bucket) == current


def test_an_invalid_pointer_is_refused_and_replaced_by_publishing(
    store: ModelStore, models: list[Path], s3: "S3Client", bucket: str
) -> None:
    s3.put_object(Bucket=bucket, Key="some/models/current.json", Body=b"nonsense")
    with pytest.raises(PublishError, match=r"The pointer to the current model must be a JSON object"):
        store.versions()
    store.publish(models[0])
    assert current_version(s3, bucket) == version_of(models[0])


def test_the_command_line_reports_an_error_in_one_line(
    bucket: str, network: "Network", capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rollback", "--to", f"s3://{bucket}/models"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("python -m model_build rollback: No published version is current")


def _rewrite_manifest(model: Path, **changes: object) -> None:
    """Write the manifest anew for the catalogue beside it, with changed fields."""
    manifest = json.loads((model / "manifest.json").read_text()) | changes
    manifest["sha256"] = hashlib.sha256((model / "catalogue.sqlite").read_bytes()).hexdigest()
    (model / "manifest.json").write_text(json.dumps(manifest))
