"""The functions behind an API on this machine, with an imitation of AWS, for tests of many requests."""

import logging
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Lock
from time import perf_counter
from typing import Any

from infra.local.aws.services import RESOURCES, local_aws
from infra.local.lambda_host.function_host import FunctionHost
from infra.local.lambda_host.gateway import Gateway
from infra.local.lambda_host.invocation import Invocation
from infra.local.local_model import FUNCTIONS
from model_build.publish.publish import ModelStore
from tests.slack_requests import SIGNING_SECRET, command_body, signed_headers


class CountingHost:
    """Invokes a hosted function and counts its executions, those that wait for a process included.

    Attributes:
        most_at_once: Executions at a time, at most. Lambda would turn away those above the account's limit.
    """

    def __init__(self, host: FunctionHost) -> None:
        self._host = host
        self._lock = Lock()
        self._at_once = 0
        self.most_at_once = 0

    def invoke(self, event: Mapping[str, Any]) -> Invocation:
        """Invoke the function with one event, once a process is free."""
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            return self._host.invoke(event)
        finally:
            with self._lock:
                self._at_once -= 1


@contextmanager
def deployed_functions(model: Path, log: Path, environments: int) -> Iterator[tuple[str, CountingHost]]:
    """Run the functions behind the API as `make demo` runs them, and yield the API's address and the count.

    Args:
        model: Folder of the model, which is the layer's and the published one.
        log: File for the functions' output.
        environments: Processes at most, each for one request at a time.
    """
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # else it logs a line for each call of moto
    with local_aws(SIGNING_SECRET) as aws:
        ModelStore.at(RESOURCES.models_url).publish(model)
        environment = {
            **aws,
            "MODEL_BUCKET": RESOURCES.bucket,
            "MODEL_DIRECTORY": str(model),
            "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker",
            "POWERTOOLS_SERVICE_NAME": "shelftalker",
            "SHELF_TABLE": RESOURCES.shelf_table,
            "SLACK_SIGNING_SECRET_PARAMETER": RESOURCES.signing_secret_parameter,
        }
        with (
            FunctionHost(FUNCTIONS, environment, environments=environments, log=log) as host,
            Gateway({"POST /slack/events": (counting := CountingHost(host)).invoke}) as gateway,
        ):
            yield gateway.address, counting


def start_environments(address: str, environments: int) -> float:
    """Let every process answer once, so that all have started, and return the seconds until the last has."""
    body = command_body("help")
    headers = signed_headers(body)

    def send(_: int) -> float:
        started = perf_counter()
        connection = HTTPConnection(address, timeout=60)
        connection.request("POST", "/slack/events", body, headers)
        connection.getresponse().read()
        connection.close()
        return perf_counter() - started

    with ThreadPoolExecutor(environments) as callers:
        return max(callers.map(send, range(environments)))
