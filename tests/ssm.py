"""SSM on this machine, with the secrets of functions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest

if TYPE_CHECKING:
    from types_boto3_ssm import SSMClient


@pytest.fixture
def ssm(
    aws_configuration: boto3.Session, s3_address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> "Iterator[SSMClient]":
    """Return SSM on this machine, which boto3 and the light client are configured to use."""
    url = f"http://{s3_address[0]}:{s3_address[1]}"
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", aws_configuration)
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    client = aws_configuration.client("ssm", endpoint_url=url)
    yield client
    client.close()
