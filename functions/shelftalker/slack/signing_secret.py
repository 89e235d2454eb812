"""Slack's signing secret: from the environment, or from an SSM SecureString that may be rotated at any time."""

import time
from collections.abc import Callable

from aws_lambda_powertools.logging import Logger
from slack_sdk.signature import SignatureVerifier

from shelftalker.aws.secret import ParameterError, read_parameter
from shelftalker.settings import Settings

_SECONDS_BETWEEN_READS = 60
# Nothing at all can be answered without it.
_SECONDS_BETWEEN_READS_WITHOUT_ONE = 5

logger = Logger(child=True)


class SigningSecret:
    """Checks signatures; where one does not fit, the secret is read again, at most once a minute."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        """Read the secret, so that a SnapStart snapshot has it."""
        self._parameter = settings.signing_secret_parameter
        self._clock = clock
        self._verifier = SignatureVerifier(settings.signing_secret) if settings.signing_secret else None
        if self._parameter:
            self._read()

    def verifies(self, body: str, timestamp: str, signature: str) -> bool:
        """Whether Slack signed this body, not more than five minutes ago."""
        if self._fits(body, timestamp, signature):
            return True
        seconds = _SECONDS_BETWEEN_READS if self._verifier else _SECONDS_BETWEEN_READS_WITHOUT_ONE
        if not self._parameter or self._clock() - self._read_at < seconds:
            return False
        self._read()
        return self._fits(body, timestamp, signature)

    def _fits(self, body: str, timestamp: str, signature: str) -> bool:
        return self._verifier is not None and self._verifier.is_valid(body, timestamp, signature)

    def _read(self) -> None:
        """Read the secret from SSM; where that fails, the one at hand stays in use."""
        self._read_at = self._clock()
        try:
            self._verifier = SignatureVerifier(read_parameter(self._parameter, attempt_seconds=1, attempts=2))
        except ParameterError:
            logger.exception("the signing secret can't be read", extra={"parameter": self._parameter})
