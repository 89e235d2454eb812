"""All of Shelftalker on one machine, from a dataset to a page that looks and works like Slack."""

import logging
import secrets
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread

from flask import Flask
from werkzeug.serving import make_server

from infra.local.aws.services import (
    BOT_TOKEN_PARAMETER,
    BUCKET,
    MODELS_URL,
    SECRET_PARAMETER,
    SHELF_TABLE,
    local_aws,
)
from infra.local.lambda_host.function_host import host_function
from infra.local.lambda_host.gateway import Gateway
from infra.local.local_model import FUNCTIONS, SAMPLE, prepare_model
from infra.local.slack.apis.server import create_slack
from infra.local.slack.connection.delivery import Courier
from infra.local.slack.connection.manifest import read_manifest
from infra.local.slack.connection.payloads import slash_command
from infra.local.slack.workspace.workspace import CHANNELS, USERS
from model_build.publish.publish import ModelStore
from model_build.sample.covers import draw_covers

_PORTS_TRIED = 20
_FIRST_ANSWER_SECONDS = 20.0  # with a cold start, on whatever machine this is


class DemoError(Exception):
    """The demo can't start."""


class Progress:
    """Prints what is done, with the seconds since what was done before."""

    def __init__(self) -> None:
        self._since = time.perf_counter()

    def done(self, what: str) -> None:
        """Say that something is done."""
        now = time.perf_counter()
        print(f"{what} ({now - self._since:.1f} s)", flush=True)
        self._since = now


@contextmanager
def running_demo(dataset: Path, port: int, directory: Path) -> Iterator[str]:
    """Run everything for as long as the `with` block lasts.

    Args:
        dataset: The folder with the ratings dataset.
        port: Where the page is served; the next free one where it is taken, any where it is 0.
        directory: What is built and logged goes here.

    Yields:
        The page's address, once `/recommend` is answered there.

    Raises:
        DatasetError: The dataset can't be built from.
        DemoError: Something does not come up.
    """
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # not a line for each request
    progress = Progress()
    model = prepare_model(dataset, directory / "model")
    progress.done(f"Model of {model.books:,} books {'built' if model.is_new else 'was there already'}")
    covers = directory / "covers" if dataset == SAMPLE else None
    if covers and (model.is_new or not covers.is_dir()):
        _draw_covers(covers)
        progress.done("Covers drawn")

    with ExitStack() as running:
        signing_secret = secrets.token_hex(16)
        bot_token = f"xoxb-local-{secrets.token_hex(16)}"
        aws = running.enter_context(local_aws(signing_secret, bot_token))
        progress.done("S3, DynamoDB and SSM imitated by moto")
        version = ModelStore.at(MODELS_URL).publish(model.directory)
        progress.done(f"Model {version} published to {MODELS_URL}")

        # The functions have to know where Slack will be before it can be told where they are.
        listening = running.enter_context(listening_socket(port))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        log = directory / "functions.log"
        log.unlink(missing_ok=True)
        environment = {
            **aws,
            "MODEL_BUCKET": BUCKET,
            "MODEL_DIRECTORY": str(model.directory),
            "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker",
            "POWERTOOLS_SERVICE_NAME": "shelftalker",
            "SHELF_TABLE": SHELF_TABLE,
            "SLACK_API_URL": f"{address}/api/",
            "SLACK_BOT_TOKEN_PARAMETER": BOT_TOKEN_PARAMETER,
            "SLACK_SIGNING_SECRET_PARAMETER": SECRET_PARAMETER,
        }
        function = host_function(FUNCTIONS, environment, environments=2, log=log)
        running.enter_context(function)
        gateway = running.enter_context(Gateway({"POST /slack/events": function.invoke}))
        functions_url = f"http://{gateway.address}/slack/events"
        slack = create_slack(functions_url, signing_secret, covers, bot_token=bot_token)
        running.enter_context(_served(slack, listening))
        check_functions_answer(Courier(functions_url, signing_secret, time.time, _FIRST_ANSWER_SECONDS), log)
        progress.done("Functions answer signed requests" + (f"; their log is {log}" if log.exists() else ""))
        yield address


def check_functions_answer(courier: Courier, log: Path) -> None:
    """Have the functions answer a first slash command, as the page will send it.

    Raises:
        DemoError: They don't.
    """
    command = read_manifest().commands[0].command
    form = slash_command(USERS[0], CHANNELS[0], command, "", response_url="https://unused.example", trigger_id="1.1.1")
    delivery = courier.deliver(form)
    if delivery.failure:
        last_lines = "\n".join(log.read_text(errors="replace").splitlines()[-20:]) if log.exists() else ""
        raise DemoError(
            f"The functions don't answer {command}: {delivery.reason}. Their log, {log}, ends:\n{last_lines}"
        )


def _draw_covers(directory: Path) -> None:
    """Draw the sample's covers, all or none: a folder that is there is not drawn again."""
    unfinished = directory.with_name("covers.unfinished")
    draw_covers(SAMPLE / "Books.csv", unfinished)
    shutil.rmtree(directory, ignore_errors=True)
    unfinished.rename(directory)


@contextmanager
def _served(app: Flask, listening: socket.socket) -> Iterator[None]:
    host, port = listening.getsockname()
    server = make_server(host, port, app, threaded=True, fd=listening.fileno())
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def listening_socket(port: int) -> socket.socket:
    """A socket of 127.0.0.1 on a port, or on the next free one; on any where the port is 0.

    Raises:
        DemoError: None of the next ports is free.
    """
    last = min(port + _PORTS_TRIED, 65535) if port else port
    for candidate in range(port, last + 1):
        try:
            return socket.create_server(("127.0.0.1", candidate))
        except OSError as error:
            refusal = error
    raise DemoError(
        f"No port from {port} to {last} can be used ({refusal.strerror}). Name another: make demo PORT=8080"
    )
