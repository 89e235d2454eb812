"""The tools that Slackbot's model can call: their descriptions, and the call of one."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from shelftalker.api.schemas import Schema
from shelftalker.listeners.services import Services
from shelftalker.mcp import schemas
from shelftalker.mcp.answers import ToolAnswer, ToolCall, ToolError
from shelftalker.mcp.arguments import checked_arguments
from shelftalker.mcp.book_tools import books_for_me, books_like, find_book
from shelftalker.mcp.callers import caller_of
from shelftalker.mcp.protocol import ErrorCode, ProtocolError, Server
from shelftalker.mcp.shelf_tools import my_shelf, rate_book, want_to_read
from shelftalker.observability import Outcome, log_failure, set_outcome
from shelftalker.settings import VERSION

_INSTRUCTIONS = (
    "Books to read next, and the asking person's own shelf. Titles may be misspelt or half-remembered; each answer "
    "says which book a title was taken for, so tell the person. An error says what to do: usually to ask which book is "
    "meant, and to call again with its title and author. rate_book and want_to_read change the person's shelf: call "
    "them only where the person says so. Recommend only books that a tool answered, with its reasons."
)


class Tool(NamedTuple):
    """A tool.

    Attributes:
        title: Its name for people.
        description: Its use, for a model.
        input_schema: JSON Schema of its arguments.
        output_schema: JSON Schema of its structured content.
        run: Answers a call.
        is_read_only: False where it changes the person's shelf.
    """

    title: str
    description: str
    input_schema: Schema
    output_schema: Schema
    run: Callable[[ToolCall], ToolAnswer]
    is_read_only: bool = True


TOOLS: Mapping[str, Tool] = {
    "find_book": Tool(
        "Find a book",
        "Find a book of the catalogue by its title, author, series, ISBN or a link, as remembered, and its facts: "
        "author, year, series, rating. Use it to see which book is meant, and whether the catalogue has it.",
        schemas.FIND_BOOK_INPUT,
        schemas.FIND_BOOK_OUTPUT,
        find_book,
    ),
    "books_like": Tool(
        "Books like these",
        "Five books to read after one that was liked, or after several, each with its reason. Can leave authors out, "
        "keep to newer books or one language, or give only the next volume of a series. Leaves out what the person "
        "rated or dismissed.",
        schemas.BOOKS_LIKE_INPUT,
        schemas.BOOKS_LIKE_OUTPUT,
        books_like,
    ),
    "books_for_me": Tool(
        "Books for me",
        "Five books to read next for the asking person, by their own ratings and want-to-read list; until they rated "
        "three books, what readers like them like most.",
        schemas.BOOKS_FOR_ME_INPUT,
        schemas.BOOKS_FOR_ME_OUTPUT,
        books_for_me,
    ),
    "my_shelf": Tool(
        "My shelf",
        "The asking person's own shelf: books that they rated or dismissed, or their want-to-read list.",
        schemas.MY_SHELF_INPUT,
        schemas.MY_SHELF_OUTPUT,
        my_shelf,
    ),
    "rate_book": Tool(
        "Rate a book",
        "Put a book with stars on the asking person's shelf, or change its stars. Only where the person says so.",
        schemas.RATE_BOOK_INPUT,
        schemas.RATE_BOOK_OUTPUT,
        rate_book,
        is_read_only=False,
    ),
    "want_to_read": Tool(
        "Want to read",
        "Put a book on the asking person's want-to-read list. Only where the person says so.",
        schemas.WANT_TO_READ_INPUT,
        schemas.WANT_TO_READ_OUTPUT,
        want_to_read,
        is_read_only=False,
    ),
}


def server_of(services: Services, *, is_for_one_workspace: bool) -> Server:
    """Return the server with these tools.

    Args:
        services: The services that they work with.
        is_for_one_workspace: True where the app has no table of installations.
    """

    def call(params: Mapping[str, Any]) -> dict[str, Any]:
        return call_tool(services, params, is_for_one_workspace=is_for_one_workspace)

    return Server("shelftalker", "Shelftalker", VERSION, _INSTRUCTIONS, descriptions(), call)


def descriptions() -> list[dict[str, Any]]:
    """Return the tools as `tools/list` describes them."""
    return [
        {
            "name": name,
            "title": tool.title,
            "description": tool.description,
            "inputSchema": tool.input_schema,
            "outputSchema": tool.output_schema,
            "annotations": {
                "readOnlyHint": tool.is_read_only,
                "destructiveHint": False,
                "idempotentHint": True,
                "openWorldHint": False,
            },
        }
        for name, tool in TOOLS.items()
    ]


def call_tool(services: Services, params: Mapping[str, Any], *, is_for_one_workspace: bool) -> dict[str, Any]:
    """Return the result of `tools/call`: text and structured content, or a sentence on the error.

    Raises:
        ProtocolError: There is no such tool.
    """
    name = params.get("name")
    tool = TOOLS.get(name) if isinstance(name, str) else None
    if tool is None:
        raise ProtocolError(
            200, ErrorCode.INVALID_PARAMS, f"There is no tool {name!r:.100}. The tools are {', '.join(TOOLS)}."
        )
    try:
        given = params.get("arguments")
        arguments = checked_arguments(tool.input_schema, {} if given is None else given)
        reader = caller_of(params, services, is_for_one_workspace=is_for_one_workspace)
        answer = tool.run(ToolCall(services, services.current_catalogue(), reader, arguments))
    except ToolError as error:
        set_outcome(Outcome.TOOL_REFUSED)
        return {"content": [{"type": "text", "text": str(error)}], "isError": True}
    except Exception as error:  # noqa: BLE001 # whatever it is, the model should be able to tell the person
        log_failure("a tool failed", error)
        set_outcome(Outcome.FAILED)
        sentence = "Something went wrong in Shelftalker, and nothing more is known here. Try again once, then give up."
        return {"content": [{"type": "text", "text": sentence}], "isError": True}
    return {
        "content": [{"type": "text", "text": answer.text}],
        "structuredContent": answer.content,
        "isError": False,
    }
