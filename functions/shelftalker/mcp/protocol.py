"""The Model Context Protocol as a stateless server speaks it: one JSON-RPC message in, one answer out.

Revisions with a handshake, 2025-03-26 to 2025-11-25, and 2026-07-28, where each request brings its version along:
https://modelcontextprotocol.io/specification/2026-07-28/basic and /2025-11-25/basic/transports. Batches, which only
2025-03-26 had, are refused in all of them, as the official servers do.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

Message = Mapping[str, Any]


class ProtocolConfig(NamedTuple):
    """Revisions and names of the protocol.

    Attributes:
        with_handshake: Revisions that a client agrees on by `initialize`, the newest last.
        without_handshake: Revisions that each request names.
        meta_prefix: Beginning of the protocol's own members of `_meta`.
        list_seconds: Time for which clients may keep the list of tools; a deployment may change it.
    """

    with_handshake: tuple[str, ...] = ("2025-03-26", "2025-06-18", "2025-11-25")
    without_handshake: tuple[str, ...] = ("2026-07-28",)
    meta_prefix: str = "io.modelcontextprotocol/"
    list_seconds: int = 3600

    @property
    def versions(self) -> tuple[str, ...]:
        """All revisions, the newest last."""
        return self.with_handshake + self.without_handshake


PROTOCOL = ProtocolConfig()


class ErrorCode:
    """Codes of JSON-RPC 2.0 and of the protocol."""

    PARSE_ERROR = -32700
    INVALID_REQUEST = -32600
    METHOD_NOT_FOUND = -32601
    INVALID_PARAMS = -32602
    HEADER_MISMATCH = -32020
    UNSUPPORTED_VERSION = -32022


class ProtocolError(Exception):
    """A message that can't be answered.

    Attributes:
        status: HTTP status.
        code: One of `ErrorCode`.
        details: The error's `data`, or None.
    """

    def __init__(self, status: int, code: int, message: str, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.details = details

    def body(self, message_id: str | int | None = None) -> dict[str, Any]:
        """Return the error as a JSON-RPC message."""
        error = {"code": self.code, "message": str(self)} | ({"data": self.details} if self.details else {})
        return {"jsonrpc": "2.0", "id": message_id, "error": error}


class Reply(NamedTuple):
    """An answer.

    Attributes:
        status: HTTP status.
        body: The JSON-RPC message; None for an empty body.
        method: The method that was answered, or an empty string.
    """

    status: int
    body: Mapping[str, Any] | None
    method: str = ""


class Server(NamedTuple):
    """This server: its name, its tools, and their call.

    Attributes:
        name: Its name, for programs.
        title: Its name, for people.
        version: The version of the software.
        instructions: Hints for a model that uses its tools.
        tools: Descriptions of the tools, as `tools/list` has them.
        call: Calls a tool by the params of `tools/call`, and returns its result; raises ProtocolError for an unknown
            tool.
    """

    name: str
    title: str
    version: str
    instructions: str
    tools: Sequence[Mapping[str, Any]]
    call: Callable[[Mapping[str, Any]], dict[str, Any]]

    @property
    def info(self) -> dict[str, str]:
        """Name, title and version."""
        return {"name": self.name, "title": self.title, "version": self.version}


def answer_message(server: Server, message: object, headers: Mapping[str, str]) -> Reply:
    """Answer one decoded message.

    Args:
        server: The server.
        message: A request, a notification or a response; anything else is refused.
        headers: HTTP headers by names in lower case.
    """
    message_id: str | int | None = None
    method = ""
    try:
        request = _checked_message(message)
        if "method" not in request:
            return Reply(202, None)  # a response to a request of this server, which sends none
        method = request["method"]
        has_version_of_its_own = _has_version_of_its_own(request, headers)
        if "id" not in request:
            _check_version(headers.get("mcp-protocol-version", PROTOCOL.versions[0]))
            return Reply(202, None, method)
        message_id = request["id"]
        params = _params_of(request)
        if has_version_of_its_own:
            _check_envelope(method, params, headers)
        else:
            _check_version(headers.get("mcp-protocol-version", PROTOCOL.versions[0]))
        result = _result(server, method, params, has_version_of_its_own=has_version_of_its_own)
    except ProtocolError as error:
        return Reply(error.status, error.body(message_id), method)
    return Reply(200, {"jsonrpc": "2.0", "id": message_id, "result": result}, method)


def _result(server: Server, method: str, params: Mapping[str, Any], *, has_version_of_its_own: bool) -> dict[str, Any]:
    """Return the result of a method.

    Raises:
        ProtocolError: There is no such method in this revision, or no such tool.
    """
    listing = {"ttlMs": PROTOCOL.list_seconds * 1000, "cacheScope": "public"} if has_version_of_its_own else {}
    if method == "tools/call":
        result = server.call(params)
    elif method == "tools/list":
        result = {"tools": list(server.tools)} | listing
    elif method == "initialize" and not has_version_of_its_own:
        result = _handshake(server, params)
    elif method == "ping" and not has_version_of_its_own:
        result = {}
    elif method == "server/discover" and has_version_of_its_own:
        result = {
            "supportedVersions": list(PROTOCOL.versions),
            "capabilities": {"tools": {}},
            "instructions": server.instructions,
        } | listing
    else:
        status = 404 if has_version_of_its_own else 200
        raise ProtocolError(
            status, ErrorCode.METHOD_NOT_FOUND, f"There is no method {method!r:.100}: this server has tools alone."
        )
    if has_version_of_its_own:
        result |= {"resultType": "complete", "_meta": {f"{PROTOCOL.meta_prefix}serverInfo": server.info}}
    return result


def _handshake(server: Server, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the result of `initialize`: the requested revision, or the newest with a handshake."""
    requested = params.get("protocolVersion")
    if not isinstance(requested, str):
        raise ProtocolError(200, ErrorCode.INVALID_PARAMS, "initialize needs a protocolVersion, such as 2025-11-25.")
    known = requested in PROTOCOL.with_handshake
    return {
        "protocolVersion": requested if known else PROTOCOL.with_handshake[-1],
        "capabilities": {"tools": {"listChanged": False}},
        "serverInfo": server.info,
        "instructions": server.instructions,
    }


def _checked_message(message: object) -> Message:
    """Return a message that is one of JSON-RPC.

    Raises:
        ProtocolError: It is none, or a batch of several.
    """
    if isinstance(message, list):
        raise ProtocolError(
            400, ErrorCode.INVALID_REQUEST, "Batches are not taken: send one JSON-RPC message a request."
        )
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise ProtocolError(
            400, ErrorCode.INVALID_REQUEST, 'Expected a JSON-RPC message: an object with "jsonrpc": "2.0".'
        )
    if "method" not in message and not message.keys() & {"result", "error"}:
        raise ProtocolError(400, ErrorCode.INVALID_REQUEST, "Expected a method: the message is no request.")
    if not isinstance(message.get("method", ""), str):
        raise ProtocolError(400, ErrorCode.INVALID_REQUEST, "Expected a method that is a string.")
    message_id = message.get("id", "")
    if isinstance(message_id, bool) or not isinstance(message_id, str | int):
        raise ProtocolError(400, ErrorCode.INVALID_REQUEST, "Expected an id that is a string or a whole number.")
    return message


def _params_of(request: Message) -> Mapping[str, Any]:
    params = request.get("params", {})
    if not isinstance(params, dict) or not isinstance(params.get("_meta", {}), dict):
        raise ProtocolError(400, ErrorCode.INVALID_PARAMS, "Expected params, and _meta in them, that are objects.")
    return params


def _has_version_of_its_own(request: Message, headers: Mapping[str, str]) -> bool:
    """Return True for a request of a revision without a handshake."""
    params = request.get("params")
    meta = params.get("_meta") if isinstance(params, dict) else None
    names_version = isinstance(meta, dict) and f"{PROTOCOL.meta_prefix}protocolVersion" in meta
    named = headers.get("mcp-protocol-version")
    return names_version or named in PROTOCOL.without_handshake or request["method"] == "server/discover"


def _check_envelope(method: str, params: Mapping[str, Any], headers: Mapping[str, str]) -> None:
    """Check the envelope of a request of a revision without a handshake, and that its headers say the same.

    Raises:
        ProtocolError: A member of `_meta` is missing, a header differs, or the revision is not known.
    """
    meta = params.get("_meta", {})
    names = [f"{PROTOCOL.meta_prefix}{name}" for name in ("protocolVersion", "clientCapabilities")]
    missing = [name for name in names if name not in meta]
    if missing:
        raise ProtocolError(400, ErrorCode.INVALID_PARAMS, f"params._meta lacks {' and '.join(missing)}.")
    version = meta[names[0]]
    if not isinstance(version, str):
        raise ProtocolError(400, ErrorCode.INVALID_PARAMS, f"Expected a text as {names[0]}.")
    expected: dict[str, object] = {"mcp-protocol-version": version, "mcp-method": method}
    if method == "tools/call":
        expected["mcp-name"] = params.get("name")
    for name, value in expected.items():
        if headers.get(name) != value:
            raise ProtocolError(
                400, ErrorCode.HEADER_MISMATCH, f"The header {name} does not say what the message does, or is missing."
            )
    _check_version(version, PROTOCOL.without_handshake)


def _check_version(version: str, known: Sequence[str] = PROTOCOL.versions) -> None:
    if version not in known:
        raise ProtocolError(
            400,
            ErrorCode.UNSUPPORTED_VERSION,
            f"This server speaks {', '.join(PROTOCOL.versions)} of the protocol.",
            {"supported": list(PROTOCOL.versions), "requested": version[:100]},
        )
