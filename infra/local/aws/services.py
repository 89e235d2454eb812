"""The AWS services that the functions call, imitated by moto: S3 with the models, DynamoDB with shelves, SSM, SQS."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import boto3
from moto.server import ThreadedMotoServer

from infra.local.aws.quick_answers import answer_quickly
from infra.local.aws.tables import create_table
from infra.local.lambda_host.invocation import LAMBDA, NO_ACCOUNT


@dataclass(frozen=True, slots=True)
class LocalResources:
    """Names of the resources that the functions use.

    Attributes:
        bucket: S3 bucket of the models.
        shelf_table: DynamoDB table of the readers' shelves.
        api_key_table: DynamoDB table of the keys of the JSON API.
        signing_secret_parameter: SSM parameter of Slack's signing secret.
        bot_token_parameter: SSM parameter of the app's bot token.
        learning_queue: SQS queue of word of ratings that the next model may be trained with.
        import_queue: SQS queue of the longer steps of imports.
    """

    bucket: str = "shelftalker-models"
    shelf_table: str = "shelftalker-shelves"
    api_key_table: str = "shelftalker-api-keys"
    signing_secret_parameter: str = "/shelftalker/slack-signing-secret"  # noqa: S105 - a name
    bot_token_parameter: str = "/shelftalker/slack-bot-token"  # noqa: S105 - a name
    learning_queue: str = "shelftalker-ratings"
    import_queue: str = "shelftalker-imports"

    @property
    def models_url(self) -> str:
        """URL of the folder that models are published to."""
        return f"s3://{self.bucket}/models"


RESOURCES = LocalResources()


@contextmanager
def local_aws(signing_secret: str, bot_token: str = "") -> Iterator[dict[str, str]]:
    """Serve S3 with an empty bucket, DynamoDB with empty tables, SSM and SQS, for as long as the `with` block lasts.

    Meanwhile boto3 in this process calls nothing else, even where the environment names an account.

    Args:
        signing_secret: Slack's signing secret, stored in SSM.
        bot_token: The app's bot token, stored in SSM unless it is empty.

    Yields:
        The environment variables that direct boto3 to these services, and the functions to the queues and the keys.
    """
    with local_shelves() as environment:
        sqs, dynamodb = boto3.client("sqs"), boto3.client("dynamodb")
        create_table(dynamodb, "ApiKeyTable", RESOURCES.api_key_table)
        names = (RESOURCES.learning_queue, RESOURCES.import_queue)
        ratings, imports = (sqs.create_queue(QueueName=name)["QueueUrl"] for name in names)
        boto3.client("s3").create_bucket(
            Bucket=RESOURCES.bucket, CreateBucketConfiguration={"LocationConstraint": LAMBDA.region}
        )
        ssm = boto3.client("ssm")
        parameters = {RESOURCES.signing_secret_parameter: signing_secret, RESOURCES.bot_token_parameter: bot_token}
        stored = {name: value for name, value in parameters.items() if value}
        for name, value in stored.items():
            ssm.put_parameter(Name=name, Value=value, Type="SecureString")
        names_of_resources = {"LEARNING_QUEUE_URL": ratings, "IMPORT_QUEUE_URL": imports}
        yield {**environment, **names_of_resources, "API_KEY_TABLE": RESOURCES.api_key_table}
        # moto keeps what it has while its process lives, and another call may follow.
        dynamodb.delete_table(TableName=RESOURCES.api_key_table)
        for queue_url in (ratings, imports):
            sqs.delete_queue(QueueUrl=queue_url)
        bucket = boto3.resource("s3").Bucket(RESOURCES.bucket)
        bucket.objects.all().delete()
        bucket.delete()
        ssm.delete_parameters(Names=list(stored))


@contextmanager
def local_shelves() -> Iterator[dict[str, str]]:
    """Serve DynamoDB with an empty table of shelves, otherwise as `local_aws`."""
    answer_quickly()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    variables = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    try:
        host, port = server.get_host_and_port()
        environment = {
            **NO_ACCOUNT,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_REGION": LAMBDA.region,
            "AWS_DEFAULT_REGION": LAMBDA.region,
        }
        for name in variables:
            del os.environ[name]
        # moto's Step Functions calls the other services at this port.
        os.environ.update(environment, MOTO_PORT=str(port))
        dynamodb = boto3.client("dynamodb")
        create_table(dynamodb, "ShelfTable", RESOURCES.shelf_table)
        yield environment
        # moto keeps its tables while its process lives, and another call may follow.
        dynamodb.delete_table(TableName=RESOURCES.shelf_table)
    finally:
        for name in [name for name in os.environ if name.startswith("AWS_") or name == "MOTO_PORT"]:
            del os.environ[name]
        os.environ.update(variables)
        server.stop()
