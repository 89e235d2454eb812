"""Slack's signing secret, which the signatures of its requests are checked with."""

import time
from collections.abc import Callable

from aws_lambda_powertools.logging import Logger
from slack_sdk.signature import SignatureVerifier

from shelftalker.aws import clients
from shelftalker.aws.secret import ParameterError, Secret
from shelftalker.settings import Settings

logger = Logger(child=True)


class SigningSecret:
    """Checks signatures; after a mismatch the secret is read again, at most once a minute."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        """Read the secret, so that a SnapStart snapshot has it.

        Args:
            settings: Name the secret or its parameter.
            clock: Wall clock in seconds since 1970, see `Secret`.
        """
        self._secret = Secret(
            settings.signing_secret, settings.signing_secret_parameter, clients.TIMEOUTS.signing_secret, clock
        )
        self._read(self._secret.value)

    @property
    def is_known(self) -> bool:
        """True once the secret has been read."""
        return bool(self._secret.last_value)

    def verifies(self, body: str, timestamp: str, signature: str) -> bool:
        """Return whether Slack signed this body, not more than five minutes ago."""
        if self._matches(body, timestamp, signature):
            return True
        former = self._secret.last_value
        self._read(self._secret.refresh)
        # A forged body of a megabyte need not be hashed again with the same secret.
        return self._secret.last_value != former and self._matches(body, timestamp, signature)

    def after_restore(self) -> None:
        """Read the secret again after the process was restored from a SnapStart snapshot."""
        self._read(self._secret.after_restore)

    def _matches(self, body: str, timestamp: str, signature: str) -> bool:
        secret = self._secret.last_value
        return bool(secret) and SignatureVerifier(secret).is_valid(body, timestamp, signature)

    def _read(self, reading: Callable[[], object]) -> None:
        """Read the secret; where that fails, the one at hand stays in use."""
        try:
            reading()
        except ParameterError:
            logger.exception("the signing secret can't be read", extra={"parameter": self._secret.parameter})
