"""Custom steps of workflows: their events to the app, the app's answers to them, and the step *Send a message* after.

See https://docs.slack.dev/reference/events/function_executed and the methods `functions.completeSuccess` and
`functions.completeError`.
"""

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from infra.local.slack.apis.events_api import Events
from infra.local.slack.connection.installation import Installation
from infra.local.slack.connection.manifest import Parameter, Step
from infra.local.slack.workspace.directory import DIRECTORY, User
from infra.local.slack.workspace.executions import Execution, ExecutionError

EVENT = "function_executed"


class WorkflowSteps:
    """Runs workflows of one custom step of the app, and perhaps of *Send a message* after it.

    Args:
        installation: The app.
        events: Sends the events.
    """

    def __init__(self, installation: Installation, events: Events) -> None:
        self._installation = installation
        self._events = events
        self._steps = {step.callback_id: step for step in installation.manifest.steps}

    def run(
        self, user: User, callback_id: str, inputs: Mapping[str, Any], *, channel_id: str, message: str, week: int = 1
    ) -> str:
        """Start a workflow, without waiting for its end.

        Args:
            user: The person who runs it.
            callback_id: The step.
            inputs: Its inputs by name; empty ones count as missing.
            channel_id: The channel that *Send a message* posts to, or an empty string for a workflow without it.
            message: The text of that message, with `{{name}}` for an output.
            week: Number of the run, where the workflow runs each week.

        Returns:
            A sentence about the error, or an empty string.
        """
        step = self._steps.get(callback_id)
        if step is None:
            return f"The manifest has no function {callback_id!r}, but {', '.join(self._steps) or 'none at all'}."
        given = {name: value for name, value in inputs.items() if value != ""}
        problem = self._manifest_problem(user) or next(_violations(given, step.inputs, "input"), "")
        if problem:
            return problem
        execution = Execution(
            callback_id,
            step.title,
            given,
            user.user_id,
            self._installation.clock(),
            channel_id and DIRECTORY.channel(channel_id).channel_id,
            message,
            week,
        )
        self._installation.executions.add(execution)
        threading.Thread(target=self._deliver, args=(step, execution), daemon=True).start()
        return ""

    def run_a_week_later(self, user: User, execution_id: str) -> str:
        """Start the workflow of an execution again, as its schedule does a week later.

        Returns:
            A sentence about the error, or an empty string.

        Raises:
            ExecutionError: There is no such execution.
        """
        before = self._installation.executions.with_id(execution_id)
        message = {"channel_id": before.channel_id, "message": before.message}
        return self.run(user, before.callback_id, before.inputs, **message, week=before.week + 1)

    def complete(self, execution_id: str, outputs: Any, execution_of_token: Execution | None) -> None:
        """Take the outputs of a step, and go on to the next step of its workflow.

        Args:
            execution_id: The execution.
            outputs: Its outputs by name.
            execution_of_token: The execution whose token authorises the call; None for the bot's own token.

        Raises:
            ExecutionError: It is unknown, has ended, is not the token's own, or has other outputs than the manifest.
        """
        execution = self._own(execution_id, execution_of_token)
        expected = self._steps[execution.callback_id].outputs
        if not isinstance(outputs, dict):
            raise ExecutionError("parameter_validation_failed", f"expected outputs as an object, got {outputs!r}")
        if not execution.has_ended and (violation := next(_violations(outputs, expected, "output"), "")):
            raise ExecutionError("parameter_validation_failed", violation)
        ended = self._installation.executions.end(execution_id, outputs=outputs)
        if ended.channel_id:
            text = _filled_in(ended.message, outputs)
            self._installation.workspace.post(ended.channel_id, DIRECTORY.workflow_id, text)

    def fail(self, execution_id: str, error: str, execution_of_token: Execution | None) -> None:
        """Take the error of a step, which ends its workflow: Slackbot passes it on to the person who ran it.

        Args:
            execution_id: The execution.
            error: The app's sentence.
            execution_of_token: As for `complete`.

        Raises:
            ExecutionError: It is unknown, has ended, or is not the token's own.
        """
        self._own(execution_id, execution_of_token)
        ended = self._installation.executions.end(execution_id, error=error)
        channel_id = ended.channel_id or DIRECTORY.channels[0].channel_id
        sentence = f"A workflow stopped at the step *{_escape(ended.title)}*: {_escape(error)}"
        workspace = self._installation.workspace
        workspace.post(channel_id, DIRECTORY.slackbot_id, sentence, seen_by=ended.started_by)

    def _own(self, execution_id: str, execution_of_token: Execution | None) -> Execution:
        execution = self._installation.executions.with_id(execution_id)
        if execution_of_token and execution_of_token.execution_id != execution_id:
            raise ExecutionError("access_denied", "expected the token of this execution, got another one's")
        return execution

    def _manifest_problem(self, user: User) -> str:
        manifest = self._installation.manifest
        if user.visits_from:
            return "The workflows of this workspace are not for a person of another one."
        if EVENT not in manifest.events:
            return f"The manifest subscribes to no {EVENT}, with a request_url: the app does not hear of its steps."
        if not manifest.is_remote:
            return "The manifest has no settings.function_runtime 'remote': Slack would look for the step at its own."
        return ""

    def _deliver(self, step: Step, execution: Execution) -> None:
        delivery, deliveries = self._events.send(self._event(step, execution))
        self._installation.executions.note_delivery(execution.execution_id, deliveries, delivery.reason)

    def _event(self, step: Step, execution: Execution) -> dict[str, Any]:
        now = int(self._installation.clock())
        return {
            "type": EVENT,
            "function": {
                "id": f"Fn{step.callback_id.upper()[:9]}",
                "callback_id": step.callback_id,
                "title": step.title,
                "description": step.description,
                "type": "app",
                "input_parameters": [asdict(parameter) for parameter in step.inputs],
                "output_parameters": [asdict(parameter) for parameter in step.outputs],
                "app_id": DIRECTORY.app_id,
                "date_created": now,
                "date_updated": now,
                "date_deleted": 0,
            },
            "inputs": dict(execution.inputs),
            "function_execution_id": execution.execution_id,
            "workflow_execution_id": execution.workflow_execution_id,
            "event_ts": self._installation.action_ts,
            "bot_access_token": execution.token,
        }


def _ids_of_people() -> list[str]:
    return [user.user_id for user in (*DIRECTORY.users, *DIRECTORY.visitors)]


_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "slack#/types/channel_id": lambda value: value in [channel.channel_id for channel in DIRECTORY.channels],
    "slack#/types/user_id": lambda value: value in _ids_of_people(),
}


def _violations(given: Mapping[str, Any], parameters: tuple[Parameter, ...], kind: str) -> Iterator[str]:
    """Yield a sentence for each parameter that is unknown, missing or of another type."""
    known = {parameter.name: parameter for parameter in parameters}
    for name in given.keys() - known.keys():
        yield f"expected an {kind} of the manifest ({', '.join(known) or 'none'}), got {name!r}"
    for name, parameter in known.items():
        if name not in given:
            if parameter.is_required:
                yield f"expected the {kind} {name!r}, which the manifest requires, got none"
        elif not _CHECKS.get(parameter.type, lambda _: True)(given[name]):
            yield f"expected {parameter.type} as the {kind} {name!r}, got {given[name]!r}"


def _filled_in(message: str, outputs: Mapping[str, Any]) -> str:
    """Return the text of *Send a message* with the outputs in place of their names; an unknown name stays."""
    return re.sub(
        r"\{\{(\w+)\}\}",
        lambda match: _escape(str(outputs[match[1]])) if match[1] in outputs else match[0],
        _escape(message),
    )


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
