"""The app as it is installed in the workspace: all that stands between the two."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.slack.connection.delivery import Courier, Delivery
from infra.local.slack.connection.exchanges import Exchange, exchange_of
from infra.local.slack.connection.grants import Grants
from infra.local.slack.connection.manifest import Manifest
from infra.local.slack.connection.replies import Refusal, Replies
from infra.local.slack.connection.suggestions import Offers
from infra.local.slack.workspace.views import Views
from infra.local.slack.workspace.workspace import Workspace


@dataclass(frozen=True)
class Installation:
    """What everything that happens between people and the app works with.

    Attributes:
        workspace: Where it all happens.
        views: The windows and Homes.
        courier: Sends to the app.
        replies: Checks and shows what the app says.
        grants: Lends response_urls and trigger_ids.
        offers: What external selects have offered whom.
        manifest: What the app has said of itself.
        clock: Gives seconds since 1970.
    """

    workspace: Workspace
    views: Views
    courier: Courier
    replies: Replies
    grants: Grants
    offers: Offers
    manifest: Manifest
    clock: Callable[[], float]

    @property
    def action_ts(self) -> str:
        """The time, as payloads have it."""
        return f"{self.clock():.6f}"

    def deliver(self, payload: Mapping[str, Any]) -> Delivery:
        """Send a payload to the app."""
        return self.courier.deliver({"payload": json.dumps(payload)})

    def record(
        self,
        kind: str,
        summary: str,
        delivery: Delivery,
        errors: tuple[str, ...] = (),
        warnings: tuple[str, ...] = (),
    ) -> Exchange:
        """Show developers what was sent and what came of it."""
        exchange = exchange_of(kind, summary, delivery, errors, warnings)
        self.workspace.announce("exchange", exchange)
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
        """Answer what the app has sent, and show developers both."""
        if refusal:
            body, errors = refusal.as_json(), errors or refusal.as_errors()
        status = refusal.status if refusal else 200
        answered = request.answered(status, body, errors, warnings, milliseconds)
        self.workspace.announce("exchange", answered)
        return answered


def shown_beside_element(delivery: Delivery) -> str:
    """What Slack shows where someone has clicked and the app did not acknowledge; an empty string if it did."""
    if delivery.failure == "operation_timeout":
        return "Operation timed out. Apps need to respond within 3 seconds."
    if delivery.failure:
        return f"This app responded with status {delivery.status}." if delivery.status else "This app did not respond."
    return ""


def ignored_body(delivery: Delivery, what: str) -> tuple[str, ...]:
    """A warning where an acknowledgement says something that Slack does not listen to."""
    if not delivery.body.strip() or delivery.failure:
        return ()
    return (f"Slack ignores the body that answers {what}: answer by the response_url or the Web API",)
