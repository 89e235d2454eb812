"""What people and the log are told where a listener fails: plainly the ones, exactly the other."""

from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.error import BoltUnhandledRequestError

from shelftalker.listeners import replies
from shelftalker.listeners.outcomes import count, logger
from shelftalker.listeners.payloads import is_in_home, reader_of
from shelftalker.listeners.services import Services
from shelftalker.slack.errors import SlackUnavailableError
from shelftalker.views import messages
from shelftalker.views.search_window import search_error


class Apologies:
    """Answers in place of a listener that failed."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def on_error(self, error: Exception, body: dict[str, Any]) -> BoltResponse:
        """Tell the person plainly and the log exactly."""
        if isinstance(error, BoltUnhandledRequestError):
            actions = [action.get("action_id") for action in body.get("actions", [])]
            names = {"type": body.get("type"), "command": body.get("command"), "actions": actions}
            logger.warning("nothing handles this request", extra=names)
            count("Unhandled")
            return BoltResponse(status=404, body={"error": "unhandled request"})
        logger.error("a listener failed", exc_info=error)
        count("Failed")
        message = messages.went_wrong()
        if "command" in body:
            return BoltResponse(status=200, body=message.as_payload() | {"response_type": "ephemeral"})
        if body.get("type") == "view_submission":
            return BoltResponse(status=200, body=search_error(message.text))
        if body.get("response_url"):
            replies.tell(body, message)
        elif is_in_home(body):
            self._say_in_home(body, message.text)
        return BoltResponse(status=200)

    def _say_in_home(self, body: dict[str, Any], sentence: str) -> None:
        from shelftalker.views.home import home_saying  # noqa: PLC0415 - as in surfaces.py

        try:
            self._services.slack_api_for(body).publish_home(reader_of(body).user_id, home_saying(sentence))
        except SlackUnavailableError:
            logger.exception("Home can't be published")
