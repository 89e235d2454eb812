"""From starting a process to its first signed answer, under the runtime client that Lambda itself runs."""

import compileall
import json
import logging
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

from infra.local.aws.services import RESOURCES, local_aws
from infra.local.lambda_host.function_host import FunctionHost
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from tests.bench.figures import Figure
from tests.http_service import HttpService
from tests.slack_requests import SIGNING_SECRET, action_body, command_body, signed_headers, v2_event


@dataclass(frozen=True, slots=True)
class ColdStartTargets:
    """Largest times of a cold start, as multiples of the bare Bolt app's in the same round.

    Attributes:
        environment: With the signing secret in the environment.
        ssm: With the signing secret in SSM.
        click: Of a first click that puts a book on a shelf in DynamoDB and answers at its response_url.
    """

    environment: float = 1.35
    ssm: float = 1.7
    click: float = 2.2


@dataclass(frozen=True, slots=True)
class _Function:
    code: Path
    handler: str
    environment: Mapping[str, str]
    body: Callable[[], str]


def measure_cold_starts(data: Path, model: Path, title: str, directory: Path, starts: int = 15) -> list[Figure]:
    """Start each function several times, in turn, and compare the medians.

    Args:
        data: The dataset that the model was built from.
        model: The model to answer from.
        title: A title that it has.
        directory: Gets compiled copies of the functions, and the old design's tables.
        starts: Number of rounds, in which each is started once.
    """
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # not a line for each of its requests
    with ExitStack() as running:
        aws = running.enter_context(local_aws(SIGNING_SECRET))
        response_url = running.enter_context(HttpService()).url  # Slack, where the answer to a click is posted
        functions = _functions(data, model, title, directory, aws)
        _, answer = _starter(functions["environment"], directory)()
        button = _want_first(json.loads(answer["body"]))
        functions["click"] = replace(
            functions["environment"],
            body=lambda: action_body(button, response_url, acted_at=f"{time.time():.6f}"),
        )
        rounds = _rounds({name: _starter(function, directory) for name, function in functions.items()}, starts)
        if not ShelfTable(RESOURCES.shelf_table).read(Reader("T0001", "U0001")).books:
            raise RuntimeError(f"No click put a book on the shelf; see {directory / 'functions.log'}")
    return _figures(rounds)


def _functions(data: Path, model: Path, title: str, directory: Path, aws: Mapping[str, str]) -> dict[str, _Function]:
    """Return the functions to start, by name."""
    ours = _compile_copy(Path("functions"), directory / "functions")
    yardsticks = _compile_copy(Path(__file__).parent / "yardsticks", directory / "yardsticks")
    tables = directory / "old_tables"
    old_title = _make_old_tables(data, tables)
    secret = {"SLACK_SIGNING_SECRET": SIGNING_SECRET}
    parameter = {"SLACK_SIGNING_SECRET_PARAMETER": RESOURCES.signing_secret_parameter}
    shelftalker = {
        "MODEL_DIRECTORY": str(model.resolve()),
        "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker",
        "POWERTOOLS_SERVICE_NAME": "shelftalker",
        "SHELF_TABLE": RESOURCES.shelf_table,
        **aws,
    }
    old_design = secret | {"TABLES": str(tables.resolve())}
    return {
        "bare": _Function(yardsticks, "bare_bolt.handler", secret, lambda: command_body(title)),
        "environment": _Function(ours, "slack_events.handler", shelftalker | secret, lambda: command_body(title)),
        "ssm": _Function(ours, "slack_events.handler", shelftalker | parameter, lambda: command_body(title)),
        "old design": _Function(yardsticks, "old_design.handler", old_design, lambda: command_body(old_title)),
    }


def _make_old_tables(data: Path, directory: Path, reads_above: int = 200, titles_count: int = 718) -> str:
    """Make the tables of the design that Shelftalker replaces, as tutorials build them.

    Books, ratings of 718 titles by avid readers, and the titles' cosines are pickled.

    Returns:
        The best-known title.
    """
    books = pd.read_csv(data / "Books.csv", dtype="str", keep_default_na=False)
    ratings = pd.read_csv(data / "Ratings.csv").merge(books[["ISBN", "Book-Title"]], on="ISBN")
    ratings = ratings[ratings.groupby("User-ID")["ISBN"].transform("size") > reads_above]
    known = ratings["Book-Title"].value_counts().index[:titles_count]
    table = ratings[ratings["Book-Title"].isin(known)].pivot_table(
        index="Book-Title", columns="User-ID", values="Book-Rating", fill_value=0
    )
    rows = table.to_numpy(dtype=float)
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    directory.mkdir(parents=True, exist_ok=True)
    books.to_pickle(directory / "books.pkl")
    table.to_pickle(directory / "ratings.pkl")
    ((rows / lengths) @ (rows / lengths).T).dump(directory / "similarity.pkl")
    return str(known[0])


def _figures(rounds: list[dict[str, float]]) -> list[Figure]:
    def milliseconds(name: str) -> str:
        return f"{median(durations[name] for durations in rounds):.0f} ms"

    def ratio(name: str) -> str:
        # Of each round by itself: a busy moment slows all that is started in it.
        return f"{median(durations[name] / durations['bare'] for durations in rounds):.2f}"

    targets = ColdStartTargets()
    return [
        Figure(f"cold start of a bare Bolt app, median of {len(rounds)}", milliseconds("bare")),
        Figure("  of the old design", milliseconds("old design"), "", f"{ratio('old design')} times the bare one"),
        Figure("cold start, secret from the environment", milliseconds("environment")),
        Figure("  times the bare Bolt app", ratio("environment"), f"{targets.environment}"),
        Figure("cold start, secret from SSM", milliseconds("ssm")),
        Figure("  times the bare Bolt app", ratio("ssm"), f"{targets.ssm}"),
        Figure("cold start and a first click, shelf in DynamoDB", milliseconds("click")),
        Figure("  times the bare Bolt app", ratio("click"), f"{targets.click}"),
    ]


def _compile_copy(code: Path, copy: Path) -> Path:
    """Copy a folder with its bytecode, as it is deployed; whoever runs this may have told Python to write none."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(code, copy, ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(copy, quiet=1)
    return copy


def _rounds(starters: Mapping[str, Callable[[], tuple[float, dict[str, Any]]]], starts: int) -> list[dict[str, float]]:
    """Return the milliseconds of each function in each round, after one that has the files in memory."""
    rounds = [{name: start()[0] for name, start in starters.items()} for _ in range(starts + 1)]
    return rounds[1:]


def _starter(function: _Function, directory: Path) -> Callable[[], tuple[float, dict[str, Any]]]:
    """Return a function that starts another one and returns the milliseconds to its first answer, and that answer."""

    def start() -> tuple[float, dict[str, Any]]:
        body = function.body()
        event = v2_event(body, signed_headers(body))
        with FunctionHost(
            function.code, function.environment, handler=function.handler, log=directory / "functions.log"
        ) as host:
            invocation = host.invoke(event)
        if invocation.error or invocation.payload["statusCode"] != 200 or invocation.init_duration_ms is None:
            raise RuntimeError(f"{function.handler} does not answer: {invocation}; see {directory / 'functions.log'}")
        return invocation.init_duration_ms + invocation.duration_ms, invocation.payload

    return start


def _want_first(message: Mapping[str, Any]) -> dict[str, Any]:
    """Return the action of a click that puts the message's first book on the reader's list."""
    rows = (block for block in message["blocks"] if block["type"] == "actions")
    row, menu = next(
        (row, element) for row in rows for element in row["elements"] if element["action_id"] == "menu_want"
    )
    return {
        "action_id": menu["action_id"], "block_id": row["block_id"], "type": menu["type"],
        "selected_option": menu["options"][0],
    }  # fmt: skip
