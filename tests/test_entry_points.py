"""Imports of the functions' entry points, the single files above the rooms that import-linter holds."""

import ast
from pathlib import Path

import pytest

from tests.loaded_modules import BOTO3, FUNCTIONS, modules_after

ENTRY_POINTS = sorted(FUNCTIONS.glob("*.py"))
OF_THE_BUILD = {"lightgbm", "model_build", "numpy", "pandas", "scipy"}
# Modules that the start and the answer to an exact title load, by room: each is paid for at each cold start. What such
# an answer does not need is imported where it is needed.
AT_START = {
    "": "observability settings",
    "aws": "clients dynamodb_table secret",
    "listeners": "app commands payloads services shelf_reading",
    "model": """
        book_pages catalogue connection format id_index isbn key_blocks neighbour_pages number_index numbers
        other_titles packing pointer search_index source subject_index title_keys
    """,
    "recommend": "listing listing_pages listing_state reasons recommender series source_books steps stops",
    "search": "author_lookups questions titles",
    "shelf": "actions book_items contents items known_books reader_items table",
    "slack": "errors http_event request signing_secret web_api workspace",
    "views": """
        action_ids block_kit book_buttons book_entries book_link book_menus click_results headings listing
        listing_buttons wording
    """,
}


def imported_packages(path: Path, *, at_module_level: bool = False) -> set[str]:
    """Return the names of the packages that a file imports; with `at_module_level` only of those at its start."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if at_module_level else list(ast.walk(tree))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    return {name.partition(".")[0] for name in names}


def test_the_entry_points_are_found() -> None:
    assert {path.stem for path in ENTRY_POINTS} >= {"slack_events", "slack_oauth", "purge", "pre_traffic"}


@pytest.mark.parametrize("path", ENTRY_POINTS, ids=lambda path: path.stem)
def test_no_entry_point_imports_a_package_of_the_build(path: Path) -> None:
    assert not imported_packages(path) & OF_THE_BUILD


@pytest.mark.parametrize("path", ENTRY_POINTS, ids=lambda path: path.stem)
def test_bolt_is_imported_by_the_entry_point_of_slacks_requests_alone(path: Path) -> None:
    assert path.stem == "slack_events" or "slack_bolt" not in imported_packages(path)


@pytest.mark.parametrize("path", sorted(FUNCTIONS.rglob("*.py")), ids=lambda path: str(path.relative_to(FUNCTIONS)))
def test_boto3_is_imported_where_aws_is_called_and_nowhere_at_module_level(path: Path) -> None:
    assert "boto3" not in imported_packages(path, at_module_level=True)


def test_the_start_of_a_deployment_for_one_workspace_imports_neither_boto3_nor_the_light_client(
    model_directory: Path,
) -> None:
    modules = modules_after("import slack_events", model_directory)
    assert "shelftalker.aws.dynamodb_table" in modules
    assert not modules & {*BOTO3, "shelftalker.aws.light_client", "shelftalker.install.installations"}


def test_the_start_and_the_answer_to_an_exact_title_load_the_listed_modules_alone(model_directory: Path) -> None:
    answer = """
import slack_events
from types import SimpleNamespace
from tests.slack_requests import command_body, signed_headers, v2_event
body = command_body("dune")
names = ("function_name", "memory_limit_in_mb", "invoked_function_arn", "aws_request_id")
event = v2_event(body, signed_headers(body, secret="secret"))
answer = slack_events.handler(event, SimpleNamespace(**dict.fromkeys(names, "1")))
assert "If you liked Dune" in answer["body"], answer
"""
    modules = modules_after(answer, model_directory)
    own = {module for module in modules if module.startswith("shelftalker.")}
    listed = {f"shelftalker.{room}.{name}".replace("..", ".") for room in AT_START for name in AT_START[room].split()}
    assert own == listed | {f"shelftalker.{room}" for room in AT_START if room}
    assert "rapidfuzz" not in modules


def test_a_deployment_that_learns_from_readers_starts_with_one_module_more_and_no_client(
    model_directory: Path,
) -> None:
    without = modules_after("import slack_events", model_directory)
    learning = modules_after(
        'import os; os.environ |= {"LEARN_FROM_READERS": "on", "LEARNING_QUEUE_URL": "x"}; import slack_events',
        model_directory,
    )
    assert {name for name in learning - without if name.startswith("shelftalker")} == {
        "shelftalker.listeners.learning_queue"
    }
    assert not learning & {*BOTO3, "shelftalker.aws.light_client"}


def test_slackbots_tools_start_without_bolt_and_boto3_and_the_function_of_commands_without_the_tools(
    model_directory: Path,
) -> None:
    tools = modules_after("import slack_mcp", model_directory)
    commands = modules_after("import slack_events", model_directory)
    assert "shelftalker.mcp.tools" in tools
    assert not tools & {*BOTO3, "slack_bolt", "shelftalker.listeners.app", "shelftalker.install.installations"}
    assert not [name for name in commands if name.startswith(("mcp", "shelftalker.mcp"))]


def test_the_page_starts_and_answers_without_bolt_boto3_and_slacks_listeners_and_nobody_else_loads_it(
    model_directory: Path,
) -> None:
    answer = """
import page
from types import SimpleNamespace
names = ("function_name", "memory_limit_in_mb", "invoked_function_arn", "aws_request_id")
event = {"rawPath": "/", "rawQueryString": "title=dune", "requestContext": {"http": {"method": "GET"}}, "headers": {}}
answer = page.handler(event, SimpleNamespace(**dict.fromkeys(names, "1")))
assert "If you liked" in answer["body"], answer
"""
    modules = modules_after(answer, model_directory)
    commands = modules_after("import slack_events", model_directory)
    own = {name.split(".")[1] for name in modules if name.startswith("shelftalker.")}
    assert own == {
        "api", "model", "observability", "page", "recommend", "search", "settings", "shelf", "slack", "views"
    }  # fmt: skip
    assert not modules & {*BOTO3, "slack_bolt", "slack_sdk", "rapidfuzz", "shelftalker.aws.light_client"}
    assert not [name for name in commands if name.startswith(("page", "shelftalker.page", "shelftalker.api"))]


def test_the_json_api_starts_without_bolt_boto3_and_rapidfuzz_and_answers_a_title_so_and_no_other_function_imports_it(
    model_directory: Path,
) -> None:
    answer = """
import os
os.environ["API_KEY_TABLE"] = "keys"
import json_api
from types import SimpleNamespace
from infra.local.lambda_host.gateway import HttpRequest, api_gateway_v2_event
from shelftalker.api.keys import KeyUse, Window
use = KeyUse(True, [Window("minute", 60, 9, 1, 9)])
json_api.api._keys = SimpleNamespace(use=lambda key: use)  # DynamoDB's client is the one that every function has
headers = (("Authorization", "Bearer x"), ("Content-Type", "application/json"))
event = api_gateway_v2_event(HttpRequest("POST", "/recommend", headers, b'{"title": "Dune"}'))
names = ("function_name", "function_version", "memory_limit_in_mb", "invoked_function_arn", "aws_request_id")
answer = json_api.handler(event, SimpleNamespace(**dict.fromkeys(names, "1")))
assert '"recommendations":[{' in answer["body"], answer
"""
    modules = modules_after(answer, model_directory)
    assert "shelftalker.api.service" in modules
    absent = {*BOTO3, "slack_bolt", "rapidfuzz", "pydantic", "shelftalker.api.openapi", "shelftalker.aws.light_client"}
    assert not modules & absent
    assert not [name for name in modules if name.startswith(("shelftalker.listeners", "shelftalker.mcp"))]
    commands = modules_after("import slack_events", model_directory)
    assert not [name for name in commands if name.startswith(("json_api", "shelftalker.api"))]


def test_a_call_of_dynamodb_or_ssm_imports_no_boto3(model_directory: Path) -> None:
    calls = """
from shelftalker.aws.clients import TIMEOUTS
from shelftalker.aws.dynamodb_table import DynamoDbTable, TableError
from shelftalker.aws.secret import ParameterError, read_parameter
for call in (lambda: DynamoDbTable("shelves").item({}), lambda: read_parameter("/secret", TIMEOUTS.bot_token)):
    try:
        call()
    except (TableError, ParameterError) as error:
        assert "Could not connect" in str(error), error
"""
    modules = modules_after(calls, model_directory)
    assert "shelftalker.aws.light_client" in modules
    assert not modules & BOTO3
