"""Credentials: from the environment, from the endpoint of a container, renewed in time, and from boto3 elsewhere."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import boto3
import pytest

from shelftalker.aws.credentials import Credentials, CredentialsError, CredentialSource
from tests.http_service import Answer, HttpService

NOW = 1_700_000_000.0
HOUR = 3600


class Clock:
    """A wall clock that is set by hand."""

    seconds = NOW

    def __call__(self) -> float:
        """Return the seconds since 1970."""
        return self.seconds


def answer(number: int, expires_at: float) -> Answer:
    """Return the endpoint's answer with the credentials of a number."""
    expiration = datetime.fromtimestamp(expires_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Answer(
        body={
            "AccessKeyId": f"key-{number}",
            "SecretAccessKey": f"secret-{number}",
            "Token": f"token-{number}",
            "Expiration": expiration,
        }
    )


@pytest.fixture
def endpoint() -> Iterator[HttpService]:
    """Return an endpoint that answers with the first credentials, which are valid for an hour."""
    with HttpService() as service:
        service.answers = [answer(1, NOW + HOUR)]
        yield service


@pytest.fixture
def clock() -> Clock:
    """Return a wall clock."""
    return Clock()


def source(endpoint: HttpService, clock: Clock, **variables: str) -> CredentialSource:
    """Return the credentials as under SnapStart."""
    environment = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{endpoint.url}/2021-04-27/credentials?a=b"} | variables
    return CredentialSource(environment, clock)


def test_those_of_the_environment_come_first(endpoint: HttpService, clock: Clock) -> None:
    keys = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    assert source(endpoint, clock, **keys).current() == Credentials("key", "secret", "")
    with_token = source(endpoint, clock, **keys, AWS_SESSION_TOKEN="token")
    assert with_token.current() == Credentials("key", "secret", "token")
    assert endpoint.received == []


def test_the_endpoint_is_sent_its_token_and_read_once(endpoint: HttpService, clock: Clock) -> None:
    credentials = source(endpoint, clock, AWS_CONTAINER_AUTHORIZATION_TOKEN="let me in")
    assert credentials.current() == Credentials("key-1", "secret-1", "token-1", NOW + HOUR)
    assert credentials.current() == Credentials("key-1", "secret-1", "token-1", NOW + HOUR)
    assert [request.headers["authorization"] for request in endpoint.received] == ["let me in"]


def test_the_token_in_a_file_is_read_at_each_renewal(endpoint: HttpService, clock: Clock, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("first\n")
    credentials = source(
        endpoint,
        clock,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=str(file),
        AWS_CONTAINER_AUTHORIZATION_TOKEN="not this one",
    )
    credentials.current()
    file.write_text("second\n")
    clock.seconds += HOUR
    endpoint.answers = [answer(2, NOW + 2 * HOUR)]
    assert credentials.current().access_key_id == "key-2"
    assert [request.headers["authorization"] for request in endpoint.received] == ["first", "second"]


def test_they_are_renewed_five_minutes_before_they_expire(endpoint: HttpService, clock: Clock) -> None:
    credentials = source(endpoint, clock)
    credentials.current()
    endpoint.answers = [answer(2, NOW + 2 * HOUR)]
    clock.seconds = NOW + HOUR - 301
    assert credentials.current().access_key_id == "key-1"
    clock.seconds = NOW + HOUR - 300
    assert credentials.current().access_key_id == "key-2"


def test_a_process_that_was_frozen_for_a_day_has_new_ones_though_its_own_clock_stood_still(
    endpoint: HttpService, clock: Clock
) -> None:
    credentials = source(endpoint, clock)
    credentials.current()
    clock.seconds += 24 * HOUR
    endpoint.answers = [answer(2, clock.seconds + HOUR)]
    assert credentials.current().access_key_id == "key-2"


def test_while_they_are_valid_a_failed_renewal_leaves_them_and_is_repeated(endpoint: HttpService, clock: Clock) -> None:
    credentials = source(endpoint, clock)
    credentials.current()
    clock.seconds = NOW + HOUR - 200
    endpoint.answers = [Answer(500)] * 2
    assert credentials.current().access_key_id == "key-1"
    asked = len(endpoint.received)
    clock.seconds += 9
    assert credentials.current().access_key_id == "key-1"
    assert len(endpoint.received) == asked
    clock.seconds += 1
    endpoint.answers = [answer(2, NOW + 2 * HOUR)]
    assert credentials.current().access_key_id == "key-2"


def test_once_they_are_expired_a_failed_renewal_is_an_error(endpoint: HttpService, clock: Clock) -> None:
    credentials = source(endpoint, clock)
    credentials.current()
    clock.seconds += HOUR
    endpoint.answers = [Answer(500)] * 2
    with pytest.raises(CredentialsError, match=r"AWS_CONTAINER_CREDENTIALS_FULL_URI names, gives no .*HTTP status 500"):
        credentials.current()


@pytest.mark.parametrize("body", [b"no JSON", [], {"AccessKeyId": "key"}, b"\xff"], ids=str)
def test_an_answer_without_credentials_is_an_error(endpoint: HttpService, clock: Clock, body: object) -> None:
    endpoint.answers = [Answer(body=body)] * 2
    with pytest.raises(CredentialsError, match="gives no credentials"):
        source(endpoint, clock).current()


def test_a_redirection_is_not_followed_with_the_token(endpoint: HttpService, clock: Clock) -> None:
    endpoint.answers = [Answer(302)] * 2
    with pytest.raises(CredentialsError, match="HTTP status 302"):
        source(endpoint, clock, AWS_CONTAINER_AUTHORIZATION_TOKEN="let me in").current()


@pytest.mark.parametrize("url", ["http://example.com/", "http://10.0.0.1/", "ftp://127.0.0.1/", "file:///etc/passwd"])
def test_no_other_host_is_sent_the_token_without_tls(clock: Clock, url: str) -> None:
    environment = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": url, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "let me in"}
    with pytest.raises(CredentialsError, match="must be an address of this host"):
        CredentialSource(environment, clock).current()


def test_a_token_of_two_lines_is_an_error_that_does_not_show_it(endpoint: HttpService, clock: Clock) -> None:
    with pytest.raises(CredentialsError, match="one line") as raised:
        source(endpoint, clock, AWS_CONTAINER_AUTHORIZATION_TOKEN="let\r\nme: in").current()
    assert "me: in" not in str(raised.value)


def test_a_developers_profile_is_read_by_boto3(
    aws_configuration: boto3.Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "credentials"
    file.write_text("[reader]\naws_access_key_id = profile-key\naws_secret_access_key = profile-secret\n")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    monkeypatch.setenv("AWS_PROFILE", "reader")
    assert CredentialSource().current() == Credentials("profile-key", "profile-secret", "")


def test_without_any_credentials_the_error_says_what_to_do(
    aws_configuration: boto3.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    with pytest.raises(CredentialsError, match="AWS_PROFILE"):
        CredentialSource().current()
