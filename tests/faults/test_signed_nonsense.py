"""Tests with thirty thousand requests that are signed as by Slack, with bodies that Slack does not send."""

import pytest

from tests.faults.generated_requests import GeneratedRequests
from tests.faults.hosted_app import TITLE, HostedApp
from tests.faults.many_requests import Handler


# Bolt answers Slack's check of the URL by itself, without a metric.
@pytest.mark.filterwarnings("ignore:No application metrics to publish")
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.no_cover) for seed in range(1, 3))])
def test_ten_thousand_signed_invalid_bodies_get_no_5xx_and_leave_no_objects(handler: Handler, seed: int) -> None:
    outcome = handler.send(GeneratedRequests(seed).signed_event, 10_000, may_echo=True)
    assert outcome.failures == []
    assert outcome.leaks == []
    assert outcome.statuses.keys() == {200, 400, 404}
    assert outcome.new_objects < 3000
    assert handler.recommends()


def test_signed_invalid_bodies_get_no_5xx_over_http_with_shelves_and_a_token(app: HostedApp) -> None:
    requests = GeneratedRequests(12, app.response_url)
    statuses = set()
    for _ in range(300):
        body = requests.signed_body()
        statuses.add(app.send(body).status)
    assert statuses <= {200, 400, 404}
    assert TITLE in app.type(TITLE).body
