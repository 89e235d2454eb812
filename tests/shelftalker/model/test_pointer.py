"""The pointer to the published model: one that makes no sense is refused."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from shelftalker.model.format import MODEL_FORMAT
from shelftalker.model.pointer import ModelOutdatedError, Pointer
from tests.deployment import Deployment, counts


@pytest.mark.parametrize("served", [0, 1], ids=["the layer's model", "a fetched model"])
def test_a_pointer_that_is_gone_leaves_the_current_model(deployment: Deployment, served: int) -> None:
    deployment.publish(0)
    deployment.store.rollback(deployment.publish(served))
    source = deployment.start()
    switched = counts()
    deployment.s3.delete_object(Bucket=deployment.bucket, Key="models/current.json")
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert source.current().version == deployment.version(served)
    assert counts() == switched | {"ModelPointerFailed": 1}


@pytest.mark.parametrize(
    "pointer",
    [*(json.dumps({"version": version, "sha256": "0" * 64, "size_bytes": size_bytes,
                   "format_version": MODEL_FORMAT.version}).encode()
       for version, size_bytes in (("../other-app/v1", 12), ("..", 12), ("/v1", 12), ("v1?versionId=2", 12), ("", 12),
                                   ("v1\n", 12), ("v" * 2000, 12), ("v1", 0), ("v1", -5))),
     b"", b"nonsense", b"[]", b"null", b"\xff", b"{}", b'{"version": 1}', b"[" * 100_000,
     b'{"version": "x", "sha256": "", "size_bytes": "12", "format_version": 1}',
     b'{"version": "x", "sha256": "", "size_bytes": 12, "format_version": 1, "published_at": 7}',
     b'{"version": "x", "sha256": "", "size_bytes": 12, "format_version": 1, "published_at": "2026-11-24T01:00:00"}'],
)  # fmt: skip
def test_a_pointer_that_makes_no_sense_leaves_the_current_model(deployment: Deployment, pointer: bytes) -> None:
    deployment.s3.put_object(Bucket=deployment.bucket, Key="models/current.json", Body=pointer)
    source = deployment.start()
    source.refresh()
    assert source.current().version == deployment.version(0)
    assert counts() == {"ModelPointerFailed": 1}


def test_a_pointer_that_may_not_be_read_leaves_the_current_model(
    deployment: Deployment, deny: Callable[[str, str], None]
) -> None:
    deployment.publish(1)
    source = deployment.start()
    deny("s3:GetObject", "models/*")
    deployment.pass_fifteen_minutes()
    source.refresh()
    assert source.current().version == deployment.version(1)
    assert counts() == {"ModelSwitched": 1, "ModelPointerFailed": 1}


def test_a_pointer_is_read_back_as_it_was_stored_and_fields_added_later_are_ignored() -> None:
    pointer = Pointer("v2", "ab", 12, 5, datetime(2026, 11, 24, 1, tzinfo=UTC))
    assert Pointer.from_json(pointer.to_json()) == pointer
    assert Pointer.from_json(json.dumps(json.loads(pointer.to_json()) | {"added": 1})) == pointer


def test_a_model_of_another_format_is_refused_with_what_to_do() -> None:
    version = MODEL_FORMAT.version
    Pointer("v2", "ab", 12, version).check_format()
    with pytest.raises(ModelOutdatedError, match=rf"of format {version + 1}; .*\. Deploy the functions"):
        Pointer("v2", "ab", 12, version + 1).check_format()
    with pytest.raises(ModelOutdatedError, match=rf"of format {version - 1}; .*\. Publish a model"):
        Pointer("v2", "ab", 12, version - 1).check_format()
