"""The bot token of each workspace: read when it is needed, and exchanged in time, by one function of many."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from shelftalker.aws.clients import AwsTimeouts
from shelftalker.aws.secret import Secret
from shelftalker.install.bot_tokens import BotTokensConfig, InstalledBotTokens
from shelftalker.install.installations import Installations
from shelftalker.listeners.services import slack_api_from
from shelftalker.settings import InstallationSettings, Settings
from shelftalker.slack.errors import CallErrorCode, NoBotTokenError, SlackCallError
from shelftalker.slack.web_api import SlackApi
from shelftalker.slack.workspace import Workspace
from tests.dynamodb import DynamoDb
from tests.shelftalker.install.conftest import expiring, installation
from tests.shelftalker.install.granting_slack import GrantingSlack

T1 = Workspace("T1")
HOME = {"type": "home", "blocks": []}
FUNCTIONS = Path(__file__).parents[3] / "functions"
# A function's environment of its own, as Lambda starts one beside another.
ASK_FOR_TOKEN = """
from tests.time_outs import widen
widen()
from shelftalker.install.bot_tokens import InstalledBotTokens
from shelftalker.settings import InstallationSettings
from shelftalker.slack.workspace import Workspace
tokens = InstalledBotTokens.from_settings(InstallationSettings.from_environment())
print("ready", flush=True)
input()
print(tokens.current(Workspace("T1")))
"""


@pytest.fixture
def new_function(settings: InstallationSettings) -> Callable[[], InstalledBotTokens]:
    """Return a builder of the tokens as another function reads them, with a memory of its own."""
    return lambda: InstalledBotTokens.from_settings(settings)


@pytest.fixture
def api(settings: InstallationSettings) -> SlackApi:
    """Return Slack's Web API, for no workspace yet."""
    return slack_api_from(
        Settings(Path(), "", "models", "secret", "", slack_api_url=settings.slack_api_url, installations=settings)
    )


def test_each_workspaces_calls_have_its_own_token(
    api: SlackApi, installations: Installations, granting_slack: GrantingSlack
) -> None:
    granting_slack.access_tokens = {"xoxb-1", "xoxb-2", "xoxb-org"}
    installations.save(installation(bot_token="xoxb-1"))
    installations.save(installation(team_id="T2", bot_token="xoxb-2"))
    organisation = {"team_id": None, "enterprise_id": "E1", "is_enterprise_install": True}
    installations.save(installation(**organisation, bot_token="xoxb-org"))
    for workspace in (T1, Workspace("T2"), Workspace("T9", "E1", is_enterprise_install=True)):
        api.for_workspace(workspace).publish_home("U1", HOME)
    assert [token for _, token in granting_slack.calls] == ["xoxb-1", "xoxb-2", "xoxb-org"]


def test_nothing_is_read_before_a_call_and_but_once_for_several(
    api: SlackApi, installations: Installations, granting_slack: GrantingSlack, dynamodb: DynamoDb
) -> None:
    granting_slack.access_tokens = {"xoxb-first"}
    installations.save(installation())
    dynamodb.operations.clear()
    of_workspace = api.for_workspace(T1)
    assert dynamodb.operations == []
    of_workspace.publish_home("U1", HOME)
    api.for_workspace(T1).publish_home("U2", HOME)
    assert dynamodb.operations == ["GetItem"]


def test_a_token_is_not_remembered_for_ever(
    settings: InstallationSettings, installations: Installations, dynamodb: DynamoDb
) -> None:
    seconds = [time.time()]
    tokens = InstalledBotTokens(
        installations,
        "1",
        Secret(settings.client_secret, "", AwsTimeouts().client_secret),
        settings.slack_api_url,
        lambda: seconds[0],
    )
    installations.save(installation())
    tokens.current(T1)
    seconds[0] += 15 * 60
    dynamodb.operations.clear()
    tokens.current(T1)
    assert dynamodb.operations == ["GetItem"]


@pytest.mark.parametrize("workspace", [T1, Workspace(None), Workspace("T1", "E1", is_enterprise_install=True)])
def test_where_the_app_is_not_installed_there_is_no_token(api: SlackApi, workspace: Workspace) -> None:
    with pytest.raises(NoBotTokenError, match="not installed"):
        api.for_workspace(workspace).publish_home("U1", HOME)


def test_a_call_for_no_workspace_says_what_to_do(api: SlackApi) -> None:
    with pytest.raises(NoBotTokenError, match=r"SlackApi\.for_workspace"):
        api.publish_home("U1", HOME)


def test_after_a_new_installation_the_refused_token_is_read_again(
    api: SlackApi, installations: Installations, granting_slack: GrantingSlack
) -> None:
    granting_slack.access_tokens = {"xoxb-first"}
    installations.save(installation())
    api.for_workspace(T1).publish_home("U1", HOME)
    granting_slack.access_tokens = {"xoxb-second"}
    installations.save(installation(bot_token="xoxb-second", installed_at=1700000009.0))
    api.for_workspace(T1).publish_home("U1", HOME)
    assert [token for _, token in granting_slack.calls] == ["xoxb-first", "xoxb-first", "xoxb-second"]


def test_a_token_that_slack_refuses_and_the_table_still_has_is_an_error(
    api: SlackApi, installations: Installations, granting_slack: GrantingSlack
) -> None:
    installations.save(installation())
    with pytest.raises(SlackCallError) as raised:
        api.for_workspace(T1).publish_home("U1", HOME)
    assert raised.value.code == "invalid_auth"
    assert len(granting_slack.calls) == 1


def test_a_table_out_of_reach_is_an_error(api: SlackApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(SlackCallError, match="INSTALLATION_TABLE") as raised:
        api.for_workspace(T1).publish_home("U1", HOME)
    assert raised.value.code == CallErrorCode.UNREADABLE_BOT_TOKEN


@pytest.mark.parametrize("seconds", [-3600, 60, 7100])
def test_a_token_is_exchanged_before_it_expires_and_the_new_pair_is_kept(
    new_function: Callable[[], InstalledBotTokens],
    installations: Installations,
    granting_slack: GrantingSlack,
    seconds: int,
) -> None:
    old = expiring(granting_slack, seconds)
    installations.save(old)
    token = new_function().current(T1)
    assert token in granting_slack.access_tokens
    assert token != old.bot_token
    assert new_function().current(T1) == token
    assert granting_slack.exchanged == [old.bot_refresh_token]
    found = installations.find_installation(enterprise_id=None, team_id="T1")
    assert found is not None
    assert (found.bot_token, {found.bot_refresh_token}) == (token, granting_slack.refresh_tokens)


def test_a_token_that_lasts_is_not_exchanged(
    new_function: Callable[[], InstalledBotTokens], installations: Installations, granting_slack: GrantingSlack
) -> None:
    old = expiring(granting_slack, 7300)
    installations.save(old)
    assert new_function().current(T1) == old.bot_token
    assert granting_slack.exchanged == []


@pytest.mark.parametrize("seconds", [-60, 60])
def test_of_many_functions_at_once_one_exchanges_the_token_and_all_have_one_that_serves(
    new_function: Callable[[], InstalledBotTokens],
    installations: Installations,
    granting_slack: GrantingSlack,
    seconds: int,
) -> None:
    old = expiring(granting_slack, seconds)
    installations.save(old)
    granting_slack.delay_seconds = 0.3
    functions = 6
    together = Barrier(functions)

    def ask(tokens: InstalledBotTokens) -> str:
        together.wait()
        return tokens.current(T1)

    with ThreadPoolExecutor(functions) as threads:
        given = set(threads.map(ask, [new_function() for _ in range(functions)]))
    assert granting_slack.exchanged == [old.bot_refresh_token]
    new = installations.find_bot(enterprise_id=None, team_id="T1")
    assert new is not None
    assert given <= ({new.bot_token} if seconds < 0 else {new.bot_token, old.bot_token})
    assert {new.bot_refresh_token} == granting_slack.refresh_tokens


def test_of_two_processes_at_once_one_exchanges_the_token_and_both_have_the_new_one(
    settings: InstallationSettings, installations: Installations, granting_slack: GrantingSlack, aws: str
) -> None:
    old = expiring(granting_slack, -60)
    installations.save(old)
    granting_slack.delay_seconds = 0.3
    environment = os.environ | {
        "PYTHONPATH": f"{FUNCTIONS}{os.pathsep}{FUNCTIONS.parent}",
        "INSTALLATION_TABLE": settings.table,
        "INSTALLATION_KEY": settings.key,
        "SLACK_CLIENT_ID": settings.client_id,
        "SLACK_CLIENT_SECRET": settings.client_secret,
        "SLACK_API_URL": settings.slack_api_url,
    }
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", ASK_FOR_TOKEN],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    given = {process.communicate()[0].strip() for process in processes}
    new = installations.find_bot(enterprise_id=None, team_id="T1")
    assert new is not None
    assert given == {new.bot_token}
    assert granting_slack.exchanged == [old.bot_refresh_token]


def test_an_installation_made_during_an_exchange_stays(
    new_function: Callable[[], InstalledBotTokens], installations: Installations, granting_slack: GrantingSlack
) -> None:
    installations.save(expiring(granting_slack, -60))
    anew = installation(bot_token="xoxb-anew", installed_at=1700000009.0)
    granting_slack.meanwhile = lambda: installations.save(anew)
    assert new_function().current(T1) == "xoxb-anew"


def test_a_workspace_that_leaves_during_an_exchange_is_not_brought_back(
    new_function: Callable[[], InstalledBotTokens], installations: Installations, granting_slack: GrantingSlack
) -> None:
    installations.save(expiring(granting_slack, -60))
    granting_slack.meanwhile = lambda: installations.delete_all(enterprise_id=None, team_id="T1")
    with pytest.raises(NoBotTokenError):
        new_function().current(T1)
    assert installations.find_bot(enterprise_id=None, team_id="T1") is None


@pytest.mark.parametrize("trouble", [{"loses_answer": True}, {"refuses": "InternalServerError"}])
def test_new_tokens_are_kept_though_dynamodb_is_in_trouble_for_a_while(
    new_function: Callable[[], InstalledBotTokens],
    installations: Installations,
    granting_slack: GrantingSlack,
    dynamodb: DynamoDb,
    trouble: dict[str, Any],
) -> None:
    installations.save(expiring(granting_slack, -60))
    granting_slack.meanwhile = lambda: dynamodb.fail("UpdateItem", times=3, **trouble)
    token = new_function().current(T1)
    new = installations.find_bot(enterprise_id=None, team_id="T1")
    assert new is not None
    assert (new.bot_token, {new.bot_refresh_token}) == (token, granting_slack.refresh_tokens)


def test_new_tokens_that_cannot_be_kept_serve_at_least_where_they_came(
    new_function: Callable[[], InstalledBotTokens],
    installations: Installations,
    granting_slack: GrantingSlack,
    dynamodb: DynamoDb,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shelftalker.install.bot_tokens.CONFIG", BotTokensConfig(seconds_between_writes=0))
    installations.save(expiring(granting_slack, -60))
    granting_slack.meanwhile = lambda: dynamodb.fail("UpdateItem", times=99, refuses="InternalServerError")
    tokens = new_function()
    assert tokens.current(T1) == tokens.current(T1)
    assert tokens.current(T1) in granting_slack.access_tokens
    assert len(granting_slack.exchanged) == 1


@pytest.mark.parametrize(
    "answer",
    [(0, b""), (200, b"nonsense"), (200, b'{"ok": true}'), (500, b"{}"), (200, b'{"ok": false, "error": "x"}')],
)
def test_while_slack_exchanges_nothing_a_token_serves_as_long_as_it_lasts(
    new_function: Callable[[], InstalledBotTokens],
    installations: Installations,
    granting_slack: GrantingSlack,
    answer: tuple[int, bytes],
) -> None:
    lasting, over = expiring(granting_slack, 60), expiring(granting_slack, -60, team_id="T2")
    installations.save(lasting)
    installations.save(over)
    granting_slack.fixed_answer = answer
    assert new_function().current(T1) == lasting.bot_token
    with pytest.raises(SlackCallError) as raised:
        new_function().current(Workspace("T2"))
    assert raised.value.code == CallErrorCode.UNREADABLE_BOT_TOKEN
    assert str(over.bot_refresh_token) not in f"{raised.value!r} {raised.value.__cause__!r}"
    for saved, workspace in ((lasting, T1), (over, Workspace("T2"))):
        still = installations.read_bot(workspace)
        assert still is not None
        assert still.bot.bot_refresh_token == saved.bot_refresh_token


def test_a_used_refresh_token_is_an_error_that_says_what_to_do(
    new_function: Callable[[], InstalledBotTokens], installations: Installations, granting_slack: GrantingSlack
) -> None:
    installations.save(expiring(granting_slack, -60))
    granting_slack.refresh_tokens.clear()
    with pytest.raises(SlackCallError, match=r"invalid_refresh_token.*install the app anew"):
        new_function().current(T1)


def test_a_function_that_died_holding_the_claim_does_not_keep_it(
    new_function: Callable[[], InstalledBotTokens],
    installations: Installations,
    granting_slack: GrantingSlack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shelftalker.install.bot_tokens.CONFIG", BotTokensConfig(wait_seconds=0.3))
    installations.save(expiring(granting_slack, -60))
    read = installations.read_bot(T1)
    assert read is not None
    assert installations.claim_refresh(read, 1)
    with pytest.raises(SlackCallError, match="another function"):
        new_function().current(T1)
    time.sleep(1)
    assert new_function().current(T1) in granting_slack.access_tokens
