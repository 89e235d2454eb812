"""The executions of the app's custom steps: one for each time that a workflow comes to a step.

See https://docs.slack.dev/workflows/workflow-steps.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

from infra.local.slack.rules.errors import RefusalError
from infra.local.slack.workspace.workspace import Workspace


class ExecutionError(RefusalError):
    """An execution can't be completed. `code` is the error that Slack answers."""


@dataclass(frozen=True)
class Execution:
    """The current state of an execution.

    Attributes:
        execution_id: `function_execution_id` in Slack's payloads.
        workflow_execution_id: Id of the workflow's execution, which has this step and perhaps *Send a message*.
        callback_id: Id of the step in the manifest.
        title: Title of the step.
        inputs: The inputs by name; those that were left empty are missing.
        token: Token that the app gets with the event, and authorises its calls by until the step is complete.
        started_by: Id of the person who ran the workflow.
        channel_id: Channel that the next step sends its message to; empty for a workflow without that step.
        message: Text of that message, with `{{name}}` for an output.
        week: Number of the run, where a workflow runs each week; 1 for the first.
        state: `running`, `completed`, `failed`, or `not_acknowledged`.
        outputs: The outputs by name, once the step is complete.
        problem: The app's error, or Slack's reason why the event did not reach the app.
        delivered: Number of times that the event was sent.
        seconds: Time from the event until the step was complete; 0 while it runs.
    """

    callback_id: str
    title: str
    inputs: Mapping[str, Any]
    started_by: str
    started_at: float
    channel_id: str = ""
    message: str = ""
    week: int = 1
    state: str = "running"
    outputs: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    delivered: int = 0
    seconds: float = 0
    execution_id: str = field(default_factory=lambda: f"Fx{secrets.token_hex(5).upper()}")
    workflow_execution_id: str = field(default_factory=lambda: f"Wx{secrets.token_hex(5).upper()}")
    token: str = field(default_factory=lambda: f"xwfp-local-{secrets.token_hex(16)}")

    @property
    def has_ended(self) -> bool:
        """True once the app has ended it, with outputs or with an error."""
        return self.state in {"completed", "failed"}


class Executions:
    """Holds the executions, and publishes every change to the pages. Safe to use from many threads.

    Args:
        workspace: The workspace that publishes the changes.
        clock: Returns seconds since 1970.
    """

    def __init__(self, workspace: Workspace, clock: Callable[[], float]) -> None:
        self._workspace = workspace
        self._clock = clock
        self._lock = Lock()
        self._executions: dict[str, Execution] = {}

    def add(self, execution: Execution) -> None:
        """Store a new execution."""
        with self._lock:
            self._put(execution)

    def all(self) -> list[Execution]:
        """Return the executions, oldest first."""
        with self._lock:
            return list(self._executions.values())

    def with_id(self, execution_id: str) -> Execution:
        """Return an execution.

        Raises:
            ExecutionError: `function_execution_not_found`: there is none with this id.
        """
        with self._lock:
            return self._find(execution_id)

    def with_token(self, token: str) -> Execution | None:
        """Return the execution that a token was given to the app for, or None."""
        return next((execution for execution in self.all() if execution.token == token), None)

    def end(self, execution_id: str, *, outputs: Mapping[str, Any] | None = None, error: str = "") -> Execution:
        """End an execution, with its outputs or with an error, and return it.

        Raises:
            ExecutionError: `function_execution_not_found`, or `execution_not_in_running_state` where it has ended.
        """
        with self._lock:
            execution = self._find(execution_id)
            if execution.has_ended:
                reason = f"expected an execution that is running, got one that is {execution.state}"
                raise ExecutionError("execution_not_in_running_state", reason)
            state = "failed" if outputs is None else "completed"
            seconds = self._clock() - execution.started_at
            ended = replace(execution, state=state, outputs=outputs or {}, problem=error, seconds=seconds)
            self._put(ended)
            return ended

    def note_delivery(self, execution_id: str, delivered: int, problem: str) -> None:
        """Store how often the event was sent, and why it was not acknowledged in the end, where it was not."""
        with self._lock:
            execution = replace(self._find(execution_id), delivered=delivered)
            if problem and not execution.has_ended:
                execution = replace(execution, state="not_acknowledged", problem=problem)
            self._put(execution)

    def _find(self, execution_id: str) -> Execution:
        if execution_id not in self._executions:
            reason = f"expected the id of an execution, got {execution_id!r}"
            raise ExecutionError("function_execution_not_found", reason)
        return self._executions[execution_id]

    def _put(self, execution: Execution) -> None:
        self._executions[execution.execution_id] = execution
        self._workspace.publish("execution", execution)
