"""Load test: signed requests to the functions, hosted in real Lambda processes behind an API on this machine.

make load                     the bundled sample
make load DATA=folder         a dataset of one's own, in the same files as for `model_build build`

The functions, the imitation of AWS and the simulated readers share this machine's processors.
"""

import argparse
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from infra.local.aws.services import RESOURCES, local_aws
from infra.local.lambda_host.function_host import FunctionHost
from infra.local.lambda_host.gateway import Gateway
from infra.local.local_model import FUNCTIONS, MODELS, PROJECT, SAMPLE, prepare_model
from model_build.publish.publish import ModelStore
from tests.bench.figures import Figure, print_figures, print_heading
from tests.load.accounting import Accounting
from tests.slack_requests import SIGNING_SECRET, command_body, signed_headers

# As many environments as Lambda would start for four requests at once.
_ENVIRONMENTS = 4


def main() -> None:
    """Send the requests, print the figures, and fail if an answer failed or was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=SAMPLE, help="folder with the ratings dataset")
    parser.add_argument("--rate", type=int, default=50, help="requests a second")
    parser.add_argument("--seconds", type=int, default=60, help="how long")
    options = parser.parse_args()
    dataset: Path = options.data
    # The demo may have built the model already.
    with tempfile.TemporaryDirectory() as temporary:
        model = prepare_model(dataset, MODELS)
        print_heading(f"Load: {options.rate} requests a second for {options.seconds} s, {model.books:,} books")
        with _deploy(model.directory, Path(temporary) / "functions.log") as address:
            print_figures([_start_environments(address)])
            accounting = _run(
                address, model.directory, options.rate, options.seconds, Path(temporary) / "accounting.json"
            )
    print_figures(accounting.figures(options.rate))
    if not accounting.is_all_answered:
        sys.exit("Not every request had its answer.")


@contextmanager
def _deploy(model: Path, log: Path) -> Iterator[str]:
    """Run the functions behind the API as `make demo` runs them, and yield the API's address."""
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
            FunctionHost(FUNCTIONS, environment, environments=_ENVIRONMENTS, log=log) as function,
            Gateway({"POST /slack/events": function.invoke}) as gateway,
        ):
            yield gateway.address


def _start_environments(address: str) -> Figure:
    """Let every process answer once, so that all have started."""
    body = command_body("help")
    headers = signed_headers(body)

    def send(_: int) -> float:
        started = time.perf_counter()
        connection = HTTPConnection(address, timeout=30)
        connection.request("POST", "/slack/events", body, headers)
        connection.getresponse().read()
        connection.close()
        return time.perf_counter() - started

    with ThreadPoolExecutor(_ENVIRONMENTS) as callers:
        seconds = max(callers.map(send, range(_ENVIRONMENTS)))
    return Figure(f"{_ENVIRONMENTS} cold starts at once, before that", f"{seconds * 1000:.0f} ms")


def _run(address: str, model: Path, rate: int, seconds: int, accounting: Path) -> Accounting:
    """Send requests at a rate and return their accounting.

    It runs in a process of its own: locust replaces Python's sockets and threads by its own.
    """
    environment = os.environ | {
        "MODEL_DIRECTORY": str(model),
        "LOAD_ACCOUNTING": str(accounting),
        "LOAD_SECONDS": str(seconds),
        "PYTHONPATH": os.pathsep.join((str(FUNCTIONS), str(PROJECT))),
    }
    command = [
        sys.executable,
        "-m",
        "locust",
        "--locustfile",
        str(Path(__file__).with_name("locustfile.py")),
        "--host",
        f"http://{address}",
        "--headless",
    ]
    seconds_for_last_answers = 5
    run_seconds = seconds + seconds_for_last_answers
    command += ["--users", str(rate), "--spawn-rate", str(rate), "--run-time", f"{run_seconds}s"]
    command += ["--only-summary", "--loglevel", "WARNING", "--exit-code-on-error", "0"]
    run = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if run.returncode:
        sys.exit(f"locust failed:\n{run.stderr}")
    return Accounting.load(accounting)


if __name__ == "__main__":
    main()
