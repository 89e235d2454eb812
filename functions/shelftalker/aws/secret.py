"""Secrets that may be rotated at any time: Slack's signing secret, the bot token and the client secret."""

import time
from collections.abc import Callable
from contextlib import closing
from threading import Lock
from typing import NamedTuple

from shelftalker.aws.clients import AwsCallError, ClientTimeouts


class ParameterError(Exception):
    """A parameter can't be read now."""


class ParameterMissingError(ParameterError):
    """There is no such parameter, or it is blank."""


class SecretConfig(NamedTuple):
    """Times between two readings of a secret after mismatches, on the wall clock.

    Attributes:
        seconds_between_readings: Where a secret is at hand: anybody can send a request whose signature does not match.
        seconds_between_readings_without_one: Where none is: nothing at all can be answered without it.
    """

    seconds_between_readings: float = 60
    seconds_between_readings_without_one: float = 5


class Secret:
    """A secret from the environment, or from an SSM parameter that is read again after a mismatch."""

    def __init__(
        self,
        value: str,
        parameter: str,
        timeouts: ClientTimeouts,
        clock: Callable[[], float] = time.time,
        config: SecretConfig | None = None,
    ) -> None:
        """Remember where the secret is; it is read when it is first needed.

        Args:
            value: The secret itself; empty where a parameter holds it.
            parameter: Name of the SSM parameter; empty where the environment holds the secret, or nothing does.
            timeouts: Limits of each reading.
            clock: Wall clock in seconds since 1970: Lambda suspends the monotonic one between invocations.
            config: Times between two readings.
        """
        self.parameter = parameter
        self._value = value.strip()
        self._timeouts = timeouts
        self._clock = clock
        self._config = config or SecretConfig()
        self._read_at: float | None = None
        self._lock = Lock()

    @property
    def is_configured(self) -> bool:
        """True where the environment holds the secret or names its parameter."""
        return bool(self._value or self.parameter)

    @property
    def last_value(self) -> str:
        """The secret as it was last read, stripped of blanks; empty before that, or where it could not be read yet."""
        return self._value

    def value(self) -> str:
        """Return the secret, stripped of blanks; read it where it has not been read yet.

        Raises:
            ParameterMissingError: There is no such parameter, or it is blank.
            ParameterError: SSM does not answer, or refuses.
        """
        if not self._value:
            self._read()
            self._read_at = None  # so that the first mismatch reads it again at once
        return self._value

    def refresh(self) -> None:
        """Read the secret again, as it did not match or was refused; at most once a minute, every 5 s without one.

        Raises:
            ParameterMissingError: There is no such parameter any more, or it is blank; the secret at hand stays.
            ParameterError: SSM does not answer, or refuses; the secret at hand stays.
        """
        with self._lock:
            if self.parameter and self._is_due():
                self._read()

    def after_restore(self) -> None:
        """Read a secret again that was read before a SnapStart snapshot, as the snapshot may be weeks old.

        Raises:
            ParameterError: As in `refresh`; the secret at hand stays.
        """
        if self.parameter and (self._value or self._read_at is not None):
            self._read()
            self._read_at = None

    def _is_due(self) -> bool:
        config = self._config
        seconds = config.seconds_between_readings if self._value else config.seconds_between_readings_without_one
        # A wall clock that was set back must not put off the next reading for as long.
        return self._read_at is None or not 0 <= self._clock() - self._read_at < seconds

    def _read(self) -> None:
        if not self.parameter:
            raise ParameterMissingError("The environment holds no secret, and names no SSM parameter that holds it.")
        self._read_at = self._clock()
        self._value = read_parameter(self.parameter, self._timeouts)


def read_parameter(name: str, timeouts: ClientTimeouts) -> str:
    """Return the value of an SSM parameter, decrypted and stripped of blanks.

    Args:
        name: The parameter's full name.
        timeouts: Limits of the call.

    Raises:
        ParameterMissingError: There is no such parameter, or it is blank.
        ParameterError: SSM does not answer, or refuses.
    """
    # Imported here: a secret from the environment needs none of it.
    from shelftalker.aws.light_client import JsonService, LightClient  # noqa: PLC0415

    # A client for each reading: they are rare, and no connection stays open in a snapshot.
    with closing(LightClient(JsonService.ssm(), timeouts)) as client:
        try:
            value = client.call("GetParameter", {"Name": name, "WithDecryption": True})["Parameter"]["Value"]
        except AwsCallError as error:
            if error.code == "ParameterNotFound":
                raise ParameterMissingError(
                    f"SSM has no parameter {name}: store the secret under this name as a SecureString, or name another."
                ) from error
            raise ParameterError(f"SSM gives no parameter {name}: {error}") from error
        except (KeyError, TypeError) as error:
            raise ParameterError(f"SSM's answer holds no parameter {name}: {error!r}") from error
    if not (isinstance(value, str) and value.strip()):
        raise ParameterMissingError(f"The SSM parameter {name} is blank: store the secret in it as a SecureString.")
    return value.strip()
