"""How a deployment is configured: the one place that reads the environment.

Powertools and boto3 read variables of their own (`POWERTOOLS_*`, `AWS_*`); everything of Shelftalker's is here.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


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
    """

    model_directory: Path
    model_bucket: str
    model_prefix: str
    signing_secret: str
    signing_secret_parameter: str

    def __post_init__(self) -> None:
        """Exactly one source of the signing secret.

        Raises:
            SettingsError: Neither or both are given.
        """
        if bool(self.signing_secret) == bool(self.signing_secret_parameter):
            given = "both are" if self.signing_secret else "neither is"
            raise SettingsError(
                "Slack's requests are checked with one signing secret: set SLACK_SIGNING_SECRET_PARAMETER to the name "
                f"of an SSM SecureString, or SLACK_SIGNING_SECRET to the secret itself; {given} set."
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
        )
