"""Calls of the light client: attempts, time-outs, connections and TLS."""

import datetime
import ipaddress
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shelftalker.aws import light_client
from shelftalker.aws.clients import REUSE_SECONDS, AwsCallError, ClientTimeouts
from shelftalker.aws.light_client import JsonService, LightClient
from tests.http_service import Answer, HttpService

TIMEOUTS = ClientTimeouts(10, 10, 2)
THROTTLING = {"__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException", "message": "slow down"}


class Clock:
    """A wall clock that is set by hand."""

    seconds = 1_700_000_000.0

    def __call__(self) -> float:
        """Return the seconds since 1970."""
        return self.seconds


@pytest.fixture
def client(service: HttpService) -> Iterator[LightClient]:
    """Return a client of DynamoDB."""
    client = LightClient(JsonService.dynamodb(), TIMEOUTS)
    yield client
    client.close()


def test_without_a_region_the_error_says_what_to_set(monkeypatch: pytest.MonkeyPatch, client: LightClient) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name)
    with pytest.raises(AwsCallError, match="set AWS_DEFAULT_REGION"):
        client.call("Query", {})


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://127.0.0.1", "https://"])
def test_an_endpoint_that_is_none_is_an_error(monkeypatch: pytest.MonkeyPatch, client: LightClient, url: str) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    with pytest.raises(AwsCallError, match="begins with https"):
        client.call("Query", {})


def test_a_call_sends_json_and_returns_json(service: HttpService, client: LightClient) -> None:
    service.answers = [Answer(body={"Item": {"title": {"S": "Dune"}}})]
    assert client.call("GetItem", {"Key": {"id": {"S": "Größe"}}}) == {"Item": {"title": {"S": "Dune"}}}
    assert service.bodies == [{"Key": {"id": {"S": "Größe"}}}]
    headers = service.received[0].headers
    assert headers["x-amz-target"] == "DynamoDB_20120810.GetItem"
    assert headers["content-type"] == "application/x-amz-json-1.0"
    assert headers["host"] == service.url.removeprefix("http://")
    assert headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=testing/")


@pytest.mark.parametrize(
    "passing",
    [
        Answer(400, THROTTLING),
        Answer(400, {"__type": "ProvisionedThroughputExceededException"}),
        Answer(500, {"__type": "com.amazon.coral.service#InternalServerError"}),
        Answer(503, b"<html>"),
        Answer(0),
    ],
    ids=["throttled", "throughput", "500", "503 without JSON", "no answer"],
)
def test_a_passing_failure_is_followed_by_one_more_attempt(
    service: HttpService, client: LightClient, passing: Answer
) -> None:
    service.answers = [passing, Answer(body={"ok": 1})]
    assert client.call("Query", {}) == {"ok": 1}
    assert len(service.bodies) == 2


def test_the_number_of_attempts_is_that_of_the_time_outs(service: HttpService, client: LightClient) -> None:
    service.answers = [Answer(400, THROTTLING)] * 5
    with pytest.raises(AwsCallError, match="ThrottlingException: slow down") as raised:
        client.call("Query", {})
    assert (raised.value.code, len(service.bodies)) == ("ThrottlingException", 2)


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (Answer(400, {"__type": "com.amazon.coral.service#AccessDeniedException", "Message": "no"}),
         "AccessDeniedException"),
        (Answer(400, {"__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"}),
         "ConditionalCheckFailedException"),
        (Answer(200, b"no JSON"), ""),
        (Answer(200, ["no object"]), ""),
        (Answer(403, b""), ""),
    ],
)  # fmt: skip
def test_a_refusal_is_an_error_with_its_code_at_once(
    service: HttpService, client: LightClient, refusal: Answer, code: str
) -> None:
    service.answers = [refusal]
    with pytest.raises(AwsCallError) as raised:
        client.call("Query", {})
    assert (raised.value.code, len(service.bodies)) == (code, 1)


def test_a_slow_answer_is_waited_for_no_longer_than_the_read_time_out(service: HttpService) -> None:
    service.answers = [Answer(delay_seconds=3), Answer(delay_seconds=3)]
    client = LightClient(JsonService.ssm(), ClientTimeouts(10, 0.2, 2))
    started = time.perf_counter()
    with pytest.raises(AwsCallError, match=r"read timeout of 0.2 s"):
        client.call("GetParameter", {})
    assert time.perf_counter() - started < 2


def test_a_host_that_accepts_no_connection_is_waited_for_no_longer_than_the_connect_time_out(
    service: HttpService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(address: object, timeout: float, source_address: object) -> None:
        raise TimeoutError(f"timed out after {timeout} s")

    monkeypatch.setattr("socket.create_connection", connect)
    with pytest.raises(AwsCallError, match=r"Could not connect to http.*: timed out after 0.25 s"):
        LightClient(JsonService.ssm(), ClientTimeouts(0.25, 10, 1)).call("GetParameter", {})


def test_a_connection_is_used_again(service: HttpService, client: LightClient) -> None:
    for _ in range(3):
        client.call("Query", {})
    assert service.connections == 1


def test_an_old_connection_is_opened_anew_though_no_time_has_passed_for_the_process(
    service: HttpService,
) -> None:
    clock = Clock()
    client = LightClient(JsonService.dynamodb(), TIMEOUTS, clock=clock)
    client.call("Query", {})
    clock.seconds += REUSE_SECONDS + 1
    client.call("Query", {})
    clock.seconds -= 3600
    client.call("Query", {})
    assert service.connections == 3
    client.close()


def test_a_connection_that_the_service_closed_is_opened_anew(service: HttpService, client: LightClient) -> None:
    service.answers = [Answer(closes=True)]
    client.call("Query", {})
    time.sleep(0.1)  # until the service has closed it
    client.call("Query", {})
    assert (service.connections, len(service.bodies)) == (2, 2)


def test_a_connection_that_is_closed_while_it_is_used_again_costs_no_attempt(service: HttpService) -> None:
    client = LightClient(JsonService.dynamodb(), ClientTimeouts(10, 10, 1))
    client.call("Query", {})
    service.answers = [Answer(0)]
    assert client.call("Query", {}) == {}
    assert service.connections == 2
    client.close()


def test_threads_may_share_a_client(service: HttpService, client: LightClient) -> None:
    service.answers = [Answer(delay_seconds=0.01)] * 20
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda number: client.call("Query", {"number": number}), range(40)))
    assert answers == [{}] * 40
    assert sorted(body["number"] for body in service.bodies) == list(range(40))
    assert service.connections <= 8


def test_a_certificate_that_nobody_vouches_for_is_refused(
    service: HttpService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = encrypt(service, tmp_path)
    monkeypatch.setenv("AWS_ENDPOINT_URL", service.url.replace("http:", "https:"))
    light_client._tls_context.cache_clear()  # noqa: SLF001
    with pytest.raises(AwsCallError, match="CERTIFICATE_VERIFY_FAILED"):
        LightClient(JsonService.ssm(), TIMEOUTS).call("GetParameter", {})
    monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
    light_client._tls_context.cache_clear()  # noqa: SLF001
    client = LightClient(JsonService.ssm(), TIMEOUTS)
    assert client.call("GetParameter", {}) == client.call("GetParameter", {}) == {}
    assert len(service.bodies) == 2
    client.close()
    light_client._tls_context.cache_clear()  # noqa: SLF001


def encrypt(service: HttpService, directory: Path) -> Path:
    """Have a service talk TLS, by a certificate that it signed itself, and return that."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = directory / "certificate.pem"
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    service.socket = context.wrap_socket(service.socket, server_side=True)
    return file
