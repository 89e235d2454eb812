"""Answers to Slack about custom steps of workflows: the outputs of one, or the reason for which it failed."""

from collections.abc import Mapping
from typing import NamedTuple

from shelftalker.slack.web_api import SlackApi
from shelftalker.slack.workspace import Workspace


class StepToken(NamedTuple):
    """The token that came with one execution, which authorises no more than the answer to it; no other replaces it."""

    value: str

    def current(self, workspace: Workspace | None) -> str:  # noqa: ARG002 - one token, one execution
        """Return the token."""
        return self.value

    def after_refusal(self, refused: str, workspace: Workspace | None) -> str | None:  # noqa: ARG002
        """Return None: there is no other token."""
        return None

    def is_installed(self, workspace: Workspace) -> bool:  # noqa: ARG002
        """Return True: Slack gives the token to an app that is installed."""
        return True


class StepApi(SlackApi):
    """Answers to one execution of a step. Methods raise SlackUnavailableError where Slack takes none."""

    def __init__(self, slack_api: SlackApi, token: str) -> None:
        """Use the address of an API with the token of an execution."""
        # Of its own, as the scopes of this token say nothing of the bot's.
        super().__init__(StepToken(token), slack_api.url)

    def complete(self, execution_id: str, outputs: Mapping[str, str]) -> None:
        """Give the outputs of a step, by the method `functions.completeSuccess`, so that its workflow goes on."""
        self._call(
            lambda client: client.functions_completeSuccess(function_execution_id=execution_id, outputs=dict(outputs))
        )

    def fail(self, execution_id: str, error: str) -> None:
        """Give the reason for which a step failed, by `functions.completeError`; people who run workflows read it."""
        self._call(lambda client: client.functions_completeError(function_execution_id=execution_id, error=error))
