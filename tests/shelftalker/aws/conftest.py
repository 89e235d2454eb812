"""A service and the credentials for it."""

from collections.abc import Iterator

import boto3
import pytest

from tests.shelftalker.aws.json_service import JsonServiceImitation


@pytest.fixture
def service(aws_configuration: boto3.Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[JsonServiceImitation]:
    """Return a service that the environment names as the endpoint of all."""
    service = JsonServiceImitation()
    monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
    yield service
    service.close()
