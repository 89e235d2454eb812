"""What the app proves itself by when it asks Slack for tokens: from the environment, or from an SSM SecureString."""

from shelftalker.aws.secret import read_parameter
from shelftalker.settings import InstallationSettings


class ClientSecret:
    """The client secret, read when it is first needed."""

    def __init__(self, settings: InstallationSettings) -> None:
        """Remember where the secret is."""
        self._secret = settings.client_secret
        self._parameter = settings.client_secret_parameter

    def value(self) -> str:
        """The secret.

        Raises:
            ParameterError: SSM, which has it, can't be read, or has none.
        """
        if not self._secret:
            self._secret = read_parameter(self._parameter, attempt_seconds=1, attempts=2).strip()
        return self._secret

    def forget(self) -> None:
        """Read it again when it is next needed: Slack refused it, and it may have been replaced."""
        if self._parameter:
            self._secret = ""
