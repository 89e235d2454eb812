"""From starting a process to its first signed answer, under the runtime client that Lambda itself runs."""

import compileall
import logging
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from infra.local.aws.services import RESOURCES, local_aws
from infra.local.lambda_host.function_host import FunctionHost
from tests.bench.figures import Figure
from tests.bench.old_tables import make_old_tables
from tests.slack_requests import SIGNING_SECRET, command_body, signed_headers, v2_event

_FUNCTIONS = Path("functions")
_YARDSTICKS = Path(__file__).parent / "yardsticks"
_RATIO_AT_MOST = 1.35


@dataclass(frozen=True, slots=True)
class _Function:
    code: Path
    handler: str
    environment: Mapping[str, str]
    title: str


def measure_cold_starts(data: Path, model: Path, title: str, directory: Path, starts: int = 9) -> list[Figure]:
    """Start each function several times, in turn, and compare the medians.

    Args:
        data: The dataset that the model was built from.
        model: The model to answer from.
        title: A title that it has.
        directory: Gets compiled copies of the functions, and the old design's tables.
        starts: How often each is started.
    """
    ours = _compiled(_FUNCTIONS, directory / "functions")
    yardsticks = _compiled(_YARDSTICKS, directory / "yardsticks")
    tables = directory / "old_tables"
    old_title = make_old_tables(data, tables)
    secret = {"SLACK_SIGNING_SECRET": SIGNING_SECRET}
    shelftalker = {
        "MODEL_DIRECTORY": str(model.resolve()),
        "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker",
        "POWERTOOLS_SERVICE_NAME": "shelftalker",
    }
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # not a line for each of its requests
    with local_aws(SIGNING_SECRET) as aws:
        functions = {
            "bare": _Function(yardsticks, "bare_bolt.handler", secret, title),
            "ours": _Function(ours, "slack_events.handler", shelftalker | secret, title),
            "ours, SSM": _Function(
                ours,
                "slack_events.handler",
                shelftalker | aws | {"SLACK_SIGNING_SECRET_PARAMETER": RESOURCES.signing_secret_parameter},
                title,
            ),
            "old design": _Function(
                yardsticks, "old_design.handler", secret | {"TABLES": str(tables.resolve())}, old_title
            ),
        }
        milliseconds = _interleaved(
            {name: _starter(function, directory) for name, function in functions.items()}, starts
        )
    bare = milliseconds["bare"]
    beside = f"a bare Bolt app {bare:.0f} ms, the old design {milliseconds['old design']:.0f} ms"
    return [
        Figure(f"cold start, median of {starts}", f"{milliseconds['ours']:.0f} ms", "", beside),
        Figure(
            "  times the bare Bolt app",
            f"{milliseconds['ours'] / bare:.2f}",
            f"{_RATIO_AT_MOST}",
            f"the old design {milliseconds['old design'] / bare:.2f}",
        ),
        Figure("  with the secret from SSM", f"{milliseconds['ours, SSM']:.0f} ms"),
    ]


def _compiled(code: Path, copy: Path) -> Path:
    """A copy of a folder with its bytecode, as it is deployed; whoever runs this may have told Python to write none."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(code, copy, ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(copy, quiet=1)
    return copy


def _interleaved(functions: Mapping[str, Callable[[], float]], starts: int) -> dict[str, float]:
    """The median milliseconds of each; one start of each in turn, so that a busy moment spares none."""
    for start in functions.values():
        start()  # has the files in memory
    rounds = [{name: start() for name, start in functions.items()} for _ in range(starts)]
    return {name: median(each[name] for each in rounds) for name in functions}


def _starter(function: _Function, directory: Path) -> Callable[[], float]:
    body = command_body(function.title)

    def start() -> float:
        event = v2_event(body, signed_headers(body))
        with FunctionHost(
            function.code, function.environment, handler=function.handler, log=directory / "functions.log"
        ) as host:
            invocation = host.invoke(event)
        if invocation.error or invocation.payload["statusCode"] != 200 or invocation.init_duration_ms is None:
            raise RuntimeError(f"{function.handler} does not answer: {invocation}; see {directory / 'functions.log'}")
        return invocation.init_duration_ms + invocation.duration_ms

    return start
