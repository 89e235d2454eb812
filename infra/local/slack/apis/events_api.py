"""The Events API: events that Slack sends to an app, and their retries.

See https://docs.slack.dev/apis/events-api.
"""

import secrets
import time
from collections.abc import Sequence
from typing import Any

from infra.local.slack.connection.delivery import Delivery
from infra.local.slack.connection.installation import Installation
from infra.local.slack.connection.payloads import authorization
from infra.local.slack.workspace.directory import DIRECTORY, User


class Events:
    """Sends events to the app, and retries up to three times where it does not acknowledge in time.

    Args:
        installation: The app.
        retry_delays_seconds: Pause before each retry.
    """

    def __init__(self, installation: Installation, retry_delays_seconds: Sequence[float]) -> None:
        self._installation = installation
        self._retry_delays_seconds = retry_delays_seconds

    def on_home_opened(self, user: User) -> str:
        """Send the app the event that a person has opened its Home.

        Returns:
            A sentence about the error, or an empty string.
        """
        event_type = "app_home_opened"
        manifest = self._installation.manifest
        if user.visits_from:
            return "The app has no Home for a person of another workspace."
        if not manifest.has_home:
            return "The manifest has no features.app_home.home_tab_enabled: the app has no Home."
        if event_type not in manifest.events:
            return f"The manifest subscribes to no {event_type}, with a request_url: the app does not hear of this."
        event: dict[str, Any] = {
            "type": event_type,
            "user": user.user_id,
            "channel": f"D{user.user_id[1:]}",
            "tab": "home",
            "event_ts": self._installation.action_ts,
        }
        home = self._installation.views.home(user.user_id)
        if home:
            event["view"] = home.for_app()
        delivery, _ = self.send(event)
        return f"The app did not acknowledge {event_type}: {delivery.reason}." if delivery.failure else ""

    def send(self, event: dict[str, Any]) -> tuple[Delivery, int]:
        """Send an event, again where it fails, and return the last delivery and the number of deliveries."""
        envelope = self._envelope(event)
        delivery, deliveries = self._deliver(envelope, {}, ""), 1
        for number, seconds in enumerate(self._retry_delays_seconds, start=1):
            if not delivery.failure or delivery.header("x-slack-no-retry") == "1":
                break
            time.sleep(seconds)
            headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": _retry_reason(delivery)}
            delivery, deliveries = self._deliver(envelope, headers, f", retry {number}"), number + 1
        return delivery, deliveries

    def _deliver(self, envelope: dict[str, Any], headers: dict[str, str], note: str) -> Delivery:
        delivery = self._installation.app_client.deliver_json(envelope, headers)
        self._installation.record("event", f"{envelope['event']['type']}{note}", delivery)
        return delivery

    def _envelope(self, event: dict[str, Any]) -> dict[str, Any]:
        return {
            "token": DIRECTORY.verification_token,
            "team_id": DIRECTORY.team_id,
            "api_app_id": DIRECTORY.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{secrets.token_hex(5).upper()}",
            "event_time": int(self._installation.clock()),
            "authorizations": [authorization()],
            "is_ext_shared_channel": False,
            **({"enterprise_id": DIRECTORY.enterprise_id} if DIRECTORY.enterprise_id else {}),
        }


def _retry_reason(delivery: Delivery) -> str:
    if delivery.failure == "operation_timeout":
        return "http_timeout"
    return "http_error" if delivery.status else "connection_failed"
