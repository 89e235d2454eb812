"""A local Amazon API Gateway: it turns HTTP requests into a function's events, and return values into answers.

The server is an HTTP API with payload format 2.0, as the template deploys it. For tests it also makes the events of a
REST API and of a Function URL.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import base64
import binascii
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, unquote
from uuid import uuid4

from infra.local.lambda_host.invocation import LAMBDA, Invocation
from infra.local.lambda_host.loopback import LoopbackServer

Invoke = Callable[[Mapping[str, Any]], Invocation]


@dataclass(frozen=True)
class HttpRequest:
    """An HTTP request as it was received; a header may occur more than once."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    query: str = ""

    def header(self, name: str) -> str:
        """Return a header by its lower-case name; an empty string where there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def lower_case_headers(self) -> dict[str, str]:
        """Headers by their lower-case names; the values of a repeated one are joined by commas."""
        return _joined_values((name.lower(), value) for name, value in self.headers)

    @property
    def query_parameters(self) -> list[tuple[str, str]]:
        """Names and values of the query string, in its order."""
        return parse_qsl(self.query, keep_blank_values=True)


class MalformedResponseError(Exception):
    """A function returned a value that API Gateway does not accept as an answer."""


@dataclass(frozen=True)
class HttpResponse:
    """An HTTP response as the client receives it."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True)
class Route:
    """A route of an HTTP API: a method, or ANY, and a path, of which a segment in braces stands for any one segment."""

    key: str

    def path_parameters(self, request: HttpRequest) -> dict[str, str] | None:
        """Return the decoded segments that stand for those in braces, by name; None for a request of another route."""
        method, _, path = self.key.partition(" ")
        expected, given = path.split("/"), request.path.split("/")
        if method not in {"ANY", request.method} or len(expected) != len(given):
            return None
        pairs = list(zip(expected, given, strict=True))
        if not all(segment if _is_variable(name) else segment == name for name, segment in pairs):
            return None
        return {name[1:-1]: unquote(segment) for name, segment in pairs if _is_variable(name)}

    @property
    def specificity(self) -> tuple[int, bool]:
        """Order of routes that take the same request: the first has it, as API Gateway chooses the most specific."""
        return self.key.count("{"), self.key.startswith("ANY ")


def api_gateway_v2_event(
    request: HttpRequest, route_key: str | None = None, path_parameters: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the event of an HTTP API (payload format 2.0), which has the path decoded, as a Function URL's has not."""
    domain = f"a1b2c3d4e5.execute-api.{LAMBDA.region}.amazonaws.com"
    decoded = replace(request, path=unquote(request.path))
    event = _version_2_event(decoded, domain, route_key or f"{request.method} {request.path}")
    return event | {"pathParameters": dict(path_parameters)} if path_parameters else event


def function_url_event(request: HttpRequest) -> dict[str, Any]:
    """Return the event of a Lambda Function URL: payload format 2.0, from another domain and without routes."""
    domain = f"abcdefghijklmnopqrstuvwxyz012345.lambda-url.{LAMBDA.region}.on.aws"
    return _version_2_event(request, domain, "$default")


def api_gateway_v1_event(request: HttpRequest, *, binary: bool = False) -> dict[str, Any]:
    """Return the event of a REST API, where headers keep their case.

    Args:
        request: The request.
        binary: True where the API declares the body's type as binary; only then is it base64.
    """
    headers = _values_by_name(request.headers)
    parameters = _values_by_name(request.query_parameters)
    domain = f"a1b2c3d4e5.execute-api.{LAMBDA.region}.amazonaws.com"
    now = time.time()
    return {
        "resource": request.path,
        "path": request.path,
        "httpMethod": request.method,
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
        "queryStringParameters": {name: values[-1] for name, values in parameters.items()} or None,
        "multiValueQueryStringParameters": parameters or None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "accountId": LAMBDA.account_id,
            "apiId": domain.partition(".")[0],
            "domainName": domain,
            "domainPrefix": domain.partition(".")[0],
            "extendedRequestId": uuid4().hex[:15],
            "httpMethod": request.method,
            "identity": {"sourceIp": "127.0.0.1", "userAgent": request.header("user-agent") or None},
            "path": f"/Prod{request.path}",
            "protocol": "HTTP/1.1",
            "requestId": str(uuid4()),
            "requestTime": _clf_time(now),
            "requestTimeEpoch": round(now * 1000),
            "resourceId": "abc123",
            "resourcePath": request.path,
            "stage": "Prod",
        },
        "body": (base64.b64encode(request.body).decode() if binary else request.body.decode()) or None,
        "isBase64Encoded": binary,
    }


def http_response(payload: object) -> HttpResponse:
    """Convert a function's return value to a response as payload format 2.0 does (which has no `multiValueHeaders`).

    Raises:
        MalformedResponseError: The value is not in the format that API Gateway expects.
    """
    if not (isinstance(payload, dict) and "statusCode" in payload):
        return HttpResponse(200, (("content-type", "application/json"),), json.dumps(payload).encode())
    status, body = payload["statusCode"], payload.get("body") or ""
    headers, cookies = payload.get("headers") or {}, payload.get("cookies") or []
    if not (isinstance(status, int) and isinstance(body, str) and isinstance(headers, dict)):
        raise MalformedResponseError(f"expected an int statusCode, a str body and a dict of headers; got {payload!r}")
    try:
        content = base64.b64decode(body, validate=True) if payload.get("isBase64Encoded") else body.encode()
    except binascii.Error as error:
        raise MalformedResponseError("isBase64Encoded is true and the body is no base64") from error
    lower_case = {"content-type": "text/plain;charset=UTF-8"} | {
        name.lower(): str(value) for name, value in headers.items()
    }
    return HttpResponse(status, (*lower_case.items(), *(("set-cookie", cookie) for cookie in cookies)), content)


class Gateway(LoopbackServer):
    """An HTTP API on 127.0.0.1.

    Args:
        routes: The functions by route; a route is a method, or ANY, and a path, as in `POST /slack/events` and
            `ANY /books/{book_id}`. No other exists.
        port: Port to listen on; 0 for a free one.
    """

    def __init__(self, routes: Mapping[str, Invoke], port: int = 0) -> None:
        super().__init__(_GatewayRequest, port)
        self._routes = routes

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Invoke the function of the request's route, and return its answer."""
        routes = sorted(map(Route, self._routes), key=lambda route: route.specificity)
        matches = ((route.key, route.path_parameters(request)) for route in routes)
        route_key, path_parameters = next((it for it in matches if it[1] is not None), ("", None))
        if not route_key:
            return _json_message(HTTPStatus.NOT_FOUND, "Not Found")
        invocation = self._routes[route_key](api_gateway_v2_event(request, route_key, path_parameters))
        if invocation.error is None:
            try:
                return http_response(invocation.payload)
            except MalformedResponseError as error:
                print(f"{route_key}: API Gateway would not take the function's answer: {error}")
        return _json_message(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal Server Error")


class _GatewayRequest(BaseHTTPRequestHandler):
    server: Gateway
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes; Nagle's algorithm would hold the second back

    def _respond(self) -> None:
        response = self._response()
        self.send_response(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        self.send_header("content-length", str(len(response.body)))
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_QUERY = _respond  # noqa: N815 # the names that http.server looks for

    def _response(self) -> HttpResponse:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdecimal():
            self.close_connection = True  # the end of the body is unknown
            return _json_message(HTTPStatus.LENGTH_REQUIRED, "Length Required")
        if int(length) > LAMBDA.maximum_body_bytes:
            self._discard_body(int(length))
            return _json_message(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large")
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(length))
        return self.server.answer(HttpRequest(self.command, path, tuple(self.headers.items()), body, query))

    def _discard_body(self, length: int) -> None:
        """Read the body to its end: a client that is disconnected while it sends never reads the answer."""
        while length > 0 and (chunk := self.rfile.read(min(length, 1 << 20))):
            length -= len(chunk)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 # the name http.server gave it
        """Log nothing: the function logs each request itself."""


def _version_2_event(request: HttpRequest, domain: str, route_key: str) -> dict[str, Any]:
    headers = request.lower_case_headers
    cookies = headers.pop("cookie", "")
    now = time.time()
    is_text = _is_text(request)
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": request.path,
        "rawQueryString": request.query,
        "headers": {
            "content-length": str(len(request.body)),
            "host": domain,
            "x-amzn-trace-id": f"Root=1-{int(now):08x}-{uuid4().hex[:24]}",
            "x-forwarded-for": "127.0.0.1",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "https",
        }
        | {name: value for name, value in headers.items() if name not in {"connection", "host"}},
        "requestContext": {
            "accountId": LAMBDA.account_id,
            "apiId": domain.partition(".")[0],
            "domainName": domain,
            "domainPrefix": domain.partition(".")[0],
            "http": {
                "method": request.method,
                "path": request.path,
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": request.header("user-agent"),
            },
            "requestId": str(uuid4()),
            "routeKey": route_key,
            "stage": "$default",
            "time": _clf_time(now),
            "timeEpoch": round(now * 1000),
        },
        "isBase64Encoded": bool(request.body) and not is_text,
    }
    if cookies:
        event["cookies"] = [cookie.strip() for cookie in cookies.split(";")]
    if request.query:
        event["queryStringParameters"] = _joined_values(request.query_parameters)
    if request.body:
        event["body"] = request.body.decode() if is_text else base64.b64encode(request.body).decode()
    return event


def _is_variable(segment: str) -> bool:
    return segment.startswith("{") and segment.endswith("}")


def _is_text(request: HttpRequest) -> bool:
    """Return True for a body that the event carries as text; others, such as Slack's forms, become base64."""
    content_type = request.header("content-type").partition(";")[0].strip().lower()
    text_types = ("text/", "application/json", "application/javascript", "application/xml")
    if not content_type.startswith(text_types):
        return False
    try:
        request.body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _values_by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name, value in pairs:
        groups.setdefault(name, []).append(value)
    return groups


def _joined_values(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: ",".join(values) for name, values in _values_by_name(pairs).items()}


def _json_message(status: HTTPStatus, message: str) -> HttpResponse:
    return HttpResponse(status, (("content-type", "application/json"),), json.dumps({"message": message}).encode())


def _clf_time(seconds: float) -> str:
    return time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(seconds))
