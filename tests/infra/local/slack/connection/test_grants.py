import pytest

from infra.local.slack.connection.grants import GrantError, Grants
from tests.infra.local.scripted_slack import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def grants(clock: Clock) -> Grants:
    return Grants(clock)


def test_a_response_url_accepts_five_posts_and_no_sixth(grants: Grants) -> None:
    response_url = grants.issue_response_url("U1", "C1")
    for _ in range(5):
        assert grants.use_response_url(response_url.token) is response_url
    with pytest.raises(GrantError) as refused:
        grants.use_response_url(response_url.token)
    assert refused.value.code == "used_url"


def test_a_response_url_works_for_thirty_minutes_and_no_longer(grants: Grants, clock: Clock) -> None:
    response_url = grants.issue_response_url("U1", "C1")
    clock.now = response_url.issued_at + 30 * 60
    grants.use_response_url(response_url.token)
    clock.now = response_url.issued_at + 30 * 60 + 1
    with pytest.raises(GrantError) as refused:
        grants.use_response_url(response_url.token)
    assert refused.value.code == "expired_url"


def test_an_unknown_response_url_is_refused(grants: Grants) -> None:
    with pytest.raises(GrantError):
        grants.use_response_url("guessed")


def test_a_trigger_id_works_for_three_seconds_and_no_longer(grants: Grants, clock: Clock) -> None:
    issued_at = clock.now
    in_time, late = grants.issue_trigger_id("U1"), grants.issue_trigger_id("U1")
    clock.now = issued_at + 3
    assert grants.use_trigger_id(in_time).user_id == "U1"
    clock.now = issued_at + 3.1
    with pytest.raises(GrantError) as refused:
        grants.use_trigger_id(late)
    assert refused.value.code == "expired_trigger_id"


def test_a_trigger_id_opens_one_modal(grants: Grants) -> None:
    trigger_id = grants.issue_trigger_id("U1")
    grants.use_trigger_id(trigger_id)
    with pytest.raises(GrantError) as refused:
        grants.use_trigger_id(trigger_id)
    assert refused.value.code == "exchanged_trigger_id"


def test_an_unknown_trigger_id_is_refused(grants: Grants) -> None:
    with pytest.raises(GrantError) as refused:
        grants.use_trigger_id("1.2.guessed")
    assert refused.value.code == "invalid_trigger_id"
