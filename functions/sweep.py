"""The function for the weekly search for data of workspaces that left, and for deletions that an operator asks for."""

from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics

from shelftalker.aws import clients
from shelftalker.aws.dynamodb_table import DynamoDbTable
from shelftalker.function_settings import PurgeSettings
from shelftalker.install.bot_tokens import InstalledBotTokens
from shelftalker.install.installations import Installations
from shelftalker.install.token_cipher import TokenCipher
from shelftalker.observability import Outcome, count_outcome
from shelftalker.purge.queue import PurgeQueue
from shelftalker.purge.sweep import Sweep
from shelftalker.settings import VERSION, InstallationSettings
from shelftalker.shelf.table import ShelfTable
from shelftalker.slack.web_api import SlackApi

# Rest of the function's time, for the call under way and for the report.
_RESERVED_SECONDS = 20

logger = Logger(version=VERSION)
metrics = Metrics()
settings = PurgeSettings.from_environment()
app = InstallationSettings.from_environment()
sweep = Sweep(
    ShelfTable(DynamoDbTable(settings.shelf_table, clients.TIMEOUTS.search)),
    Installations(DynamoDbTable(settings.installation_table, clients.TIMEOUTS.search), TokenCipher(app.key)),
    SlackApi(InstalledBotTokens.from_settings(app), app.slack_api_url),
    PurgeQueue(settings.queue_url),
)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Search, as the schedule asks; or delete the workspaces that an operator names: {"delete": ["T0123ABCD"]}."""
    outcome = Outcome.SWEEP_FAILED  # unless it ends; the error itself is for Lambda, whose alarm it rings
    try:
        answer = _answer(event, context)
        outcome = Outcome.SWEPT
    finally:
        count_outcome(outcome)
    return answer


def _answer(event: dict[str, Any], context: Any) -> dict[str, Any]:
    if "delete" in event:
        return sweep.delete_leftovers(event["delete"])
    return sweep.search(context.get_remaining_time_in_millis() / 1000 - _RESERVED_SECONDS).as_dict()
