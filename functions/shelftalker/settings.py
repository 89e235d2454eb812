"""How a deployment is configured: the one place that reads the environment.

Powertools and boto3 read variables of their own (`POWERTOOLS_*`, `AWS_*`); everything of Shelftalker's is here.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_SLACK_API_URL = "https://slack.com/api/"


class SettingsError(Exception):
    """The environment lacks something that the functions can't do without, or holds two answers to one question."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the functions are told by their environment.

    Attributes:
        model_directory: Holds `catalogue.sqlite` and `manifest.json`; on Lambda the model layer.
        model_bucket: The bucket with published models, or an empty string: then only `model_directory` is used.
        model_prefix: Where in the bucket the models and their pointer are.
        signing_secret: Slack's signing secret itself; for one's own machine.
        signing_secret_parameter: Name of the SSM SecureString that holds it; on Lambda.
        shelf_table: The DynamoDB table of the readers' shelves, or an empty string: then nothing can be rated or kept.
        bot_token: The token that Slack's Web API is called with; for one's own machine.
        bot_token_parameter: Name of the SSM SecureString that holds it; on Lambda. With neither there is no Home and
            no search window: what Slack answers by itself needs no token.
        slack_api_url: Where Slack's Web API is; another one only where Slack is imitated.
    """

    model_directory: Path
    model_bucket: str
    model_prefix: str
    signing_secret: str
    signing_secret_parameter: str
    shelf_table: str = ""
    bot_token: str = ""
    bot_token_parameter: str = ""
    slack_api_url: str = _SLACK_API_URL

    def __post_init__(self) -> None:
        """Exactly one source of the signing secret, at most one of the bot token, and a URL that is one.

        Raises:
            SettingsError: It is otherwise; the message says what to set.
        """
        if bool(self.signing_secret) == bool(self.signing_secret_parameter):
            given = "both are" if self.signing_secret else "neither is"
            raise SettingsError(
                "Slack's requests are checked with one signing secret: set SLACK_SIGNING_SECRET_PARAMETER to the name "
                f"of an SSM SecureString, or SLACK_SIGNING_SECRET to the secret itself; {given} set."
            )
        if self.bot_token and self.bot_token_parameter:
            raise SettingsError(
                "Slack's Web API is called with one bot token: set SLACK_BOT_TOKEN_PARAMETER to the name of an SSM "
                "SecureString, or SLACK_BOT_TOKEN to the token itself, or neither for no Home and no search window; "
                "both are set."
            )
        if not self.slack_api_url.startswith(("https://", "http://")):
            raise SettingsError(
                f"SLACK_API_URL must be a URL such as {_SLACK_API_URL}, which it is when nothing sets it; it is "
                f"{self.slack_api_url!r}."
            )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings from environment variables.

        Raises:
            SettingsError: The variables contradict each other or one is missing; the message says which.
        """
        return cls(
            model_directory=Path(environment.get("MODEL_DIRECTORY", "/opt/model")),
            model_bucket=environment.get("MODEL_BUCKET", ""),
            model_prefix=environment.get("MODEL_PREFIX", "models").strip("/"),
            signing_secret=environment.get("SLACK_SIGNING_SECRET", ""),
            signing_secret_parameter=environment.get("SLACK_SIGNING_SECRET_PARAMETER", ""),
            shelf_table=environment.get("SHELF_TABLE", ""),
            bot_token=environment.get("SLACK_BOT_TOKEN", ""),
            bot_token_parameter=environment.get("SLACK_BOT_TOKEN_PARAMETER", ""),
            slack_api_url=environment.get("SLACK_API_URL") or _SLACK_API_URL,
        )
