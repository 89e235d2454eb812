"""The AWS services that the functions call, imitated by moto: S3 with the models, DynamoDB with the shelves, SSM."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer

from infra.local.aws.shelf_table import create_shelf_table
from infra.local.lambda_host.invocation import NO_ACCOUNT, REGION

BUCKET = "shelftalker-models"
MODELS_URL = f"s3://{BUCKET}/models"
SHELF_TABLE = "shelftalker-shelves"
SECRET_PARAMETER = "/shelftalker/slack-signing-secret"  # noqa: S105 # the secret's name
BOT_TOKEN_PARAMETER = "/shelftalker/slack-bot-token"  # noqa: S105 # the token's name


@contextmanager
def local_aws(signing_secret: str, bot_token: str = "") -> Iterator[dict[str, str]]:
    """Serve S3 with an empty bucket, DynamoDB with an empty table and SSM, for as long as the `with` block lasts.

    Until then boto3 in this process calls nothing else, whatever account the person's environment names.

    Args:
        signing_secret: What SSM has as Slack's signing secret.
        bot_token: What SSM has as the app's bot token, if it has one.

    Yields:
        The environment variables that make boto3 do so.
    """
    with local_shelves() as environment:
        boto3.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        ssm = boto3.client("ssm")
        ssm.put_parameter(Name=SECRET_PARAMETER, Value=signing_secret, Type="SecureString")
        if bot_token:
            ssm.put_parameter(Name=BOT_TOKEN_PARAMETER, Value=bot_token, Type="SecureString")
        yield environment


@contextmanager
def local_shelves() -> Iterator[dict[str, str]]:
    """Serve DynamoDB with an empty table of shelves, and nothing else; otherwise as `local_aws`."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    persons = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
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
        for name in persons:
            del os.environ[name]
        os.environ.update(environment)
        dynamodb = boto3.client("dynamodb")
        create_shelf_table(dynamodb, SHELF_TABLE)
        yield environment
        # moto forgets nothing while its process lives, and another of these may follow.
        dynamodb.delete_table(TableName=SHELF_TABLE)
    finally:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]
        os.environ.update(persons)
        server.stop()
