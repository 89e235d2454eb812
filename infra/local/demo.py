"""All of Shelftalker on one machine, from a dataset to a page that looks and works like Slack."""

import logging
import re
import secrets
import shutil
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import NamedTuple

from flask import Flask
from werkzeug.serving import make_server

from infra.local.aws.api_keys import store_api_key
from infra.local.aws.services import RESOURCES, local_aws
from infra.local.lambda_host.function_host import FunctionHost, host_function
from infra.local.lambda_host.gateway import Gateway, Invoke
from infra.local.lambda_host.in_process_host import InProcessHost
from infra.local.lambda_host.queue_consumer import QueueConsumer
from infra.local.local_model import FUNCTIONS, SAMPLE, prepare_model
from infra.local.slack.apis.server import create_slack
from infra.local.slack.connection.delivery import AppClient
from infra.local.slack.connection.manifest import read_manifest
from infra.local.slack.connection.payloads import slash_command
from infra.local.slack.workspace.directory import DIRECTORY, installation_by_organisation
from infra.local.training.page_calls import add_trainings
from infra.local.training.trainings import running_trainings
from infra.local.web_page import page_routes
from model_build.publish.publish import ModelStore
from model_build.sample.covers import draw_covers
from shelftalker.slack.http_event import MODEL_HEADER


@dataclass(frozen=True, slots=True)
class DemoConfig:
    """Numbers of the demo.

    Attributes:
        further_ports: Number of ports that are tried after one that is in use.
        first_answer_seconds: Time-out in seconds of the first slash command, which includes a cold start on a slow
            machine.
        environments: Number of processes that run the function.
        log_lines: Number of the log's last lines that are printed where the functions do not answer.
        answers_to_new_model: Number of answers after a training within which the functions have to open its model; a
            second lies between two.
        answers_of_a_process: Number of those answers after which processes are started anew once more: one whose first
            look at the pointer failed does not look again for a minute.
    """

    further_ports: int = 20
    first_answer_seconds: float = 20.0
    environments: int = 2
    log_lines: int = 20
    answers_to_new_model: int = 60
    answers_of_a_process: int = 10


CONFIG = DemoConfig()
TOOL_ROUTES = ("POST /slack/mcp", "GET /slack/mcp", "DELETE /slack/mcp")
API_ROUTES = ("ANY /recommend", "ANY /books/{book_id}", "ANY /search", "ANY /openapi.json")
# Pages on this machine may try the API.
EVERY_ORIGIN = {"API_ALLOWED_ORIGINS": "*"}


class DemoError(Exception):
    """The demo can't start."""


class Progress:
    """Prints the steps, those that are done with the seconds that each took."""

    def __init__(self) -> None:
        self._since = time.perf_counter()

    @staticmethod
    def announce(step: str) -> None:
        """Print a step that begins."""
        print(step, flush=True)

    def report(self, step: str) -> None:
        """Print a step that is done."""
        now = time.perf_counter()
        print(f"{step} ({now - self._since:.1f} s)", flush=True)
        self._since = now


@contextmanager
def running_demo(
    dataset: Path,
    port: int,
    directory: Path,
    settings: Mapping[str, str] = MappingProxyType({}),
    *,
    catalogue: Path | None = None,
    is_for_organisation: bool = False,
    scopes: frozenset[str] | None = None,
    has_api: bool = False,
) -> Iterator[str]:
    """Run everything for as long as the `with` block lasts.

    Args:
        dataset: Folder of the ratings dataset.
        port: Port of the page; the next free one where it is in use, any free one where it is 0.
        directory: Folder for the model, the covers and the log.
        settings: Further environment variables of the functions, such as ANSWER_LAYOUT.
        catalogue: Folder of Open Library's dumps, whose books are added.
        is_for_organisation: Whether the workspace's organisation has installed the app, not the workspace.
        scopes: Scopes that the workspace has granted the app; None for all that its manifest requests.
        has_api: Whether there is the JSON API too, whose address and a key are printed.

    Yields:
        The page's address, once `/recommend` is answered there.

    Raises:
        DatasetError: The dataset can't be built from.
        DemoError: A part of the demo does not start.
    """
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it logs a line for each request
    progress = Progress()
    model = prepare_model(dataset, directory / "models", progress.announce, catalogue)
    progress.report(f"Model of {model.books:,} books {'built' if model.is_new else 'was there already'}")
    covers = directory / "covers" if dataset == SAMPLE else None
    if covers and (model.is_new or not covers.is_dir()):
        progress.announce("Drawing the sample's covers: about 5 seconds ...")
        _draw_covers(covers)
        progress.report("Covers drawn")

    with ExitStack() as running:
        if is_for_organisation:
            running.enter_context(installation_by_organisation())
        signing_secret = secrets.token_hex(16)
        bot_token = f"xoxb-local-{secrets.token_hex(16)}"
        progress.announce("Starting Slack, S3, DynamoDB and the functions on this machine: about 5 seconds ...")
        aws = running.enter_context(local_aws(signing_secret, bot_token))
        progress.report("S3, DynamoDB and SSM imitated by moto")
        version = ModelStore.at(RESOURCES.models_url).publish(model.directory)
        progress.report(f"Model {version} published to {RESOURCES.models_url}")

        # The functions need the address of Slack, and Slack that of the functions: the port is reserved first.
        listening = running.enter_context(listening_socket(port))
        listening_port = listening.getsockname()[1]
        if port not in (0, listening_port):
            progress.announce(f"Port {port} is in use or not allowed, so the page is at port {listening_port}.")
        address = f"http://127.0.0.1:{listening_port}"
        log = directory / "functions.log"
        log.unlink(missing_ok=True)
        environment = {
            **aws,
            "MODEL_BUCKET": RESOURCES.bucket,
            "MODEL_DIRECTORY": str(model.directory),
            "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker",
            "POWERTOOLS_SERVICE_NAME": "shelftalker",
            "SHELF_TABLE": RESOURCES.shelf_table,
            "SLACK_API_URL": f"{address}/api/",
            "SLACK_BOT_TOKEN_PARAMETER": RESOURCES.bot_token_parameter,
            "SLACK_SIGNING_SECRET_PARAMETER": RESOURCES.signing_secret_parameter,
            **settings,
        }
        function = host_function(FUNCTIONS, environment, environments=CONFIG.environments, log=log)
        imports = host_function(FUNCTIONS, environment, handler="shelf_imports.handler", timeout_seconds=300, log=log)
        # Started when Slackbot, or whoever stands in for it, first calls a tool.
        tools = host_function(FUNCTIONS, environment, handler="slack_mcp.handler", log=log)
        for host in (function, imports, tools):
            running.enter_context(host)
        running.enter_context(QueueConsumer(aws["IMPORT_QUEUE_URL"], imports.invoke))
        routes = dict.fromkeys(TOOL_ROUTES, tools.invoke) | {"POST /slack/events": function.invoke}
        served = running.enter_context(_serve_functions(routes, environment, log, covers, has_api=has_api))
        functions_url = f"http://{served.gateway.address}/slack/events"
        slack = create_slack(functions_url, signing_secret, covers, bot_token=bot_token, scopes=scopes)
        app_client = AppClient(functions_url, signing_secret, time.time, CONFIG.first_answer_seconds)
        if settings.get("LEARN_FROM_READERS") != "on":
            add_trainings(slack, None, "Nobody's ratings are learned from here. Start it with: make demo LEARN=yes")
        elif catalogue:
            add_trainings(slack, None, "A training takes no CATALOGUE. Start it without: make demo LEARN=yes")
        else:
            serve = partial(answer_from, app_client, partial(_renew, (function, imports, tools, *served.hosts)))
            add_trainings(slack, running.enter_context(running_trainings(dataset, aws, serve)))
            progress.report("Dataset uploaded, state machine of the weekly training created")
        running.enter_context(_serve(slack, listening))
        check_functions_answer(app_client, log)
        progress.report("Functions answer signed requests" + (f"; their log is {log}" if log.exists() else ""))
        yield address


def check_functions_answer(app_client: AppClient, log: Path) -> None:
    """Send the functions a first slash command, as the page will send it.

    Raises:
        DemoError: They do not answer it.
    """
    form = _first_command()
    delivery = app_client.deliver(form)
    if delivery.failure:
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        last_lines = "\n".join(lines[-CONFIG.log_lines :])
        raise DemoError(
            f"The functions don't answer {form['command']}: {delivery.reason}. Their log, {log}, ends:\n{last_lines}"
        )


def answer_from(app_client: AppClient, renew: Callable[[], None], version: str) -> str:
    """Have new processes open the current model, and return the version that they answer from.

    In AWS running processes look at the pointer every quarter of an hour; a new one looks when it starts.

    Args:
        app_client: Sends a command.
        renew: Has new processes start.
        version: The version that is current.
    """
    answered = ""
    for number in range(CONFIG.answers_to_new_model):
        if number % CONFIG.answers_of_a_process == 0:
            renew()
        answered = app_client.deliver(_first_command()).header(MODEL_HEADER)
        if answered == version:
            break
        time.sleep(1)
    return answered


def _renew(hosts: Iterable[FunctionHost | InProcessHost]) -> None:
    for host in hosts:
        host.renew()


def _first_command() -> dict[str, str]:
    command = read_manifest().commands[0].command
    return slash_command(
        DIRECTORY.users[0],
        DIRECTORY.channels[0],
        command,
        "",
        response_url="https://unused.example",
        trigger_id="1.1.1",
    )


def _draw_covers(directory: Path) -> None:
    """Draw the sample's covers, all or none: an existing folder of covers is complete."""
    unfinished = directory.with_name("covers.unfinished")
    draw_covers(SAMPLE / "Books.csv", unfinished)
    shutil.rmtree(directory, ignore_errors=True)
    unfinished.rename(directory)


class _Served(NamedTuple):
    """The gateway of all functions, and the hosts of those that answer without Slack."""

    gateway: Gateway
    hosts: list[FunctionHost | InProcessHost]


@contextmanager
def _serve_functions(
    routes: Mapping[str, Invoke], environment: Mapping[str, str], log: Path, covers: Path | None, *, has_api: bool
) -> Iterator[_Served]:
    """Serve functions by their routes, the web page, and the JSON API where it is wanted, with a new key."""
    with ExitStack() as running:
        # Started when a browser first opens it.
        page = host_function(FUNCTIONS, environment, handler="page.handler", log=log)
        hosts = [page]
        routes = {**routes, **page_routes(page.invoke, covers)}
        if has_api:
            api = host_function(FUNCTIONS, {**environment, **EVERY_ORIGIN}, handler="json_api.handler", log=log)
            hosts.append(api)
            routes = {**routes, **dict.fromkeys(API_ROUTES, api.invoke)}
        for host in hosts:
            running.enter_context(host)
        gateway = running.enter_context(Gateway(routes))
        Progress.announce(f"Web page for everyone, without Slack: http://{gateway.address}/")
        if has_api:
            Progress.announce(f"JSON API: API=http://{gateway.address} KEY={store_api_key()}")
        yield _Served(gateway, hosts)


@contextmanager
def _serve(app: Flask, listening: socket.socket) -> Iterator[None]:
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
    """Open a socket of 127.0.0.1 on a port, or on the next free one; on any free one where the port is 0.

    Raises:
        DemoError: None of the next ports is free.
    """
    last = min(port + CONFIG.further_ports, 65535) if port else port
    for candidate in range(port, last + 1):
        try:
            return socket.create_server(("127.0.0.1", candidate))
        except OSError as error:
            refusal = error
    raise DemoError(
        f"No port from {port} to {last} can be used ({refusal.strerror}). Name another: make demo PORT=8080"
    )


def parse_port(text: str) -> int:
    """Return the port that a text names.

    Raises:
        DemoError: It names none.
    """
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > 65535:
        raise DemoError(
            f"PORT must be a whole number from 1 to 65535, or 0 for any free port; it is {text!r}. Name another: make "
            "demo PORT=8080"
        )
    return int(text)


def parse_scopes(text: str) -> frozenset[str]:
    """Return the scopes of a list with commas.

    Raises:
        DemoError: One is none of the manifest's, or the required one is missing.
    """
    scopes, known = frozenset(filter(None, text.split(","))), read_manifest().scopes
    if "commands" not in scopes or not scopes <= known:
        raise DemoError(
            f"SCOPES must be commands and any of {', '.join(sorted(known - {'commands'}))}, with commas between; it is "
            f"{text!r}. Name them: make demo SCOPES=commands,files:read"
        )
    return scopes
