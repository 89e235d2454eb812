"""The environment of a function on Lambda, and the outcome of an invocation."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class LambdaConfig:
    """The hosted function and its limits, as template.yaml deploys it.

    Attributes:
        region: AWS region of everything that runs here.
        account_id: AWS account of the events and ARNs, the one of AWS's own examples.
        function_name: Name of the function.
        memory_mb: Memory of the function in MB.
        init_timeout_seconds: Time-out in seconds of initialisation, see
            https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html.
        timeout_seconds: Time-out in seconds of one invocation.
        maximum_body_bytes: Bytes of a request's body that API Gateway accepts, see
            https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html.
    """

    region: Literal["eu-central-1"] = "eu-central-1"
    account_id: str = "123456789012"
    function_name: str = "shelftalker"
    memory_mb: int = 1024
    init_timeout_seconds: float = 10.0
    timeout_seconds: float = 10.0
    maximum_body_bytes: int = 10 * 1024 * 1024

    @property
    def function_arn(self) -> str:
        """ARN of the function."""
        return f"arn:aws:lambda:{self.region}:{self.account_id}:function:{self.function_name}"

    @property
    def environment(self) -> Mapping[str, str]:
        """Environment variables that Lambda sets.

        See https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, "Defined runtime environment
        variables".
        """
        return {
            "AWS_DEFAULT_REGION": self.region,
            "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(self.memory_mb),
            "AWS_LAMBDA_FUNCTION_NAME": self.function_name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{self.function_name}",
            "AWS_LAMBDA_LOG_STREAM_NAME": "local",
            "AWS_REGION": self.region,
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
        }


LAMBDA = LambdaConfig()

# Keeps boto3 from the credentials of the person who runs this: they would reach a real account.
NO_ACCOUNT = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}

# A Slack that is imitated on this machine lends addresses of it.
SLACK_HERE = {"RESPONSE_URLS_ON_LOOPBACK": "on"}


@dataclass(frozen=True)
class FunctionError:
    """The reason why an invocation has no answer, as Lambda reports it.

    Attributes:
        type: The exception's name, or Lambda's own (`Runtime.ExitError`, `Sandbox.Timedout`).
        message: Message of the exception.
        stack_trace: Frames of the exception, outermost call first; empty where there was no exception.
    """

    type: str
    message: str
    stack_trace: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.type}: {self.message}"


@dataclass(frozen=True)
class Invocation:
    """The outcome of one event.

    Attributes:
        payload: The handler's return value, read back from JSON; None where `error` is set.
        error: The reason why there is no answer; None where there is one.
        duration_ms: Milliseconds from handing the event to the function until its answer.
        init_duration_ms: Milliseconds from starting the process until it requested the event; None where it was
            already running.
    """

    payload: Any
    error: FunctionError | None
    duration_ms: float
    init_duration_ms: float | None = None
