"""The queue of imports and exports: its messages, and the function that takes them."""

from types import ModuleType

from tests.http_service import HttpService
from tests.shelftalker.listeners.homes import open_home
from tests.slack_app import Answer, LambdaContext, SlackApp

IMPORTS_URL = "https://sqs.example/123456789012/imports"


def messages_in(queue: HttpService) -> list[str]:
    """Return the messages that came, oldest first; not those of other queues."""
    return [request.json["MessageBody"] for request in queue.received if request.json["QueueUrl"] == IMPORTS_URL]


def take(worker: ModuleType, body: str) -> list[dict[str, str]]:
    """Have the function take a message, and return what it reports as failed."""
    event = {"Records": [{"messageId": "m1", "body": body}]}
    failed: list[dict[str, str]] = worker.handler(event, LambdaContext())["batchItemFailures"]
    return failed


def ask_for_file(app: SlackApp) -> Answer:
    """Click *Export for Goodreads* in Home."""
    return app.click_in_home(open_home(app), "home_export:goodreads")
