"""KMS on this machine, with the key of tokens."""

import boto3
import pytest


@pytest.fixture(scope="session")
def kms_key(aws_configuration: boto3.Session, s3_address: tuple[str, int]) -> str:
    """Create the KMS key that all tests share, as moto takes 60 ms of processor time for one, and return its ARN."""
    client = aws_configuration.client("kms", endpoint_url=f"http://{s3_address[0]}:{s3_address[1]}")
    arn: str = client.create_key()["KeyMetadata"]["Arn"]
    client.close()
    return arn
