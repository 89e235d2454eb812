"""The function for the web page at `/`: a title box, and five books to read next.

It is a function of its own with its own concurrency, so that visitors of the page take nothing from Slack. It keeps
nothing of them, reads no table and no secret, and its start needs no Bolt.
"""

from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics

from shelftalker.model.catalogue import Catalogue
from shelftalker.model.source import ModelSource
from shelftalker.observability import count_outcome, log_failure
from shelftalker.page.routes import Site, sorry_reply
from shelftalker.settings import VERSION, Settings
from shelftalker.slack.http_event import HttpRequest


def _check_model(catalogue: Catalogue, seconds: float) -> None:
    """Check a model before it is switched to."""
    # Imported here: only a published model is checked.
    from shelftalker.search.model_check import check_model  # noqa: PLC0415

    check_model(catalogue, seconds)


logger = Logger(version=VERSION)
metrics = Metrics()
settings = Settings.from_environment(checks_requests=False)
models = ModelSource.from_settings(settings, _check_model)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda passes it, Powertools reads it
    """Answer one HTTP event from API Gateway or a Function URL."""
    request = HttpRequest.from_event(event)
    try:
        reply = Site(models.current(), settings.answers).answer(request)
    except Exception as error:  # noqa: BLE001 - whatever it is: people get a page, and the log nothing that they typed
        log_failure("a page can't be made", error)
        reply = sorry_reply()
    count_outcome(reply.outcome)
    response = reply.response(request)
    models.refresh()
    return response
