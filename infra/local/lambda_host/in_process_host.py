"""A host that runs a function in its own process, for systems that AWS's runtime client has no build for."""

import importlib
import json
import os
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from infra.local.lambda_host.invocation import LAMBDA, SLACK_HERE, FunctionError, Invocation


@dataclass(frozen=True)
class LambdaContext:
    """A handler's second argument, with the attributes that Lambda gives it."""

    deadline_seconds: float
    aws_request_id: str = field(default_factory=lambda: str(uuid4()))
    function_name: str = LAMBDA.function_name
    function_version: str = LAMBDA.environment["AWS_LAMBDA_FUNCTION_VERSION"]
    invoked_function_arn: str = LAMBDA.function_arn
    memory_limit_in_mb: str = str(LAMBDA.memory_mb)
    log_group_name: str = LAMBDA.environment["AWS_LAMBDA_LOG_GROUP_NAME"]
    log_stream_name: str = LAMBDA.environment["AWS_LAMBDA_LOG_STREAM_NAME"]
    client_context: None = None
    identity: None = None

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda would end this invocation."""
        return max(0, round((self.deadline_seconds - time.time()) * 1000))


class InProcessHost:
    """Answers events as `FunctionHost` does, without a time-out: a handler that hangs or crashes stops this process.

    Its environment variables and import paths are this process's own for as long as its `with` block lasts.
    """

    def __init__(
        self,
        code: Path,
        environment: Mapping[str, str],
        *,
        handler: str = "slack_events.handler",
        import_paths: Sequence[Path] = (),
        timeout_seconds: float = LAMBDA.timeout_seconds,
    ) -> None:
        self._module, _, self._function = handler.rpartition(".")
        self._timeout_seconds = timeout_seconds
        self._lock = Lock()
        self._environment = {**LAMBDA.environment, **SLACK_HERE, **environment}
        self._import_paths = [str(code.resolve()), *(str(path.resolve()) for path in import_paths)]

    def __enter__(self) -> Self:
        self._before = os.environ.copy(), sys.path.copy()
        os.environ.update(self._environment)
        sys.path[:0] = self._import_paths
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        environment, sys.path[:] = self._before
        os.environ.clear()
        os.environ.update(environment)

    def invoke(self, event: Mapping[str, Any]) -> Invocation:
        """Invoke the function with one event, after the events that it is busy with."""
        with self._lock:
            started = time.perf_counter()
            payload, error = None, None
            try:
                handler = getattr(importlib.import_module(self._module), self._function)
                context = LambdaContext(time.time() + self._timeout_seconds)
                payload = json.loads(json.dumps(handler(json.loads(json.dumps(event)), context)))
            except Exception as raised:  # noqa: BLE001 # Lambda reports whatever a handler raises
                traceback.print_exc()
                stack = tuple(traceback.format_tb(raised.__traceback__))
                error = FunctionError(type(raised).__name__, str(raised), stack)
            return Invocation(payload, error, (time.perf_counter() - started) * 1000)

    def renew(self) -> None:
        """Forget the handler's module, once it is free: the next event imports it anew, and it opens its model anew."""
        with self._lock:
            sys.modules.pop(self._module, None)
