"""Endpoints, compared with those that boto3 finds."""

from contextlib import closing

import boto3
import pytest

from shelftalker.aws.endpoints import endpoint_url


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f",
                                       "aws-eusc"])  # fmt: skip
@pytest.mark.parametrize("service_name", ["dynamodb", "ssm"])
def test_the_endpoint_of_a_region_is_boto3s(
    aws_configuration: boto3.Session, partition: str, service_name: str
) -> None:
    regions = aws_configuration.get_available_regions(service_name, partition)
    assert regions
    # Those of a partition differ by their names alone.
    for region in {regions[0], regions[-1]}:
        with closing(aws_configuration.client(service_name, region_name=region)) as client:  # type: ignore[call-overload] # two of many
            assert endpoint_url(service_name, region, {}) == client.meta.endpoint_url


@pytest.mark.parametrize(
    "environment",
    [
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"},
        {"AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:2/some/path"},
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ENDPOINT_URL_DYNAMODB": "https://127.0.0.1:2"},
        {"AWS_ENDPOINT_URL_SSM": "http://127.0.0.1:3"},
        {"AWS_ENDPOINT_URL": ""},
    ],
)
def test_the_environment_names_the_endpoint_as_for_boto3(
    aws_configuration: boto3.Session, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with closing(boto3.Session().client("dynamodb")) as client:
        assert endpoint_url("dynamodb", "us-east-1", environment) == client.meta.endpoint_url
