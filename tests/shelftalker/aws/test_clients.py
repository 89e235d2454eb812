"""The time-outs of AWS clients, and clients of boto3 that are created when first used."""

import pytest

from shelftalker.aws.clients import REUSE_SECONDS, AwsCallError, AwsTimeouts, ClientTimeouts, LazyClient
from tests.http_service import Answer, HttpService


def test_the_time_outs_of_a_click_leave_a_second_for_slack() -> None:
    click = AwsTimeouts().click
    assert click.attempts * (click.connect_seconds + click.read_seconds) + 0.05 < 2


def test_a_client_is_created_when_it_is_first_used_and_once(service: HttpService) -> None:
    client = LazyClient("kms", ClientTimeouts(10, 10, 1))
    assert client.get() is client.get()
    service.answers = [Answer(body={"Keys": []})]
    assert client.call("list_keys")["Keys"] == []
    client.get().close()


def test_a_refusal_is_an_error_with_the_services_code(service: HttpService) -> None:
    client = LazyClient("kms", ClientTimeouts(10, 10, 1))
    service.answers = [Answer(400, {"__type": "NotFoundException", "message": "no such key"})]
    with pytest.raises(AwsCallError, match="no such key") as raised:
        client.call("describe_key", KeyId="k")
    assert raised.value.code == "NotFoundException"
    client.get().close()


def test_the_number_of_attempts_is_that_of_the_time_outs(service: HttpService) -> None:
    client = LazyClient("kms", ClientTimeouts(10, 10, 2))
    service.answers = [Answer(500, {"__type": "KMSInternalException"})] * 5
    with pytest.raises(AwsCallError):
        client.call("list_keys")
    assert len(service.bodies) == 2
    client.get().close()


def test_a_service_out_of_reach_is_an_error_without_a_code(
    service: HttpService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(AwsCallError, match="Could not connect") as raised:
        LazyClient("kms", ClientTimeouts(10, 10, 1)).call("list_keys")
    assert raised.value.code == ""


def test_a_connection_of_before_a_long_suspension_is_not_used_again(service: HttpService) -> None:
    """Forget the connection as the network does meanwhile, while the monotonic clock stands still."""
    now = [1_700_000_000.0]
    client = LazyClient("kms", ClientTimeouts(10, 10, 1), lambda: now[0])
    connections = []
    for seconds in (0.0, REUSE_SECONDS, REUSE_SECONDS + 1, -3600.0):
        now[0] += seconds
        client.call("list_keys")
        connections.append(service.connections)
    client.get().close()
    assert connections == [1, 1, 2, 3]
