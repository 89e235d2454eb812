"""What can't be published or read, and what is said of it: no model, no S3, no permission."""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest

from model_build.__main__ import main
from model_build.publish.publish import ModelStore, PublishError
from tests.model_build.publish.stored_models import current, version_of

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

    from tests.s3 import Network


@pytest.mark.parametrize(
    "url", ["bucket/models", "s3://bucket", "s3://bucket/", "s3:///models", "https://bucket/models"]
)
def test_what_is_no_s3_address_is_refused(url: str) -> None:
    with pytest.raises(PublishError, match=r"Expected s3://BUCKET/PREFIX"):
        ModelStore.at(url)


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
    assert network.asked("PUT") == []


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
    _describe_anew(copy_of_model)
    with pytest.raises(PublishError, match=f"Make the published one current with: rollback --version {version}"):
        store.publish(copy_of_model)


def test_a_missing_bucket_is_named(models: list[Path], network: "Network") -> None:
    store = ModelStore.at("s3://no-such-bucket/models")
    for use in (store.versions, store.rollback, lambda: store.publish(models[0])):
        with pytest.raises(PublishError, match=r"for bucket no-such-bucket .*There is no such bucket: create it"):
            use()


@pytest.mark.parametrize("action", ["s3:PutObject", "s3:GetObject"])
def test_denied_access_says_which_permissions_are_needed(
    store: ModelStore, models: list[Path], deny: Callable[[str, str], None], action: str
) -> None:
    deny(action, "some/models/*")
    with pytest.raises(PublishError, match=r"403.* needs s3:ListBucket .* s3:GetObject and s3:PutObject"):
        store.publish(models[0])


def test_missing_credentials_are_named(bucket: str, models: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(PublishError, match=r"S3 needs AWS credentials .* Log in with"):
        ModelStore.at(f"s3://{bucket}/models").publish(models[0])


def test_an_unknown_profile_is_named(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    monkeypatch.setenv("AWS_PROFILE", "nonesuch")
    with pytest.raises(PublishError, match=r"nonesuch"):
        ModelStore.at(f"s3://{bucket}/models")


def test_an_unreachable_s3_is_said_to_be_so(network: "Network", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(PublishError, match=r"S3 can't be reached for bucket somewhere .* AWS_ENDPOINT_URL"):
        ModelStore.at("s3://somewhere/models").versions()


def test_a_pointer_that_makes_no_sense_is_refused_and_replaced_by_publishing(
    store: ModelStore, models: list[Path], s3: "S3Client", bucket: str
) -> None:
    s3.put_object(Bucket=bucket, Key="some/models/current.json", Body=b"nonsense")
    with pytest.raises(PublishError, match=r"The pointer to the current model must be a JSON object"):
        store.versions()
    store.publish(models[0])
    assert current(s3, bucket) == version_of(models[0])


def test_the_command_line_says_in_one_line_what_is_wrong(
    bucket: str, network: "Network", capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rollback", "--to", f"s3://{bucket}/models"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("python -m model_build rollback: No published version is current")


def _describe_anew(model: Path) -> None:
    manifest = json.loads((model / "manifest.json").read_text())
    manifest["sha256"] = hashlib.sha256((model / "catalogue.sqlite").read_bytes()).hexdigest()
    (model / "manifest.json").write_text(json.dumps(manifest))
