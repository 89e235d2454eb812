import json
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from threading import Thread

import pytest

from infra.local.lambda_host.runtime_api import PendingEvent, Report, ReportKind, RuntimeApi

RUNTIME = "/2018-06-01/runtime"
EVENT = PendingEvent(
    request_id="8476a536-e9f4-11e8-9739-2dfe598c3fcd",
    body=b'{"hello": "world"}',
    deadline_ms=1542409706888,
    function_arn="arn:aws:lambda:eu-central-1:123456789012:function:shelftalker",
    trace_id="Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1",
)


@pytest.fixture
def api() -> Iterator[RuntimeApi]:
    with RuntimeApi() as running:
        yield running


@pytest.fixture
def client(api: RuntimeApi) -> Iterator[HTTPConnection]:
    connection = HTTPConnection(api.address, timeout=30)
    yield connection
    connection.close()


def send(client: HTTPConnection, method: str, path: str, body: object = None) -> HTTPResponse:
    client.request(method, RUNTIME + path, None if body is None else json.dumps(body))
    return client.getresponse()


def test_the_first_request_for_an_event_reports_that_initialisation_is_over(
    api: RuntimeApi, client: HTTPConnection
) -> None:
    api.events.put(EVENT)
    send(client, "GET", "/invocation/next").read()
    assert api.reports.get(timeout=30) == Report(ReportKind.READY)
    api.events.put(EVENT)
    send(client, "GET", "/invocation/next").read()
    assert api.reports.empty()


def test_an_event_comes_with_the_headers_that_make_the_context(api: RuntimeApi, client: HTTPConnection) -> None:
    api.events.put(EVENT)
    response = send(client, "GET", "/invocation/next")
    assert response.read() == EVENT.body
    assert response.headers["Lambda-Runtime-Aws-Request-Id"] == EVENT.request_id
    assert response.headers["Lambda-Runtime-Deadline-Ms"] == "1542409706888"
    assert response.headers["Lambda-Runtime-Invoked-Function-Arn"] == EVENT.function_arn
    assert response.headers["Lambda-Runtime-Trace-Id"] == EVENT.trace_id


@pytest.mark.parametrize(("outcome", "kind"), [("response", ReportKind.RESPONSE), ("error", ReportKind.ERROR)])
def test_an_answer_is_reported_once_and_only_for_the_current_event(
    api: RuntimeApi, client: HTTPConnection, outcome: str, kind: ReportKind
) -> None:
    api.events.put(EVENT)
    send(client, "GET", "/invocation/next").read()
    assert api.reports.get(timeout=30).kind is ReportKind.READY

    for path, status in [
        (f"/invocation/another/{outcome}", 400),
        (f"/invocation/{EVENT.request_id}/answer", 400),
        (f"/invocation/{EVENT.request_id}/{outcome}", 202),
        (f"/invocation/{EVENT.request_id}/{outcome}", 400),
    ]:
        response = send(client, "POST", path, {"answer": 42})
        response.read()
        assert (path, response.status) == (path, status)
    assert api.reports.get(timeout=30) == Report(kind, b'{"answer": 42}')
    assert api.reports.empty()


@pytest.mark.parametrize("endpoint", ["/init/error", "/restore/error"])
def test_an_error_before_the_first_event_is_reported(api: RuntimeApi, client: HTTPConnection, endpoint: str) -> None:
    response = send(client, "POST", endpoint, {"errorMessage": "no"})
    response.read()
    assert response.status == 202
    assert api.reports.get(timeout=30) == Report(ReportKind.INIT_ERROR, b'{"errorMessage": "no"}')


def test_a_restore_is_answered_at_once(client: HTTPConnection) -> None:
    response = send(client, "GET", "/restore/next")
    response.read()
    assert response.status == 200


def test_an_unknown_endpoint_is_not_found(client: HTTPConnection) -> None:
    response = send(client, "GET", "/invocation/previous")
    response.read()
    assert response.status == 404


def test_the_end_disconnects_a_client_that_waits_for_an_event() -> None:
    with RuntimeApi() as api:
        client = HTTPConnection(api.address, timeout=30)
        client.request("GET", RUNTIME + "/invocation/next")
        assert api.reports.get(timeout=30).kind is ReportKind.READY
        errors: list[type[Exception]] = []
        waiting = Thread(target=lambda: errors.append(_error_of(client)))
        waiting.start()
    waiting.join(timeout=30)
    client.close()
    assert errors
    assert issubclass(errors[0], ConnectionError)


def _error_of(client: HTTPConnection) -> type[Exception]:
    try:
        client.getresponse()
    except Exception as error:  # noqa: BLE001 # the caller checks its type
        return type(error)
    raise AssertionError("the client got an event that nobody sent")
