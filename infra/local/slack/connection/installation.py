"""The installation of the app in the workspace: the objects that requests between the two need."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.slack.connection.delivery import AppClient, Delivery
from infra.local.slack.connection.exchanges import Exchange, exchange_of
from infra.local.slack.connection.grants import Grants
from infra.local.slack.connection.manifest import Manifest
from infra.local.slack.connection.replies import Refusal, Replies
from infra.local.slack.connection.suggestions import OfferedOptions
from infra.local.slack.workspace.executions import Executions
from infra.local.slack.workspace.files import Files
from infra.local.slack.workspace.views import Views
from infra.local.slack.workspace.workspace import Workspace


@dataclass(frozen=True)
class Installation:
    """The objects that the APIs share.

    Attributes:
        workspace: The messages, and the changes that pages show.
        views: The modals and Homes.
        app_client: Sends requests to the app.
        replies: Validates and shows messages of the app.
        grants: Issues response_urls and trigger_ids.
        offered_options: The options that the app has offered in external selects.
        manifest: The app's manifest.
        clock: Returns seconds since 1970.
        files: The files that people have uploaded for the app.
        scopes: The scopes that the workspace has granted the app.
        executions: The executions of the app's custom steps.
    """

    workspace: Workspace
    views: Views
    app_client: AppClient
    replies: Replies
    grants: Grants
    offered_options: OfferedOptions
    manifest: Manifest
    clock: Callable[[], float]
    files: Files
    scopes: frozenset[str]
    executions: Executions

    @property
    def action_ts(self) -> str:
        """Current time as payloads carry it: seconds since 1970 with six decimals."""
        return f"{self.clock():.6f}"

    def deliver(self, payload: Mapping[str, Any]) -> Delivery:
        """Send the payload of an interaction to the app."""
        return self.app_client.deliver({"payload": json.dumps(payload)})

    def record(
        self,
        kind: str,
        summary: str,
        delivery: Delivery,
        errors: tuple[str, ...] = (),
        warnings: tuple[str, ...] = (),
    ) -> Exchange:
        """Show a delivery in the developer's panel."""
        exchange = exchange_of(kind, summary, delivery, errors, warnings)
        self.workspace.publish("exchange", exchange)
        return exchange

    def answer(
        self,
        request: Exchange,
        refusal: Refusal | None,
        body: str = "",
        *,
        errors: tuple[str, ...] = (),
        warnings: tuple[str, ...] = (),
        milliseconds: float = 0,
    ) -> Exchange:
        """Answer a request of the app, and show both in the developer's panel."""
        if refusal:
            body, errors = refusal.as_json(), errors or refusal.as_errors()
        status = refusal.status if refusal else 200
        exchange = request.with_answer(status, body, errors, warnings, milliseconds)
        self.workspace.publish("exchange", exchange)
        return exchange


def acknowledgement_error(delivery: Delivery) -> str:
    """Return the sentence that Slack shows beside an element whose click was not acknowledged; empty if it was."""
    if delivery.failure == "operation_timeout":
        return "Operation timed out. Apps need to respond within 3 seconds."
    if delivery.failure:
        return f"This app responded with status {delivery.status}." if delivery.status else "This app did not respond."
    return ""


def ignored_body_warnings(delivery: Delivery, interaction: str) -> tuple[str, ...]:
    """Return a warning where the body of an acknowledgement is not empty and Slack ignores it."""
    if not delivery.body.strip() or delivery.failure:
        return ()
    return (f"Slack ignores the body that answers {interaction}: answer by the response_url or the Web API",)
