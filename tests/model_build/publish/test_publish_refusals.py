"""Tests of models that are not published, and of the messages."""

import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from model_build.__main__ import main
from model_build.publish.publish import ModelStore, PublishError
from shelftalker.model.format import MODEL_FORMAT
from tests.model_build.publish.stored_models import current_version, rewrite_manifest, stored_bytes, version_of

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

    from tests.s3 import Network


def test_other_bytes_of_a_published_version_are_refused(store: ModelStore, copy_of_model: Path) -> None:
    version = store.publish(copy_of_model)
    connection = sqlite3.connect(copy_of_model / "catalogue.sqlite")
    connection.execute("PRAGMA application_id = 7")
    connection.close()
    rewrite_manifest(copy_of_model)
    with pytest.raises(PublishError, match=f"Make the published one current with: rollback --version {version}"):
        store.publish(copy_of_model)


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
