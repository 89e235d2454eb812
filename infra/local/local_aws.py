"""The AWS services that the functions call, imitated by moto: S3 with the models, SSM with the signing secret."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer

from infra.local.invocation import NO_ACCOUNT, REGION

BUCKET = "shelftalker-models"
MODELS_URL = f"s3://{BUCKET}/models"
SECRET_PARAMETER = "/shelftalker/slack-signing-secret"  # noqa: S105 # the secret's name


@contextmanager
def local_aws(signing_secret: str) -> Iterator[dict[str, str]]:
    """Serve S3 with an empty bucket and SSM with the signing secret, for as long as the `with` block lasts.

    From here on boto3 in this process calls nothing else, whatever account the person's environment names.

    Yields:
        The environment variables that make boto3 do so.
    """
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        environment = {
            **NO_ACCOUNT,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
        }
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]
        os.environ.update(environment)
        boto3.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        boto3.client("ssm").put_parameter(Name=SECRET_PARAMETER, Value=signing_secret, Type="SecureString")
        yield environment
    finally:
        server.stop()
