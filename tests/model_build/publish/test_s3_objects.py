"""Tests of S3's errors: wrong addresses, missing permissions, no connection."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest

from model_build.publish.publish import ModelStore, PublishError

if TYPE_CHECKING:
    from tests.s3 import Network


@pytest.mark.parametrize(
    "url", ["bucket/models", "s3://bucket", "s3://bucket/", "s3:///models", "https://bucket/models"]
)
def test_another_address_than_one_of_s3_is_refused(url: str) -> None:
    with pytest.raises(PublishError, match=r"Expected s3://BUCKET/PREFIX"):
        ModelStore.at(url)


def test_a_missing_bucket_is_reported(models: list[Path], network: "Network") -> None:
    store = ModelStore.at("s3://no-such-bucket/models")
    for use in (store.versions, store.rollback, lambda: store.publish(models[0])):
        with pytest.raises(PublishError, match=r"for bucket no-such-bucket .*There is no such bucket: create it"):
            use()


@pytest.mark.parametrize("action", ["s3:PutObject", "s3:GetObject"])
def test_denied_access_is_reported_with_the_permissions_that_are_needed(
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


def test_an_unknown_profile_is_reported(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    monkeypatch.setenv("AWS_PROFILE", "nonesuch")
    with pytest.raises(PublishError, match=r"nonesuch"):
        ModelStore.at(f"s3://{bucket}/models")


def test_an_unreachable_s3_is_reported(network: "Network", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(PublishError, match=r"S3 can't be reached for bucket somewhere .* AWS_ENDPOINT_URL"):
        ModelStore.at("s3://somewhere/models").versions()
