"""The Events API: what Slack tells an app of unasked, and how often it tries.

See https://docs.slack.dev/apis/events-api.
"""

import secrets
import time
from collections.abc import Sequence
from typing import Any

from infra.local.slack.connection.delivery import Delivery
from infra.local.slack.connection.installation import Installation
from infra.local.slack.connection.payloads import VERIFICATION_TOKEN
from infra.local.slack.workspace.workspace import APP_ID, BOT_USER_ID, TEAM_ID, User

# Slack waits a moment, a minute and five minutes; nobody wants to watch that.
SECONDS_BEFORE_RETRIES = (0.0, 1.0, 3.0)

_HOME_OPENED = "app_home_opened"


class Events:
    """Tells the app of events, up to three times more where it does not acknowledge in time.

    Args:
        installation: The app.
        seconds_before_retries: How long to wait before each retry.
    """

    def __init__(self, installation: Installation, seconds_before_retries: Sequence[float]) -> None:
        self._installation = installation
        self._seconds_before_retries = seconds_before_retries

    def on_home_opened(self, user: User) -> str:
        """Tell the app that a person has opened its Home.

        Returns:
            What went wrong, or an empty string.
        """
        manifest = self._installation.manifest
        if not manifest.has_home:
            return "The manifest has no features.app_home.home_tab_enabled: the app has no Home."
        if _HOME_OPENED not in manifest.events:
            return f"The manifest subscribes to no {_HOME_OPENED}, with a request_url: the app does not hear of this."
        event: dict[str, Any] = {
            "type": _HOME_OPENED,
            "user": user.user_id,
            "channel": f"D{user.user_id[1:]}",
            "tab": "home",
            "event_ts": self._installation.action_ts,
        }
        home = self._installation.views.home(user.user_id)
        if home:
            event["view"] = home.as_slack_sends_it()
        delivery = self._tell(event)
        return f"The app did not acknowledge {_HOME_OPENED}: {delivery.reason}." if delivery.failure else ""

    def _tell(self, event: dict[str, Any]) -> Delivery:
        envelope = self._envelope(event)
        delivery = self._try(envelope, {}, "")
        for number, seconds in enumerate(self._seconds_before_retries, start=1):
            if not delivery.failure or delivery.header("x-slack-no-retry") == "1":
                break
            time.sleep(seconds)
            headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": _retry_reason(delivery)}
            delivery = self._try(envelope, headers, f", retry {number}")
        return delivery

    def _try(self, envelope: dict[str, Any], headers: dict[str, str], note: str) -> Delivery:
        delivery = self._installation.courier.deliver_json(envelope, headers)
        self._installation.record("event", f"{envelope['event']['type']}{note}", delivery)
        return delivery

    def _envelope(self, event: dict[str, Any]) -> dict[str, Any]:
        installed = {"enterprise_id": None, "team_id": TEAM_ID, "user_id": BOT_USER_ID}
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": TEAM_ID,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{secrets.token_hex(5).upper()}",
            "event_time": int(self._installation.clock()),
            "authorizations": [{**installed, "is_bot": True, "is_enterprise_install": False}],
            "is_ext_shared_channel": False,
        }


def _retry_reason(delivery: Delivery) -> str:
    if delivery.failure == "operation_timeout":
        return "http_timeout"
    return "http_error" if delivery.status else "connection_failed"
