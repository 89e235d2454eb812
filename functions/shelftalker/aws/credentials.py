"""Credentials that AWS calls are signed with.

Lambda gives them as environment variables; under SnapStart, whose snapshots outlive them, from an endpoint on the same
host: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html. A developer's profile, and
whatever else there is, is boto3's business.
"""

import ipaddress
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from shelftalker.aws import clients


class CredentialsError(Exception):
    """There are no credentials, or they can't be read now."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Credentials of an AWS identity.

    Attributes:
        access_key_id: Public.
        secret_access_key: Signs requests.
        session_token: Accompanies temporary credentials; empty for lasting ones.
        expires_at: Seconds since 1970; None for credentials that last as long as the process.
    """

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str = field(default="", repr=False)
    expires_at: float | None = None


class CredentialsConfig(NamedTuple):
    """Times of the renewal of credentials.

    Attributes:
        renewal_seconds_ahead: Renewal begins this long before they expire, so that no request meets expired ones.
        seconds_between_failures: Time between two attempts at renewal while the credentials are still valid.
        hosts: Hosts besides loopback addresses that may be sent the authorization token without TLS: those of Amazon's
            containers, as botocore has them.
    """

    renewal_seconds_ahead: float = 300
    seconds_between_failures: float = 10
    hosts: frozenset[str] = frozenset({"169.254.170.2", "169.254.170.23", "fd00:ec2::23", "localhost"})


class CredentialSource:
    """Gives the credentials of this process; threads may share it."""

    def __init__(
        self,
        environment: Mapping[str, str] = os.environ,
        clock: Callable[[], float] = time.time,
        config: CredentialsConfig | None = None,
    ) -> None:
        """Use an environment; nothing is read before it is needed.

        Args:
            environment: Environment variables.
            clock: Wall clock in seconds since 1970; a monotonic one may stand still while Lambda has frozen the
                process, which the expiry does not.
            config: Times of the renewal.
        """
        self._environment = environment
        self._clock = clock
        self._config = config or CredentialsConfig()
        self._credentials: Credentials | None = None
        self._renewal_at = 0.0
        self._boto3_credentials: Any = None
        self._lock = Lock()

    def current(self) -> Credentials:
        """Return credentials that are valid now.

        Raises:
            CredentialsError: There are none, or the endpoint that has them does not answer.
        """
        variables = self._environment
        key_id, secret = variables.get("AWS_ACCESS_KEY_ID"), variables.get("AWS_SECRET_ACCESS_KEY")
        if key_id and secret:
            return Credentials(key_id, secret, variables.get("AWS_SESSION_TOKEN", ""))
        with self._lock:
            if url := variables.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"):
                return self._from_endpoint(url)
            return self._from_boto3()

    def _from_endpoint(self, url: str) -> Credentials:
        now = self._clock()
        if self._credentials and now < self._renewal_at:
            return self._credentials
        try:
            self._credentials = credentials = self._read_endpoint(url)
        except CredentialsError:
            last = self._credentials
            if last is None or last.expires_at is None or last.expires_at <= now:
                raise
            self._renewal_at = now + self._config.seconds_between_failures
            return last
        self._renewal_at = (credentials.expires_at or 0) - self._config.renewal_seconds_ahead
        return credentials

    def _read_endpoint(self, url: str) -> Credentials:
        if not _may_have_token(url, self._config.hosts):
            raise CredentialsError(
                f"AWS_CONTAINER_CREDENTIALS_FULL_URI must be an address of this host, or begin with https://; got {url}"
            )
        last_error: Exception | None = None
        for _ in range(clients.TIMEOUTS.credentials.attempts):
            try:
                answer = json.loads(_read_url(url, self._headers()))
                return Credentials(
                    answer["AccessKeyId"],
                    answer["SecretAccessKey"],
                    answer["Token"],
                    datetime.fromisoformat(answer["Expiration"]).timestamp(),
                )
            except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
                last_error = error
        raise CredentialsError(
            f"The endpoint {url}, which AWS_CONTAINER_CREDENTIALS_FULL_URI names, gives no credentials: {last_error!r}"
        ) from last_error

    def _headers(self) -> dict[str, str]:
        """Return the headers that the endpoint expects; the token in the file may be replaced at any time."""
        token = self._environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN", "")
        if token_file := self._environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"):
            token = Path(token_file).read_text(encoding="utf-8")
        token = token.strip()
        if not (token.isascii() and (token.isprintable())):
            raise CredentialsError("The authorization token of the container must be one line of ASCII; it is not.")
        return {"Accept": "application/json"} | ({"Authorization": token} if token else {})

    def _from_boto3(self) -> Credentials:
        import boto3  # noqa: PLC0415 - most of a cold start, and only on a developer's machine needed for this
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415

        try:
            if self._boto3_credentials is None:
                self._boto3_credentials = boto3.Session().get_credentials()
            if self._boto3_credentials is None:
                raise CredentialsError("There are no AWS credentials: set AWS_PROFILE, or run aws configure.")
            frozen = self._boto3_credentials.get_frozen_credentials()
        except BotoCoreError as error:
            raise CredentialsError(f"boto3 finds no AWS credentials: {error}") from error
        return Credentials(frozen.access_key, frozen.secret_key, frozen.token or "")


def _read_url(url: str, headers: Mapping[str, str]) -> bytes:
    """Return an answer of the endpoint; redirects are not followed, nor proxies used, as neither may see the token."""
    timeouts, parts = clients.TIMEOUTS.credentials, urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=timeouts.connect_seconds)
    try:
        connection.connect()
        connection.sock.settimeout(timeouts.read_seconds)
        connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""), headers=dict(headers))
        with connection.getresponse() as response:
            if response.status != 200:
                raise HTTPException(f"HTTP status {response.status}")
            return response.read()
    finally:
        connection.close()


def _may_have_token(url: str, hosts: frozenset[str]) -> bool:
    """Return whether an endpoint may be sent the authorization token: by TLS, or without leaving the host."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in hosts):
        return True
    try:
        return parts.scheme == "http" and ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
