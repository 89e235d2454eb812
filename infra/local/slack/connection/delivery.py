"""Signed HTTP requests to the app, as forms or JSON, and its acknowledgements."""

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit


def signature(signing_secret: str, timestamp: str, body: bytes) -> str:
    """Return the value of X-Slack-Signature for a body that is sent at a timestamp.

    See https://docs.slack.dev/authentication/verifying-requests-from-slack.
    """
    signed = f"v0:{timestamp}:".encode() + body
    return "v0=" + hmac.new(signing_secret.encode(), signed, hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Delivery:
    """A request to the app and its acknowledgement.

    Attributes:
        failure: Slack's error code where the app did not acknowledge: `operation_timeout` or `dispatch_failed`;
            otherwise empty.
        reason: Reason of the failure, for a developer.
        seconds: Time from sending the request until the answer has been read.
        status: HTTP status of the answer; 0 where none came.
    """

    url: str
    request_headers: Mapping[str, str]
    request_body: str
    seconds: float
    failure: str = ""
    reason: str = ""
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    def header(self, name: str) -> str:
        """Return a header of the answer by its lower-case name; an empty string where there is none."""
        return next((value for key, value in self.headers.items() if key.lower() == name), "")

    @property
    def is_json(self) -> bool:
        """True where the answer's content type is JSON."""
        return self.header("content-type").partition(";")[0].strip().lower() == "application/json"


class AppClient:
    """HTTP client that sends Slack's requests to the app.

    Args:
        functions_url: URL that takes Slack's requests, such as `http://127.0.0.1:9000/slack/events`.
        signing_secret: Secret that the app and Slack share.
        clock: Returns seconds since 1970, for the signature.
        timeout_seconds: Time within which the app has to acknowledge.
    """

    def __init__(
        self, functions_url: str, signing_secret: str, clock: Callable[[], float], timeout_seconds: float
    ) -> None:
        self._url = functions_url
        self._signing_secret = signing_secret
        self._clock = clock
        self._timeout_seconds = timeout_seconds

    def deliver(self, form: Mapping[str, str]) -> Delivery:
        """Sign and send a form, and wait for its acknowledgement."""
        return self._deliver(urlencode(form), "application/x-www-form-urlencoded", {})

    def deliver_json(self, content: Mapping[str, Any], headers: Mapping[str, str]) -> Delivery:
        """Sign and send JSON with further headers, and wait for its acknowledgement."""
        return self._deliver(json.dumps(content), "application/json", headers)

    def _deliver(self, body: str, content_type: str, further_headers: Mapping[str, str]) -> Delivery:
        timestamp = str(int(self._clock()))
        headers = {
            "Accept": "application/json,*/*",
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._signing_secret, timestamp, body.encode()),
            **further_headers,
        }
        started = time.perf_counter()
        try:
            status, answer_headers, answer = self._post(body.encode(), headers)
        except TimeoutError:
            return Delivery(
                self._url, headers, body, time.perf_counter() - started, "operation_timeout", self._timeout_reason()
            )
        except (OSError, http.client.HTTPException) as error:
            reason = f"no answer from {self._url}: {error!r}"
            return Delivery(self._url, headers, body, time.perf_counter() - started, "dispatch_failed", reason)
        seconds = time.perf_counter() - started
        failure = reason = ""
        if seconds > self._timeout_seconds:
            failure, reason = "operation_timeout", self._timeout_reason()
        elif not 200 <= status < 300:
            failure, reason = "dispatch_failed", f"expected an acknowledgement with status 200, got {status}"
        return Delivery(self._url, headers, body, seconds, failure, reason, status, answer_headers, answer)

    def _timeout_reason(self) -> str:
        return f"expected an acknowledgement within {self._timeout_seconds:g} s, got none"

    def _post(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, str], str]:
        parts = urlsplit(self._url)
        connection_type = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = connection_type(parts.netloc, timeout=self._timeout_seconds)
        try:
            connection.request("POST", parts.path or "/", body, dict(headers))
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read().decode("utf-8", "replace")
        finally:
            connection.close()
