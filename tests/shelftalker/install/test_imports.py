"""Modules of installations that a deployment for one workspace never loads."""

import subprocess
import sys
from pathlib import Path

FUNCTIONS = Path(__file__).parents[3] / "functions"
START = """
import sys
from pathlib import Path
from shelftalker.settings import Settings
from shelftalker.listeners.services import slack_api_from
slack_api_from(Settings(Path(), "", "models", "secret", "", bot_token="xoxb"))
print(*[name for name in sys.modules if name.startswith("shelftalker.") or name == "boto3"])
"""


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
