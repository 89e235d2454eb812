"""Calls of the tools by the sample's model, with shelves in DynamoDB."""

from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from shelftalker.listeners.services import Services
from shelftalker.mcp.tools import TOOLS, call_tool
from shelftalker.model.catalogue import Catalogue
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable

Result = dict[str, Any]
CallTool = Callable[..., Result]


@pytest.fixture
def services(sample: Catalogue, shelves: ShelfTable) -> Services:
    """Return the services, with no Slack to call."""
    return Services(lambda: sample, shelves, None)  # type: ignore[arg-type] # none to call


@pytest.fixture
def call(services: Services, reader: Reader) -> CallTool:
    """Return a function that calls a tool for a reader, and checks a good answer against the tool's outputSchema."""

    def call_by_name(name: str, **arguments: Any) -> Result:
        slack = {"user_id": reader.user_id, "team_id": reader.workspace_id}
        params = {"name": name, "arguments": arguments, "_meta": {"slack": slack}}
        result = call_tool(services, params, is_for_one_workspace=True)
        if not result["isError"]:
            Draft202012Validator(TOOLS[name].output_schema).validate(result["structuredContent"])
        return result

    return call_by_name


def text_of(result: Result) -> str:
    """Return the text of a result."""
    [content] = result["content"]
    assert content["type"] == "text"
    return str(content["text"])


def error_of(result: Result) -> str:
    """Return the sentence of an error."""
    assert result["isError"] is True
    assert "structuredContent" not in result
    return text_of(result)


def content_of(result: Result) -> dict[str, Any]:
    """Return the structured content of an answer that is no error."""
    assert result["isError"] is False, text_of(result)
    content: dict[str, Any] = result["structuredContent"]
    return content


def titles(books: list[dict[str, Any]]) -> list[str]:
    """Return the titles of books."""
    return [book["title"] for book in books]
