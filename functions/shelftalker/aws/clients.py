"""Time-outs of all AWS clients, and boto3 clients that are created when first used.

What the request path calls, DynamoDB, SSM and SQS, has `light_client`; boto3, whose import takes 150 ms, has the rest.
Configs that each cold start creates are named tuples: a frozen dataclass takes 8 times as long to create, 0.5 to 1 ms.
"""

import time
from collections.abc import Callable, Mapping
from threading import Lock
from types import MappingProxyType
from typing import Any, NamedTuple


class AwsCallError(Exception):
    """A call of an AWS service failed.

    Attributes:
        code: The service's code for the failure, such as `ThrottlingException`; empty where no service gave one.
        is_transient: Whether a further attempt may succeed.
        answer: The service's whole answer, where it gave one that is a JSON object.
    """

    def __init__(
        self, code: str, message: str, *, is_transient: bool = False, answer: Mapping[str, Any] = MappingProxyType({})
    ) -> None:
        super().__init__(f"{code}: {message}" if code else message)
        self.code = code
        self.is_transient = is_transient
        self.answer = answer


class ClientTimeouts(NamedTuple):
    """Limits of each call of a client.

    Attributes:
        connect_seconds: Time-out of connecting, of one attempt.
        read_seconds: Time-out of each wait for the service once it is connected, of one attempt.
        attempts: Number of attempts, the first included.
    """

    connect_seconds: float
    read_seconds: float
    attempts: int


class AwsTimeouts(NamedTuple):
    """Limits of the calls by their purpose.

    Attributes:
        click: Slack waits for 3 seconds; two attempts take 1.9 at worst.
        background: Nobody waits. A busy DynamoDB, which the deletion of a large workspace makes busy, is called again
            for 6 seconds besides the calls themselves.
        search: A page of a whole table, 1 MB of which may take seconds; nobody waits.
        signing_secret: Read at the start of a process, and by a request whose signature does not match.
        bot_token: Read by a click that also calls Slack: connecting and reading take 1 second at worst.
        client_secret: Read while a person waits for a page, or while an expiring bot token is exchanged.
        credentials: The endpoint on the same host that has the function's credentials.
        model: One attempt, within the 0.3 seconds of a look at the pointer in S3.
        learning: Sent beside the answer to a click, which waits no longer for it than `LearningQueueConfig` says.
        api_key: Read and counted with each request of the JSON API, whose callers wait longer than Slack does: three
            attempts take 6.2 seconds at worst, of the function's 10.
        release_check: One answer of a new version to the check before its release, its cold start included.
        release_check_secret: The signing secret, for the same check.
    """

    click: ClientTimeouts = ClientTimeouts(0.3, 0.6, 2)
    background: ClientTimeouts = ClientTimeouts(0.3, 0.6, 8)
    search: ClientTimeouts = ClientTimeouts(1, 10, 8)
    signing_secret: ClientTimeouts = ClientTimeouts(1, 1, 2)
    bot_token: ClientTimeouts = ClientTimeouts(0.5, 0.5, 1)
    client_secret: ClientTimeouts = ClientTimeouts(1, 1, 2)
    credentials: ClientTimeouts = ClientTimeouts(0.3, 0.6, 2)
    model: ClientTimeouts = ClientTimeouts(0.2, 0.25, 1)
    learning: ClientTimeouts = ClientTimeouts(0.2, 0.2, 1)
    api_key: ClientTimeouts = ClientTimeouts(0.5, 1.5, 3)
    release_check: ClientTimeouts = ClientTimeouts(3, 12, 2)
    release_check_secret: ClientTimeouts = ClientTimeouts(3, 3, 3)


# Age of a connection since its last use, on the wall clock, up to which it is used again: none survives a snapshot, and
# a process that Lambda suspended for long may wait in vain for an answer on an old one.
REUSE_SECONDS = 20.0

# Read through this module, as in `clients.TIMEOUTS.click`, so that tests on a busy machine widen all in one place.
TIMEOUTS = AwsTimeouts()


class LazyClient:
    """A boto3 client that is created, and boto3 imported, when it is first used; threads may share it."""

    def __init__(self, service: str, timeouts: ClientTimeouts, clock: Callable[[], float] = time.time) -> None:
        """Prepare a client.

        Args:
            service: boto3's name of the service.
            timeouts: Limits of each call.
            clock: Wall clock in seconds since 1970: Lambda suspends the monotonic one between invocations.
        """
        self._service = service
        self._timeouts = timeouts
        self._clock = clock
        self._used_at = clock()
        self._client: Any = None
        self._creation = Lock()

    def get(self) -> Any:
        """Return the client, without the connections that were last used long ago."""
        with self._creation:
            if self._client is not None and not 0 <= self._clock() - self._used_at <= REUSE_SECONDS:
                self._client.close()
            self._used_at = self._clock()
            if self._client is None:
                import boto3  # noqa: PLC0415 - most of a cold start, and not needed for the answer to a title
                from botocore.config import Config  # noqa: PLC0415

                # The standard mode may wait between attempts for a second, or as long as the service demands.
                retries: Any = {"total_max_attempts": self._timeouts.attempts, "mode": "legacy"}
                config = Config(
                    connect_timeout=self._timeouts.connect_seconds,
                    read_timeout=self._timeouts.read_seconds,
                    retries=retries,
                )
                self._client = boto3.client(self._service, config=config)  # type: ignore[call-overload] # any service
            return self._client

    def call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        """Call an operation by boto3's name of it.

        Raises:
            AwsCallError: The service does not answer, or refuses; or boto3's configuration can't be used.
        """
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - as in `get`

        try:
            answer: dict[str, Any] = getattr(self.get(), operation)(**arguments)
        except ClientError as error:
            raise AwsCallError(error.response["Error"].get("Code", ""), str(error)) from error
        except (BotoCoreError, ValueError) as error:
            raise AwsCallError("", str(error)) from error
        return answer
