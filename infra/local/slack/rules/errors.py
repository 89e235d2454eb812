"""The error that Slack answers a call with, as a code beside a reason for developers."""


class RefusalError(Exception):
    """Slack refuses something. `code` is the error that it answers."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
