"""The state machine of infra/learning.asl.json, as one that runs without EMR Serverless."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_DEFINITION = Path(__file__).parent.parent / "learning.asl.json"
_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")
# Names of the values that only a job of EMR Serverless takes.
JOB_VALUES = frozenset({"ApplicationId", "JobRoleArn", "EntryPoint", "SparkSubmitParameters"})


class DefinitionError(Exception):
    """The state machine lacks a value."""


def placeholders() -> frozenset[str]:
    """Return the names of the values that the definition needs."""
    return frozenset(_PLACEHOLDER.findall(_DEFINITION.read_text(encoding="utf-8")))


def local_definition(values: Mapping[str, str], worker_queue_url: str) -> dict[str, Any]:
    """Return the definition with its values, where a worker trains that reads a queue.

    The worker gets the arguments that the job would get; all other states are those of the deployment.

    Args:
        values: Values by the names of `placeholders`, but for those of `JOB_VALUES`.
        worker_queue_url: SQS queue of the worker.

    Raises:
        DefinitionError: A value is missing.
    """
    missing = placeholders() - JOB_VALUES - values.keys()
    if missing:
        raise DefinitionError(
            f"The state machine needs a value of each of {', '.join(sorted(placeholders() - JOB_VALUES))}; missing: "
            f"{', '.join(sorted(missing))}."
        )
    text = _PLACEHOLDER.sub(lambda found: values.get(found[1], "none"), _DEFINITION.read_text(encoding="utf-8"))
    definition: dict[str, Any] = json.loads(text)
    train = definition["States"]["Train"]
    arguments = train["Parameters"]["JobDriver"]["SparkSubmit"]["EntryPointArguments.$"]
    train["Resource"] = f"arn:{values['Partition']}:states:::sqs:sendMessage.waitForTaskToken"
    train["Parameters"] = {
        "QueueUrl": worker_queue_url,
        "MessageBody": {"arguments.$": arguments, "task_token.$": "$$.Task.Token"},
    }
    return definition
