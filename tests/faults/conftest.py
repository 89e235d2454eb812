"""A whole deployment on this machine, with real Lambda processes behind an API, in which any part can fail."""

import json
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from infra.local.lambda_host.function_host import FunctionHost
from infra.local.lambda_host.gateway import Gateway
from infra.local.local_model import FUNCTIONS
from model_build.publish.publish import ModelStore
from tests.faults.faulty_service import FaultyService
from tests.faults.hosted_app import HostedApp
from tests.faults.many_requests import Handler, handler_alone
from tests.slack_app import BOT_TOKEN, SlackImitation
from tests.slack_requests import SIGNING_SECRET
from tests.time_outs import PROCESS_SECONDS

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

SECRET_PARAMETER, BOT_TOKEN_PARAMETER = "/faults/signing-secret", "/faults/bot-token"
SERVICES = ("s3", "dynamodb", "ssm", "slack_api", "response_url")
StartApp = Callable[..., AbstractContextManager[HostedApp]]


@pytest.fixture(scope="session")
def secrets(aws_configuration: boto3.Session, s3_address: tuple[str, int]) -> dict[str, str]:
    """Store the secrets in SSM and return the environment variables with their names."""
    ssm = aws_configuration.client("ssm", endpoint_url=f"http://{s3_address[0]}:{s3_address[1]}")
    ssm.put_parameter(Name=SECRET_PARAMETER, Value=SIGNING_SECRET, Type="SecureString")
    ssm.put_parameter(Name=BOT_TOKEN_PARAMETER, Value=BOT_TOKEN, Type="SecureString")
    ssm.close()
    return {"SLACK_BOT_TOKEN_PARAMETER": BOT_TOKEN_PARAMETER, "SLACK_SIGNING_SECRET_PARAMETER": SECRET_PARAMETER}


@pytest.fixture(scope="module")
def services(s3_address: tuple[str, int], slack_server: SlackImitation) -> Iterator[dict[str, FaultyService]]:
    """Run all services that the functions call, by name."""
    host, port = slack_server.server_address[:2]
    slack = (str(host), int(port))
    with ExitStack() as running:
        upstream = dict.fromkeys(("s3", "dynamodb", "ssm"), s3_address) | dict.fromkeys(SERVICES[3:], slack)
        yield {name: running.enter_context(FaultyService(upstream[name])) for name in SERVICES}


@pytest.fixture(scope="module")
def environment(
    s3: "S3Client", s3_address: tuple[str, int], models: list[Path], shelf_table_name: str, secrets: dict[str, str]
) -> dict[str, str]:
    """Return the environment variables of a deployment: the first of the models in its layer, the second published."""
    bucket = f"models-{uuid.uuid4()}"
    s3.create_bucket(Bucket=bucket)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{s3_address[0]}:{s3_address[1]}")
        ModelStore.at(f"s3://{bucket}/models").publish(models[1])
    return secrets | {
        "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1",
        "MODEL_BUCKET": bucket, "MODEL_DIRECTORY": str(models[0]), "SHELF_TABLE": shelf_table_name,
        "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker", "POWERTOOLS_SERVICE_NAME": "shelftalker",
    }  # fmt: skip


@pytest.fixture(scope="module")
def start_app(
    services: dict[str, FaultyService], environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> StartApp:
    """Return a function that starts the hosted functions for a `with` block."""

    @contextmanager
    def start(
        python: Path | None = None,
        variables: Mapping[str, str] | None = None,
        while_snapshot: Callable[[HostedApp], None] | None = None,
    ) -> Iterator[HostedApp]:
        directory = tmp_path_factory.mktemp("function")
        temporary, log, clock = directory / "tmp", directory / "function.log", directory / "clock"
        temporary.mkdir()
        log.touch()
        clock.write_text("0")
        addresses = {
            "AWS_ENDPOINT_URL_S3": services["s3"].url, "AWS_ENDPOINT_URL_DYNAMODB": services["dynamodb"].url,
            "AWS_ENDPOINT_URL_SSM": services["ssm"].url, "SLACK_API_URL": f"{services['slack_api'].url}/api/",
            "CLOCK_AHEAD_FILE": str(clock), "TMPDIR": str(temporary),
        }  # fmt: skip
        hosted: HostedApp

        def pass_time() -> None:
            if while_snapshot:
                while_snapshot(hosted)

        options: dict[str, Any] = {
            "import_paths": [Path(__file__).parent / "skewed_clock"],
            "log": log,
            "python": str(python or sys.executable),
            # The app is there by the time a process starts, which is at the first request.
            "while_snapshot": pass_time if while_snapshot else None,
            "init_timeout_seconds": PROCESS_SECONDS,
        }
        with (
            FunctionHost(FUNCTIONS, environment | addresses | dict(variables or {}), **options) as host,
            Gateway({"POST /slack/events": host.invoke}) as gateway,
        ):
            hosted = HostedApp(gateway.address, f"{services['response_url'].url}/response", log, clock, temporary)
            yield hosted

    return start


@pytest.fixture(scope="module")
def app(start_app: StartApp) -> Iterator[HostedApp]:
    """Start the functions, warm, with the published model; each test finds them as the module's last test left them."""
    with start_app() as app:
        assert app.type("").status == 200
        yield app


@pytest.fixture
def versions(models: list[Path]) -> list[str]:
    """Return the models' versions."""
    manifests: list[dict[str, Any]] = [json.loads((model / "manifest.json").read_text()) for model in models]
    return [manifest["model_version"] for manifest in manifests]


@pytest.fixture(scope="module")
def handler(model_directory: Path) -> Iterator[Handler]:
    """Import the handler into this process."""
    with handler_alone(model_directory, ("MODEL_BUCKET", "SHELF_TABLE", "SLACK_BOT_TOKEN", "INSTALLATION_TABLE")) as it:
        yield it
