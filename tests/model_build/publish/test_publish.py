"""Publishing, rolling back and listing models, over HTTP to a real S3 interface."""

import base64
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from model_build.__main__ import main
from model_build.publish.publish import ModelStore, PublishError
from model_build.publish.s3_objects import PublishConfig
from tests.model_build.publish.stored_models import current_version, stored_bytes, version_of

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

    from tests.s3 import Network

ROOT = Path(__file__).parents[3]


@pytest.fixture
def published_versions(store: ModelStore, models: list[Path], let_an_hour_pass: Callable[[], None]) -> list[str]:
    """Publish three models and return their versions in this order."""
    versions = []
    for model in models:
        let_an_hour_pass()
        versions.append(store.publish(model))
    return versions


def test_a_published_model_is_in_s3_byte_for_byte_and_the_pointer_describes_it(
    store: ModelStore, models: list[Path], s3: "S3Client", bucket: str
) -> None:
    version = store.publish(models[0])
    assert version == version_of(models[0])
    for name in ("catalogue.sqlite", "manifest.json"):
        assert stored_bytes(s3, bucket, f"some/models/{version}/{name}") == (models[0] / name).read_bytes()
    manifest = json.loads((models[0] / "manifest.json").read_text())
    pointer = json.loads(stored_bytes(s3, bucket, "some/models/current.json"))
    assert datetime.now(UTC) - datetime.fromisoformat(pointer.pop("published_at")) < timedelta(minutes=5)
    assert pointer == {"version": version} | {
        name: manifest[name] for name in ("sha256", "size_bytes", "format_version")
    }


def test_the_pointer_is_written_last_and_the_catalogue_with_a_checksum_for_s3_to_verify(
    store: ModelStore, models: list[Path], network: "Network"
) -> None:
    store.publish(models[0])
    assert network.keys_by("PUT") == ["catalogue.sqlite", "manifest.json", "current.json"]
    upload = next(request for request in network.requests if request.method == "PUT")
    sha256 = json.loads((models[0] / "manifest.json").read_text())["sha256"]
    assert upload.headers["x-amz-checksum-sha256"].encode() == _base64_of_hex(sha256)


def test_publishing_the_same_model_again_uploads_nothing(
    store: ModelStore, models: list[Path], network: "Network"
) -> None:
    store.publish(models[0])
    network.requests.clear()
    store.publish(models[0])
    assert network.keys_by("PUT") == []


def test_publishing_an_earlier_model_again_only_switches_the_pointer(
    store: ModelStore, models: list[Path], network: "Network", s3: "S3Client", bucket: str
) -> None:
    store.publish(models[0])
    store.publish(models[1])
    network.requests.clear()
    store.publish(models[0])
    assert network.keys_by("PUT") == ["current.json"]
    assert current_version(s3, bucket) == version_of(models[0])


@pytest.mark.parametrize("killed_at", ["catalogue.sqlite", "manifest.json", "current.json"])
def test_a_killed_publish_leaves_the_former_model_current_and_can_be_repeated(
    models: list[Path], network: "Network", s3: "S3Client", bucket: str, killed_at: str
) -> None:
    store = ModelStore.at(f"s3://{bucket}/some/models")
    store.publish(models[0])
    fault = network.fail(killed_at, method="PUT", holds=True)
    command = ["-m", "model_build", "publish", "--model", str(models[1]), "--to", f"s3://{bucket}/some/models"]
    with subprocess.Popen([sys.executable, *command], cwd=ROOT) as publishing:
        assert fault.held.wait(timeout=60)
        publishing.kill()
    assert publishing.returncode == -signal.SIGKILL
    assert current_version(s3, bucket) == version_of(models[0])
    complete = [version.model_version for version in store.versions()]
    assert (version_of(models[1]) in complete) == (killed_at == "current.json")

    network.faults.clear()
    store.publish(models[1])
    assert current_version(s3, bucket) == version_of(models[1])
    assert len(store.versions()) == 2


def test_a_damaged_object_of_the_same_version_is_uploaded_anew(
    store: ModelStore, models: list[Path], s3: "S3Client", bucket: str
) -> None:
    key = f"some/models/{store.publish(models[0])}/catalogue.sqlite"
    s3.put_object(Bucket=bucket, Key=key, Body=b"damaged")
    store.publish(models[0])
    assert stored_bytes(s3, bucket, key) == (models[0] / "catalogue.sqlite").read_bytes()


def test_before_anything_is_published_there_are_no_versions(store: ModelStore) -> None:
    assert store.versions() == []


def test_versions_stand_newest_first_with_size_and_time(
    store: ModelStore, models: list[Path], published_versions: list[str]
) -> None:
    store.rollback()
    versions = store.versions()
    assert [version.model_version for version in versions] == published_versions[::-1]
    assert [version.is_current for version in versions] == [False, True, False]
    assert versions[0].size_bytes == (models[2] / "catalogue.sqlite").stat().st_size
    assert abs(datetime.now(UTC) - versions[0].published) < timedelta(minutes=5)


def test_versions_published_one_right_after_the_other_keep_their_order(
    store: ModelStore, models: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("model_build.publish.publish.PUBLISH", PublishConfig())
    published = [store.publish(model) for model in models[::-1]]
    assert [version.model_version for version in store.versions()] == published[::-1]


def test_rollback_goes_to_the_version_published_before_the_current_one_each_time_one_further(
    store: ModelStore, published_versions: list[str], s3: "S3Client", bucket: str
) -> None:
    for version in (published_versions[1], published_versions[0]):
        assert store.rollback() == version
        assert current_version(s3, bucket) == version
    with pytest.raises(
        PublishError, match=rf"Nothing was published before {published_versions[0]}.*: {published_versions[2]}"
    ):
        store.rollback()
    assert current_version(s3, bucket) == published_versions[0]


def test_rollback_passes_over_versions_that_were_not_published_in_full(
    store: ModelStore, published_versions: list[str], s3: "S3Client", bucket: str
) -> None:
    s3.delete_object(Bucket=bucket, Key=f"some/models/{published_versions[1]}/manifest.json")
    assert store.rollback() == published_versions[0]
    with pytest.raises(PublishError, match=rf"published in full, got {published_versions[1]}\. There are"):
        store.rollback(published_versions[1])


def test_rollback_to_a_version_is_forward_too(store: ModelStore, published_versions: list[str]) -> None:
    assert store.rollback(published_versions[0]) == published_versions[0]
    assert store.rollback(published_versions[2]) == published_versions[2]


def test_rollback_to_an_unknown_version_names_those_there_are(store: ModelStore, published_versions: list[str]) -> None:
    with pytest.raises(
        PublishError, match=f"got nonesuch. There are, newest first: {', '.join(published_versions[::-1])}"
    ):
        store.rollback("nonesuch")


def test_rollback_before_anything_was_published_says_so(store: ModelStore) -> None:
    with pytest.raises(PublishError, match=r"No published version is current.*newest first: none"):
        store.rollback()


@pytest.mark.parametrize("is_short", [True, False])
def test_rollback_to_a_damaged_version_is_refused_and_changes_nothing(
    store: ModelStore, published_versions: list[str], s3: "S3Client", bucket: str, *, is_short: bool
) -> None:
    key = f"some/models/{published_versions[1]}/catalogue.sqlite"
    whole = stored_bytes(s3, bucket, key)
    damaged = whole[:-1] if is_short else whole[:-1] + b"!"
    s3.put_object(Bucket=bucket, Key=key, Body=damaged, ChecksumAlgorithm="SHA256")
    with pytest.raises(PublishError, match=r"must have the size and SHA-256 .* S3 holds .* Publish this version again"):
        store.rollback()
    assert current_version(s3, bucket) == published_versions[2]


def test_a_slash_at_the_end_of_the_address_means_nothing(
    models: list[Path], store: ModelStore, s3: "S3Client", bucket: str
) -> None:
    ModelStore.at(f"s3://{bucket}/some/models/").publish(models[0])
    assert current_version(s3, bucket) == version_of(models[0])


def test_the_command_line_publishes_lists_and_rolls_back(
    bucket: str, models: list[Path], let_an_hour_pass: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"s3://{bucket}/models"
    first, second = version_of(models[0]), version_of(models[1])
    for model in models[:2]:
        let_an_hour_pass()
        assert main(["publish", "--model", str(model), "--to", url]) == 0
    assert main(["rollback", "--to", url]) == 0
    assert main(["versions", "--to", url]) == 0
    lines = capsys.readouterr().out.splitlines()
    compared, ways, published, compared_too, _, published_too, rolled_back, newest, oldest = lines
    assert ways.startswith("A model of ")
    assert compared == "Compared with nothing, since no model is current yet."
    assert compared_too.startswith(f"Beside {first}, current until now: books 400 -> 401; ")
    assert published == f"Model {first} is now current at {url}."
    assert published_too == f"Model {second} is now current at {url}."
    assert rolled_back == f"Model {first} is current again at {url}."
    assert f" UTC  {second} " in newest
    assert oldest.endswith(" bytes  nDCG@10 not measured  (current)")


def _base64_of_hex(digest: str) -> bytes:
    return base64.b64encode(bytes.fromhex(digest))
