"""The functions' clocks: Lambda suspends the monotonic one between invocations, and in a snapshot."""

import ast
from pathlib import Path

from tests.cloudformation import PROJECT

FUNCTIONS = PROJECT / "functions"
# Modules that read the monotonic clock, or one that stops with it, and what they measure within one invocation.
WITHIN_AN_INVOCATION = {
    "purge.py": "the rest of the function's time",
    "slack_events.py": "time of a request, after which it does not look for a new model",
    "shelftalker/install/bot_tokens.py": "wait for another function's exchange of a token",
    "shelftalker/listeners/club/poll_replies.py": "time of the posts of a click",
    "shelftalker/listeners/first_books.py": "time of saving several ratings",
    "shelftalker/listeners/learning_queue.py": "deadline of the message beside a rating",
    "shelftalker/listeners/shelf_reading.py": "deadline of the answer to a title",
    "shelftalker/model/connection.py": "deadline of the check of a model",
    "shelftalker/model/download.py": "step of a fetch",
    "shelftalker/observability.py": "latency of a request",
    "shelftalker/purge/sweep.py": "the rest of the function's time",
    "shelftalker/release_check.py": "the rest of the function's time",
    "shelftalker/shelf/table.py": "time of a deletion",
}
# Instants that outlive an invocation are of time.time, which tests replace by a parameter of this name.
CLOCK = "clock"


def names_in(tree: ast.AST) -> set[str]:
    """Return the names that a module reads, attributes as `time.monotonic`."""
    attributes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    imported = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {ast.unparse(node) for node in attributes} | {
        f"{node.module}.{alias.name}" for node in imported for alias in node.names
    }


def clock_defaults(tree: ast.AST) -> set[str]:
    """Return the defaults of all parameters that are clocks."""
    functions = (node.args for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {
        ast.unparse(default)
        for arguments in functions
        for argument, default in zip(reversed(arguments.args), reversed(arguments.defaults), strict=False)
        if argument.arg == CLOCK
    }


def modules() -> dict[str, ast.AST]:
    """Return all modules of the functions by their path."""
    return {
        str(path.relative_to(FUNCTIONS)): ast.parse(Path(path).read_text(encoding="utf-8"))
        for path in FUNCTIONS.rglob("*.py")
    }


def test_only_what_is_listed_measures_time_by_a_clock_that_lambda_suspends() -> None:
    stopping = {f"time.{name}{unit}" for name in ("monotonic", "perf_counter", "process_time") for unit in ("", "_ns")}
    assert {name for name, tree in modules().items() if names_in(tree) & stopping} == set(WITHIN_AN_INVOCATION)


def test_a_clock_is_the_wall_clock_unless_a_test_sets_it() -> None:
    assert {default for tree in modules().values() for default in clock_defaults(tree)} == {"time.time"}


def test_a_monotonic_clock_is_found_however_it_is_named() -> None:
    assert "time.monotonic" in names_in(ast.parse("from time import monotonic"))
    assert "time.monotonic" in names_in(ast.parse("import time\nuntil = time.monotonic() + 1"))
    assert clock_defaults(ast.parse("def f(a, clock=time.monotonic): ...")) == {"time.monotonic"}
