"""The function for programs that ask for books: the JSON API at `/recommend`, `/books/{book_id}` and `/search`.

Its answers are those of `slack_events.py`, for whom nothing is known of. It is a function of its own, so that its
callers can't starve Slack's, and its start needs no Bolt.
"""

from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics
from aws_lambda_powertools.utilities.typing import LambdaContext

from shelftalker.api.keys import ApiKeys
from shelftalker.api.origins import AllowedOrigins
from shelftalker.api.service import JsonApi
from shelftalker.aws.clients import TIMEOUTS
from shelftalker.aws.dynamodb_table import DynamoDbTable
from shelftalker.function_settings import ApiSettings
from shelftalker.model.source import ModelSource
from shelftalker.observability import observe_request
from shelftalker.search.model_check import check_model
from shelftalker.settings import VERSION
from shelftalker.slack.http_event import MODEL_HEADER

logger = Logger(version=VERSION)
metrics = Metrics()
settings = ApiSettings.from_environment()
models = ModelSource.from_settings(settings.app, check_model)
api = JsonApi(
    models.current,
    ApiKeys(DynamoDbTable(settings.key_table, TIMEOUTS.api_key)),
    settings.app.answers,
    AllowedOrigins(settings.allowed_origins),
)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one HTTP event from API Gateway or a Function URL."""
    with observe_request():
        response = api.answer(event, context.function_version)
        if MODEL_HEADER in response["headers"]:  # answered to a key, so that nobody else has the models looked for
            models.refresh()
    return response
