"""Every message of the queue of those who left: deletes what is kept of them, for as long as the function may run."""

import time
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics

from shelftalker.aws import clients
from shelftalker.aws.dynamodb_table import DynamoDbTable, TableError
from shelftalker.install.installations import InstallationError, Installations
from shelftalker.install.token_cipher import TokenCipher
from shelftalker.observability import Outcome, count
from shelftalker.purge.purging import Purging
from shelftalker.purge.queue import Leaving, PurgeQueue, PurgeQueueError
from shelftalker.settings import PurgeSettings
from shelftalker.shelf.table import ShelfError, ShelfTable

# What is kept back of the function's time, for the piece that was begun and for the message that goes on.
_SECONDS_KEPT_BACK = 20

logger = Logger()
metrics = Metrics()
settings = PurgeSettings.from_environment()
queue = PurgeQueue(settings.queue_url)
purging = Purging(
    ShelfTable(DynamoDbTable(settings.shelf_table, clients.TIMEOUTS.background)),
    # Without a key: what is deleted need not be read.
    Installations(DynamoDbTable(settings.installation_table, clients.TIMEOUTS.background), TokenCipher("")),
)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """See to each message of a batch; those that failed come again, and end in the dead-letter queue."""
    until = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - _SECONDS_KEPT_BACK
    failed = []
    for record in event["Records"]:
        try:
            _see_to(Leaving.from_message(record["body"]), until)
        except (ShelfError, InstallationError, TableError, PurgeQueueError):
            logger.exception("what is kept of someone who left can't be deleted yet")
            count(Outcome.PURGE_FAILED)
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def _see_to(leaving: Leaving, until: float) -> None:
    if purging.step(leaving, until - time.monotonic()):
        logger.info("deleted what was kept of someone who left", extra={"workspace_id": leaving.workspace_id})
        count(Outcome.PURGED)
        return
    # As a message of its own: this one would count as failed, and a workspace of any size takes any number of steps.
    queue.put(leaving, delay_seconds=0)
    count(Outcome.PURGE_CONTINUED)
