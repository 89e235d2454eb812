"""The AWS services that the functions call, imitated by moto: S3 with the models, SSM with the signing secret."""

from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer

from infra.local.invocation import REGION

BUCKET = "shelftalker-models"
MODELS_URL = f"s3://{BUCKET}/models"
SECRET_PARAMETER = "/shelftalker/slack-signing-secret"  # noqa: S105 # the secret's name


@contextmanager
def local_aws(signing_secret: str) -> Iterator[dict[str, str]]:
    """Serve S3 with an empty bucket and SSM with the signing secret, for as long as the `with` block lasts.

    Yields:
        The environment variables that make boto3 call it instead of AWS.
    """
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        session = boto3.Session("local", "local", region_name=REGION)
        url = f"http://{host}:{port}"
        session.client("s3", endpoint_url=url).create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION}
        )
        session.client("ssm", endpoint_url=url).put_parameter(
            Name=SECRET_PARAMETER, Value=signing_secret, Type="SecureString"
        )
        yield {
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_ENDPOINT_URL": url,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
        }
    finally:
        server.stop()
