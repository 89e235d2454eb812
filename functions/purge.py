"""The function for the queue of deletions: deletes the data of workspaces and readers that left, while it may run."""

import time
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics

from shelftalker.aws import clients
from shelftalker.aws.dynamodb_table import DynamoDbTable, TableError
from shelftalker.function_settings import PurgeSettings
from shelftalker.install.installations import InstallationError, Installations
from shelftalker.install.token_cipher import TokenCipher
from shelftalker.observability import Outcome, count_outcome
from shelftalker.purge.purging import Purging
from shelftalker.purge.queue import PurgeQueue, PurgeQueueError, PurgeRequest
from shelftalker.settings import VERSION
from shelftalker.shelf.table import ShelfError, ShelfTable

# Rest of the function's time, for the piece that was begun and for the message that goes on.
_RESERVED_SECONDS = 20

logger = Logger(version=VERSION)
metrics = Metrics()
settings = PurgeSettings.from_environment()
queue = PurgeQueue(settings.queue_url)
purging = Purging(
    ShelfTable(DynamoDbTable(settings.shelf_table, clients.TIMEOUTS.background)),
    # Without a key: deleted tokens need not be read.
    Installations(DynamoDbTable(settings.installation_table, clients.TIMEOUTS.background), TokenCipher("")),
)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Delete the data that the messages of a batch name; SQS repeats those that fail, and then sets them aside."""
    until = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - _RESERVED_SECONDS
    failed = []
    for record in event["Records"]:
        try:
            _delete(PurgeRequest.from_message(record["body"]), until)
        except (ShelfError, InstallationError, TableError, PurgeQueueError):
            logger.exception("what is kept of someone who left can't be deleted yet")
            count_outcome(Outcome.PURGE_FAILED)
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def _delete(request: PurgeRequest, until: float) -> None:
    if purging.step(request, until - time.monotonic()):
        logger.info("deleted what was kept of someone who left", extra={"workspace_id": request.workspace_id})
        count_outcome(Outcome.PURGED)
        return
    # As a message of its own: this one would count as failed, and a workspace of any size takes any number of steps.
    queue.put(request, delay_seconds=0)
    count_outcome(Outcome.PURGE_CONTINUED)
