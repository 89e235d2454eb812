"""Slack's signing secret: from the environment, or from an SSM SecureString that may be rotated at any time."""

import time
from collections.abc import Callable

from aws_lambda_powertools.logging import Logger
from slack_sdk.signature import SignatureVerifier

from shelftalker.settings import Settings

_SECONDS_BETWEEN_READS = 60

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
        if not self._parameter or self._clock() - self._read_at < _SECONDS_BETWEEN_READS:
            return False
        self._read()
        return self._fits(body, timestamp, signature)

    def _fits(self, body: str, timestamp: str, signature: str) -> bool:
        return self._verifier is not None and self._verifier.is_valid(body, timestamp, signature)

    def _read(self) -> None:
        """Read the secret from SSM; where that fails, the one at hand stays in use."""
        # Imported here: most of a cold start, and not needed where the secret comes from the environment.
        import boto3  # noqa: PLC0415
        from botocore.config import Config  # noqa: PLC0415
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

        self._read_at = self._clock()
        config = Config(connect_timeout=1, read_timeout=1, retries={"total_max_attempts": 2})
        try:
            parameter = boto3.client("ssm", config=config).get_parameter(Name=self._parameter, WithDecryption=True)
            self._verifier = SignatureVerifier(parameter["Parameter"]["Value"])
        except (BotoCoreError, ClientError, ValueError):
            logger.exception("the signing secret can't be read", extra={"parameter": self._parameter})
