"""Seventy thousand of the hundred thousand requests that nobody wants: Slack did not sign them."""

from http import HTTPStatus

import pytest

from tests.faults.generated_requests import SENDERS_WORD, GeneratedRequests
from tests.faults.hosted_app import TITLE, HostedApp
from tests.faults.many_requests import Handler

REFUSALS = {
    HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}  # fmt: skip


@pytest.mark.parametrize("seed", range(7))
def test_ten_thousand_unsigned_requests_are_refused_untold_and_leave_nothing_behind(
    handler: Handler, seed: int
) -> None:
    outcome = handler.send(GeneratedRequests(seed).unsigned, 10_000, may_echo=False)
    assert outcome.failed == []
    assert outcome.told == []
    assert outcome.statuses.keys() == REFUSALS
    assert outcome.new_objects < 3000
    assert handler.recommends()


def test_over_http_they_are_refused_just_so(app: HostedApp) -> None:
    requests = GeneratedRequests(11)
    statuses = []
    app.new_lines()
    for _ in range(300):
        request = requests.unsigned_over_http()
        statuses.append(app.post(request.body, dict(request.headers), request.method).status)
    assert set(statuses) <= REFUSALS | {HTTPStatus.NOT_FOUND}  # what the API has no route for
    lines = app.new_lines()
    assert len([line for line in lines if line.get("message") == "rejected"]) > 150
    assert SENDERS_WORD not in str(lines)
    assert TITLE in app.type(TITLE).body
