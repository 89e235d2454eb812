"""Tests of the tools' descriptions, and of calls that no tool answers."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from shelftalker.listeners.services import Services
from shelftalker.mcp.protocol import ErrorCode, ProtocolError
from shelftalker.mcp.tools import TOOLS, call_tool, descriptions, server_of
from shelftalker.model.catalogue import Catalogue
from shelftalker.settings import VERSION
from shelftalker.shelf.contents import Reader
from tests.shelftalker.mcp.conftest import CallTool, error_of

CHANGING = {"rate_book", "want_to_read"}


def test_there_are_the_six_tools_and_only_two_of_them_change_the_shelf() -> None:
    hints = {each["name"]: each["annotations"] for each in descriptions()}

    assert list(hints) == ["find_book", "books_like", "books_for_me", "my_shelf", "rate_book", "want_to_read"]
    assert {name for name, hint in hints.items() if not hint["readOnlyHint"]} == CHANGING
    assert all(hint["idempotentHint"] and not hint["destructiveHint"] for hint in hints.values())


@pytest.mark.parametrize("tool", descriptions(), ids=lambda tool: str(tool["name"]))
def test_a_tool_is_described_by_valid_schemas_in_which_each_argument_is_explained(tool: dict[str, Any]) -> None:
    for name in ("inputSchema", "outputSchema"):
        Draft202012Validator.check_schema(tool[name])
        assert tool[name]["type"] == "object"
    assert len(tool["description"]) > 60
    assert all(len(each["description"]) > 10 for each in tool["inputSchema"]["properties"].values())


def test_the_server_tells_the_version_of_the_software(services: Services) -> None:
    server = server_of(services, is_for_one_workspace=True)

    assert server.info == {"name": "shelftalker", "title": "Shelftalker", "version": VERSION}
    assert [tool["name"] for tool in server.tools] == list(TOOLS)


@pytest.mark.parametrize("name", ["recommend", "", None, 7, ["find_book"]])
def test_a_tool_that_there_is_not_is_an_error_of_the_protocol(name: Any, services: Services) -> None:
    with pytest.raises(ProtocolError, match="The tools are find_book, books_like") as error:
        call_tool(services, {"name": name}, is_for_one_workspace=True)
    assert error.value.code == ErrorCode.INVALID_PARAMS


def test_arguments_that_do_not_fit_and_a_call_for_nobody_are_errors_for_the_model(
    call: CallTool, services: Services
) -> None:
    assert error_of(call("rate_book", title="Dune", stars=9)) == "stars has to be from 1 to 5; got 9."
    listed = call_tool(services, {"name": "books_for_me", "arguments": []}, is_for_one_workspace=True)
    assert error_of(listed) == "Expected the arguments as an object; got a list."
    nobody = call_tool(services, {"name": "books_for_me"}, is_for_one_workspace=True)
    assert "params._meta.slack" in error_of(nobody)


def test_a_defect_is_logged_and_told_without_its_text(
    services: Services, reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> Catalogue:
        raise RuntimeError("zanzibar")

    slack = {"user_id": reader.user_id, "team_id": reader.workspace_id}
    params = {"name": "find_book", "arguments": {"query": "Dune"}, "_meta": {"slack": slack}}
    result = call_tool(services._replace(current_catalogue=fail), params, is_for_one_workspace=True)

    assert error_of(result).startswith("Something went wrong")
    assert "zanzibar" not in str(result)
