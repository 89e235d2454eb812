"""Answers in place of a listener that failed: plain for the person, exact for the log."""

import re
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.error import BoltUnhandledRequestError

from shelftalker.listeners import replies
from shelftalker.listeners.payloads import is_in_home, reader_of, workspace_of
from shelftalker.listeners.services import Services
from shelftalker.observability import Outcome, log_failure, logger, set_outcome
from shelftalker.views import messages
from shelftalker.views.action_ids import ActionId
from shelftalker.views.search_window import search_error

_NAME = re.compile(r"/?[A-Za-z0-9_.:~ -]{1,80}")


class Errors:
    """Answers in place of a listener that failed."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def on_error(self, error: Exception, body: dict[str, Any]) -> BoltResponse:
        """Answer the person plainly and log the error exactly."""
        if isinstance(error, BoltUnhandledRequestError):
            actions = [_well_formed(action.get("action_id")) for action in body.get("actions", [])]
            names = {name: _well_formed(body.get(name)) for name in ("type", "command")}
            logger.warning("nothing handles this request", extra={**names, "actions": actions})
            set_outcome(Outcome.UNHANDLED)
            return BoltResponse(status=404, body={"error": "unhandled request"})
        log_failure("a listener failed", error)
        set_outcome(Outcome.FAILED)
        message = messages.went_wrong()
        if "command" in body:
            return BoltResponse(status=200, body=message.as_payload() | {"response_type": "ephemeral"})
        if body.get("type") == "view_submission":
            return BoltResponse(status=200, body=_window_error(body["view"].get("callback_id"), message.text))
        if body.get("response_url"):
            replies.reply(body, message)
        elif is_in_home(body):
            self._publish_in_home(body, message.text)
        return BoltResponse(status=200)

    def _publish_in_home(self, body: dict[str, Any], sentence: str) -> None:
        from shelftalker.views.home import sentence_home  # noqa: PLC0415 - as in surfaces.py

        slack_api = self._services.slack_api.for_workspace(workspace_of(body))
        self._services.show_view("Home", slack_api.publish_home, reader_of(body).user_id, sentence_home(sentence))


def _well_formed(name: object) -> str | None:
    """Return a name as apps give them to elements and commands; of anything else nothing that a log may repeat."""
    if name is None:
        return None
    return name if isinstance(name, str) and _NAME.fullmatch(name) else "malformed"


def _window_error(callback_id: str | None, sentence: str) -> dict[str, Any]:
    """Return the answer that keeps a window open, with a sentence below its field."""
    if callback_id == ActionId.SHARE_ONE:
        from shelftalker.views.share_window import share_error  # noqa: PLC0415 - as in surfaces.py

        return share_error(sentence)
    if callback_id == ActionId.IMPORT:
        from shelftalker.views.library_import.import_window import import_error  # noqa: PLC0415 - as in surfaces.py

        return import_error(sentence)
    return search_error(sentence)
