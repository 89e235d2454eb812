"""An app that answers what a test says, and the small Slack in front of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.infra.local.scripted_slack import COVER, PNG, ScriptedApp, ScriptedSlack


@pytest.fixture
def app() -> Iterator[ScriptedApp]:
    with ScriptedApp() as app:
        yield app


@pytest.fixture
def slack(app: ScriptedApp, tmp_path: Path) -> ScriptedSlack:
    (tmp_path / COVER.rpartition("/")[2]).write_bytes(PNG)
    return ScriptedSlack(app, covers_directory=tmp_path)
