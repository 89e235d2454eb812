"""The function for the queue of imports: reads uploaded exports, keeps their books, undoes imports, writes exports."""

from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics

from shelftalker.aws import clients
from shelftalker.aws.dynamodb_table import DynamoDbTable
from shelftalker.listeners.library.export_jobs import ExportJobs
from shelftalker.listeners.library.import_jobs import ImportJobs
from shelftalker.listeners.services import Services
from shelftalker.model.source import ModelSource
from shelftalker.observability import Outcome, count_outcome
from shelftalker.search.model_check import check_model
from shelftalker.settings import VERSION, Settings
from shelftalker.shelf.import_queue import ExportJob, ImportQueueError, job_of_message
from shelftalker.shelf.table import ShelfError, ShelfTable
from shelftalker.slack.errors import SlackUnavailableError

logger = Logger(version=VERSION)
metrics = Metrics()
settings = Settings.from_environment(checks_requests=False)
models = ModelSource.from_settings(settings, check_model)
services = Services.from_settings(settings, models.current)._replace(
    shelves=ShelfTable(DynamoDbTable(settings.shelf_table, clients.TIMEOUTS.background))
)
import_jobs = ImportJobs(services, writes_messages=True)
export_jobs = ExportJobs(services)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda passes it, Powertools reads it
    """Do the steps that the messages of a batch name; SQS repeats those that fail, and then sets them aside."""
    models.refresh()
    failed = []
    for record in event["Records"]:
        try:
            job = job_of_message(record["body"])
            count_outcome(export_jobs.run(job) if isinstance(job, ExportJob) else import_jobs.run(job))
        except (ImportQueueError, ShelfError, SlackUnavailableError):
            logger.exception("a step of an import, or an export, can't be done yet")
            count_outcome(Outcome.IMPORT_FAILED)
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
