"""The function for every request from a browser that installs the app, to `/slack/install` and back.

Slack sends the browser back to `/slack/oauth_redirect`.
"""

from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics

from shelftalker.install.flow import OAuthFlow
from shelftalker.observability import count_outcome
from shelftalker.settings import VERSION, InstallationSettings
from shelftalker.slack.http_event import HttpRequest, http_response

logger = Logger(version=VERSION)
metrics = Metrics()
flow = OAuthFlow.from_settings(InstallationSettings.from_environment())


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda passes it, Powertools reads it
    """Answer one HTTP event from API Gateway or a Function URL."""
    reply = flow.answer(HttpRequest.from_event(event))
    count_outcome(reply.outcome)
    if reply.page is None:
        return http_response(302, reply.headers, "")
    return http_response(reply.page.status, reply.page.headers | dict(reply.headers), reply.page.html)
