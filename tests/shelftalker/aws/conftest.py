"""A service and the credentials for it."""

from collections.abc import Iterator

import boto3
import pytest

from tests.http_service import HttpService


@pytest.fixture
def service(aws_configuration: boto3.Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpService]:
    """Return a service that the environment names as the endpoint of all."""
    with HttpService(keeps_connections=True) as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
        yield service
