import pytest

from infra.local.slack.connection.grants import GrantError, Grants
from tests.infra.local.scripted_slack import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def grants(clock: Clock) -> Grants:
    return Grants(clock)


def test_a_response_url_takes_five_posts_and_no_sixth(grants: Grants) -> None:
    lent = grants.lend_response_url("U1", "C1")
    for _ in range(5):
        assert grants.use_response_url(lent.token) is lent
    with pytest.raises(GrantError) as refused:
        grants.use_response_url(lent.token)
    assert refused.value.code == "used_url"


def test_a_response_url_works_for_thirty_minutes_and_no_longer(grants: Grants, clock: Clock) -> None:
    lent = grants.lend_response_url("U1", "C1")
    clock.now = lent.issued_at + 30 * 60
    grants.use_response_url(lent.token)
    clock.now = lent.issued_at + 30 * 60 + 1
    with pytest.raises(GrantError) as refused:
        grants.use_response_url(lent.token)
    assert refused.value.code == "expired_url"


def test_a_response_url_that_was_never_lent_is_refused(grants: Grants) -> None:
    with pytest.raises(GrantError):
        grants.use_response_url("guessed")


def test_a_trigger_id_works_for_three_seconds_and_no_longer(grants: Grants, clock: Clock) -> None:
    issued_at = clock.now
    in_time, late = grants.lend_trigger("U1"), grants.lend_trigger("U1")
    clock.now = issued_at + 3
    assert grants.use_trigger(in_time).user_id == "U1"
    clock.now = issued_at + 3.1
    with pytest.raises(GrantError) as refused:
        grants.use_trigger(late)
    assert refused.value.code == "expired_trigger_id"


def test_a_trigger_id_opens_one_modal(grants: Grants) -> None:
    trigger_id = grants.lend_trigger("U1")
    grants.use_trigger(trigger_id)
    with pytest.raises(GrantError) as refused:
        grants.use_trigger(trigger_id)
    assert refused.value.code == "exchanged_trigger_id"


def test_a_trigger_id_that_was_never_lent_is_refused(grants: Grants) -> None:
    with pytest.raises(GrantError) as refused:
        grants.use_trigger("1.2.guessed")
    assert refused.value.code == "invalid_trigger_id"
