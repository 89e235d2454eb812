"""The function for Slackbot's calls of the app's tools, by the Model Context Protocol at `/slack/mcp`.

Its answers are those of `slack_events.py`, for a model to tell people in its own words. It is a function of its own, as
its start needs no Bolt, and nothing of it is paid for by the starts of the other.
"""

import json
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics

from shelftalker.listeners.services import Services
from shelftalker.mcp.protocol import ProtocolError, Reply, answer_message
from shelftalker.mcp.tools import server_of
from shelftalker.mcp.transport import NotAllowedError, read_message
from shelftalker.model.source import ModelSource
from shelftalker.observability import Outcome, observe_request, set_outcome
from shelftalker.search.model_check import check_model
from shelftalker.settings import VERSION, Settings
from shelftalker.slack.http_event import MODEL_HEADER, http_response
from shelftalker.slack.request import RejectedRequestError
from shelftalker.slack.signing_secret import SigningSecret

logger = Logger(version=VERSION)
metrics = Metrics()
settings = Settings.from_environment()
signing_secret = SigningSecret(settings)
models = ModelSource.from_settings(settings, check_model)
server = server_of(
    Services.from_settings(settings, models.current), is_for_one_workspace=settings.installations is None
)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda passes it, Powertools reads it
    """Answer one HTTP event from API Gateway or a Function URL."""
    with observe_request():
        return _answer(event)


def _answer(event: dict[str, Any]) -> dict[str, Any]:
    try:
        message = read_message(event, signing_secret)
        reply = answer_message(server, message.content, message.headers)
    except NotAllowedError:
        set_outcome(Outcome.NOT_ALLOWED)
        return http_response(405, {"allow": "POST"}, "")
    except RejectedRequestError as rejected:
        logger.warning("rejected", extra={"status": rejected.status, "reason": rejected.reason})
        set_outcome(Outcome.REJECTED)
        error = {"code": -32600, "message": f"Refused: {rejected.reason}."}
        reply = Reply(rejected.status, {"jsonrpc": "2.0", "id": None, "error": error})
    except ProtocolError as error:
        reply = Reply(error.status, error.body())
    # The first outcome stands: that of a tool, or of a refusal.
    set_outcome(Outcome.TOOL_REFUSED if reply.body and "error" in reply.body else Outcome.TOOLS_OFFERED)
    if reply.body is None:
        return http_response(reply.status, {}, "")
    headers = {"content-type": "application/json"}
    if reply.method:  # the answer to a signed message, as those to commands
        headers[MODEL_HEADER] = models.current().version
        models.refresh()
    return http_response(reply.status, headers, json.dumps(reply.body))
