"""A client of the AWS services that the request path calls, in place of boto3, whose import takes 150 ms.

It makes the JSON calls of DynamoDB, SSM and SQS as boto3 makes them: the same endpoints, signatures and retries.
"""

import json
import os
import select
import ssl
import time
from collections.abc import Callable, Mapping
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from shelftalker.aws.clients import REUSE_SECONDS, AwsCallError, ClientTimeouts
from shelftalker.aws.credentials import CredentialsError, CredentialSource
from shelftalker.aws.endpoints import current_region, endpoint_url, host_header
from shelftalker.aws.sigv4 import authorization


class JsonService(NamedTuple):
    """An AWS service with a JSON protocol.

    Attributes:
        name: Its name in signatures and in the endpoint's host.
        target: Prefix of the operation in the `x-amz-target` header.
        content_type: Of requests, with the protocol's version.
    """

    name: str
    target: str
    content_type: str

    @classmethod
    def dynamodb(cls) -> "JsonService":
        """Return DynamoDB."""
        return cls("dynamodb", "DynamoDB_20120810", "application/x-amz-json-1.0")

    @classmethod
    def ssm(cls) -> "JsonService":
        """Return SSM."""
        return cls("ssm", "AmazonSSM", "application/x-amz-json-1.1")

    @classmethod
    def sqs(cls) -> "JsonService":
        """Return SQS."""
        return cls("sqs", "AmazonSQS", "application/x-amz-json-1.0")


class LightClientConfig(NamedTuple):
    """Limits and lists that all calls share.

    Attributes:
        seconds_before_second_attempt: Doubled before each further one; botocore's for DynamoDB in its legacy mode.
        throttling_codes: Codes that a second attempt may answer, as botocore has them.
        transient_statuses: HTTP statuses of the same kind.
    """

    seconds_before_second_attempt: float = 0.05
    throttling_codes: frozenset[str] = frozenset({
        "ProvisionedThroughputExceededException", "ReplicatedWriteConflictException", "RequestLimitExceeded",
        "RequestThrottledException", "ThrottledException", "Throttling", "ThrottlingException",
        "TransactionInProgressException",
    })  # fmt: skip
    transient_statuses: frozenset[int] = frozenset({429, 500, 502, 503, 504, 509})


CONFIG = LightClientConfig()


class LightClient:
    """Calls one service; threads may share it."""

    def __init__(
        self,
        service: JsonService,
        timeouts: ClientTimeouts,
        credentials: CredentialSource | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Use a service; nothing is connected to, and no region needed, before the first call.

        Args:
            service: The service.
            timeouts: Limits of each call.
            credentials: Sign the calls; those of this process where it is None.
            clock: Wall clock in seconds since 1970.
        """
        self._service = service
        self._timeouts = timeouts
        self._credentials = credentials or process_credentials()
        self._clock = clock
        self._place: tuple[str, SplitResult] | None = None  # region and endpoint
        self._idle: list[tuple[HTTPConnection, float]] = []  # with the time of their last use; the newest last
        self._idle_lock = Lock()

    def __del__(self) -> None:
        """Close the connections, as nobody else will."""
        self.close()

    def close(self) -> None:
        """Close the connections that are not in use; a later call opens a new one."""
        with self._idle_lock:
            idle, self._idle = self._idle, []
        for connection, _ in idle:
            connection.close()

    def call(self, operation: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Call an operation, and again where a further attempt may succeed.

        Args:
            operation: As in `GetItem`.
            arguments: JSON values, named as in the service's API reference.

        Raises:
            AwsCallError: The service does not answer, or refuses.
        """
        body = json.dumps(arguments).encode()
        attempt = 1
        while True:
            try:
                return self._attempt(operation, body)
            except AwsCallError as error:
                if attempt >= self._timeouts.attempts or not error.is_transient:
                    raise
            time.sleep(CONFIG.seconds_before_second_attempt * 2 ** (attempt - 1))
            attempt += 1

    def _attempt(self, operation: str, body: bytes) -> dict[str, Any]:
        region, endpoint = self._region_and_endpoint()
        path = endpoint.path if endpoint.path.endswith("/") else f"{endpoint.path}/"
        headers = self._headers(operation, region, endpoint, path, body)
        try:
            status, answer = self._exchange(endpoint, path, headers, body)
        except TimeoutError as error:
            message = f"{endpoint.geturl()} gave no answer before the read timeout of {self._timeouts.read_seconds} s"
            raise AwsCallError("", message, is_transient=True) from error
        except (OSError, HTTPException) as error:
            raise AwsCallError("", f"{endpoint.geturl()} gave no answer: {error!r}", is_transient=True) from error
        fields = _json_object(answer)
        if status == 200 and fields is not None:
            return fields
        raise _refusal(status, fields)

    def _region_and_endpoint(self) -> tuple[str, SplitResult]:
        if self._place is None:
            region = current_region()
            url = endpoint_url(self._service.name, region)
            endpoint = urlsplit(url)
            if endpoint.scheme not in {"http", "https"} or not endpoint.hostname:
                raise AwsCallError("", f"The endpoint must be a URL that begins with https:// or http://; got {url!r}.")
            self._place = region, endpoint
        return self._place

    def _headers(self, operation: str, region: str, endpoint: SplitResult, path: str, body: bytes) -> dict[str, str]:
        """Return the headers of a request, signed."""
        try:
            credentials = self._credentials.current()
        except CredentialsError as error:
            raise AwsCallError("", str(error)) from error
        headers = {
            "content-type": self._service.content_type,
            "host": host_header(endpoint),
            "x-amz-date": time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(self._clock())),
            "x-amz-target": f"{self._service.target}.{operation}",
        }
        if credentials.session_token:
            headers["x-amz-security-token"] = credentials.session_token
        headers["authorization"] = authorization(credentials, (region, self._service.name), path, headers, body)
        return headers

    def _exchange(self, endpoint: SplitResult, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        """Return the status and body that answer a request."""
        if connection := self._idle_connection():
            try:
                return self._exchange_on(connection, path, headers, body)
            except ConnectionError:
                pass  # closed by the service since its last use
        return self._exchange_on(self._new_connection(endpoint), path, headers, body)

    def _exchange_on(
        self, connection: HTTPConnection, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, bytes]:
        is_reusable = False
        try:
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            answer = response.read()
            is_reusable = not response.will_close
        finally:
            if is_reusable:
                with self._idle_lock:
                    self._idle.append((connection, self._clock()))
            else:
                connection.close()
        return response.status, answer

    def _idle_connection(self) -> HTTPConnection | None:
        """Return a connection to use again, if there is one; close those that are too old."""
        while True:
            with self._idle_lock:
                if not self._idle:
                    return None
                connection, used_at = self._idle.pop()
            # A connection that can be read, with nothing asked, has been closed at the other end.
            if 0 <= self._clock() - used_at <= REUSE_SECONDS and not _is_readable(connection):
                return connection
            connection.close()

    def _new_connection(self, endpoint: SplitResult) -> HTTPConnection:
        connect_seconds, host = self._timeouts.connect_seconds, endpoint.hostname or ""
        connection = (
            HTTPSConnection(host, endpoint.port, timeout=connect_seconds, context=_tls_context())
            if endpoint.scheme == "https"
            else HTTPConnection(host, endpoint.port, timeout=connect_seconds)
        )
        try:
            connection.connect()
        except OSError as error:
            connection.close()
            message = f"Could not connect to {endpoint.geturl()}: {error}"
            raise AwsCallError("", message, is_transient=True) from error
        connection.sock.settimeout(self._timeouts.read_seconds)
        return connection


@cache
def process_credentials() -> CredentialSource:
    """Return the one source of this process's credentials."""
    return CredentialSource()


@cache
def _tls_context() -> ssl.SSLContext:
    """Return the one TLS context of the process, which verifies certificates: loading the system's takes long."""
    return ssl.create_default_context(cafile=os.environ.get("AWS_CA_BUNDLE"))


def _is_readable(connection: HTTPConnection) -> bool:
    poll = select.poll()
    poll.register(connection.sock, select.POLLIN)
    return bool(poll.poll(0))


def _json_object(answer: bytes) -> dict[str, Any] | None:
    try:
        fields = json.loads(answer)
    except ValueError:
        return None
    return fields if isinstance(fields, dict) else None


def _refusal(status: int, fields: Mapping[str, Any] | None) -> AwsCallError:
    """Return the error that an answer stands for; None for one that is no JSON object."""
    if fields is None:
        message = f"the answer, of HTTP status {status}, is no JSON object"
        return AwsCallError("", message, is_transient=status in CONFIG.transient_statuses)
    code = str(fields.get("__type", "")).rpartition("#")[2]
    message = str(fields.get("message") or fields.get("Message") or f"HTTP status {status}")
    is_transient = status in CONFIG.transient_statuses or code in CONFIG.throttling_codes
    return AwsCallError(code, message, is_transient=is_transient, answer=fields)
