"""The client secret: read from SSM when it is needed, and what a deployment for one workspace never loads."""

import subprocess
import sys
import uuid
from dataclasses import replace
from pathlib import Path

import boto3
import pytest

from shelftalker.aws.secret import ParameterMissingError
from shelftalker.install.client_secret import ClientSecret
from shelftalker.settings import InstallationSettings

FUNCTIONS = Path(__file__).parents[3] / "functions"
START = """
import sys
from pathlib import Path
from shelftalker.settings import Settings
from shelftalker.listeners.services import slack_api_from
slack_api_from(Settings(Path(), "", "models", "secret", "", bot_token="xoxb"))
print(*[name for name in sys.modules if name.startswith("shelftalker.") or name == "boto3"])
"""


def test_the_secret_is_read_when_needed_and_again_after_a_refusal(
    settings: InstallationSettings, aws: str, aws_configuration: boto3.Session
) -> None:
    name = f"/shelftalker/{uuid.uuid4()}"
    secret = ClientSecret(replace(settings, client_secret="", client_secret_parameter=name))
    with pytest.raises(ParameterMissingError, match=name):
        secret.value()
    client = aws_configuration.client("ssm", endpoint_url=aws)
    client.put_parameter(Name=name, Value="first\n", Type="SecureString")
    assert secret.value() == "first"
    client.put_parameter(Name=name, Value="second", Type="SecureString", Overwrite=True)
    assert secret.value() == "first"
    secret.forget()
    assert secret.value() == "second"
    client.close()


def test_a_secret_of_the_environment_is_kept(settings: InstallationSettings) -> None:
    secret = ClientSecret(settings)
    secret.forget()
    assert secret.value() == "client-secret"


def test_an_app_of_one_workspace_loads_nothing_of_installations() -> None:
    started = subprocess.run(
        [sys.executable, "-c", START], env={"PYTHONPATH": str(FUNCTIONS)}, capture_output=True, text=True, check=True
    )
    loaded = set(started.stdout.split())
    assert "shelftalker.slack.web_api" in loaded
    assert not loaded & {
        "boto3",
        "shelftalker.install.installations",
        "shelftalker.install.bot_tokens",
        "shelftalker.install.token_cipher",
    }
