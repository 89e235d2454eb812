"""What a function on Lambda finds around it, and what comes out of one invocation."""

import os
from dataclasses import dataclass
from typing import Any, Final

REGION: Final = "eu-central-1"
FUNCTION_NAME = "shelftalker"
FUNCTION_ARN = f"arn:aws:lambda:{REGION}:123456789012:function:{FUNCTION_NAME}"
MEMORY_MB = 1024
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, "Defined runtime environment variables"
LAMBDA_ENVIRONMENT = {
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(MEMORY_MB),
    "AWS_LAMBDA_FUNCTION_NAME": FUNCTION_NAME,
    "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
    "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
    "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{FUNCTION_NAME}",
    "AWS_LAMBDA_LOG_STREAM_NAME": "local",
    "AWS_REGION": REGION,
    "LANG": "en_US.UTF-8",
    "TZ": ":UTC",
}

# Keeps boto3 from the credentials of whoever runs this: they would reach a real account.
NO_ACCOUNT = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}


@dataclass(frozen=True)
class FunctionError:
    """Why an invocation has no answer, as Lambda reports it.

    Attributes:
        type: The exception's name, or Lambda's own (`Runtime.ExitError`, `Sandbox.Timedout`).
        message: What the exception says.
        stack_trace: Where it was raised, outermost call first; empty for what is no exception.
    """

    type: str
    message: str
    stack_trace: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.type}: {self.message}"


@dataclass(frozen=True)
class Invocation:
    """What came of one event.

    Attributes:
        payload: What the handler returned, read back from JSON; None where `error` is set.
        error: Why there is no answer; None where there is one.
        duration_ms: From handing the event to the function until its answer.
        init_duration_ms: From starting the process until it asked for the event; None where it was already there.
    """

    payload: Any
    error: FunctionError | None
    duration_ms: float
    init_duration_ms: float | None = None
