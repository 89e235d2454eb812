"""Tests with seventy thousand requests that Slack did not sign."""

from http import HTTPStatus

import pytest

from tests.faults.generated_requests import SENDERS_WORD, GeneratedRequests
from tests.faults.hosted_app import TITLE, HostedApp
from tests.faults.many_requests import Handler

REFUSALS = {
    HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
}  # fmt: skip


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.no_cover) for seed in range(1, 7))])
def test_ten_thousand_unsigned_requests_are_refused_without_leaks_and_leave_no_objects(
    handler: Handler, seed: int
) -> None:
    outcome = handler.send(GeneratedRequests(seed).unsigned_event, 10_000, may_echo=False)
    assert outcome.failures == []
    assert outcome.leaks == []
    assert outcome.statuses.keys() == REFUSALS
    assert outcome.new_objects < 3000
    assert handler.recommends()


def test_unsigned_requests_are_refused_over_http(app: HostedApp) -> None:
    requests = GeneratedRequests(11)
    statuses = []
    app.new_lines()
    for _ in range(300):
        request = requests.unsigned_over_http()
        statuses.append(app.post(request.body, dict(request.headers), request.method).status)
    assert set(statuses) <= REFUSALS | {HTTPStatus.NOT_FOUND}  # the API has no route for some
    lines = app.new_lines()
    assert len([line for line in lines if line.get("message") == "rejected"]) > 150
    assert SENDERS_WORD not in str(lines)
    assert TITLE in app.type(TITLE).body
