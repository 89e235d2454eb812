from pathlib import Path
from typing import Any

import pytest
import yaml
from samtranslator.yaml_helper import yaml_parse
from slack_bolt import BoltRequest

from shelftalker.catalogue import Catalogue
from shelftalker.listeners import create_app
from tests.slack_requests import command_body, signed_headers

PROJECT = Path(__file__).parents[2]
MANIFEST_FILE = PROJECT / "infra/slack_manifest.yaml"
MANIFEST: dict[str, Any] = yaml.safe_load(MANIFEST_FILE.read_text(encoding="utf-8"))


def test_slack_calls_one_url_at_the_path_that_the_template_serves() -> None:
    template = yaml_parse((PROJECT / "template.yaml").read_text(encoding="utf-8"))
    event = template["Resources"]["SlackEvents"]["Properties"]["Events"]["SlackRequest"]["Properties"]
    urls = {command["url"] for command in MANIFEST["features"]["slash_commands"]}
    urls.add(MANIFEST["settings"]["interactivity"]["request_url"])
    [url] = urls

    assert url == f"https://shelftalker.example{event['Path']}"
    assert template["Outputs"]["RequestUrl"]["Value"]["Fn::Sub"].endswith(event["Path"])


@pytest.mark.parametrize("command", [each["command"] for each in MANIFEST["features"]["slash_commands"]])
def test_each_command_is_answered(command: str, catalogue: Catalogue) -> None:
    body = command_body("help", command)
    response = create_app(lambda: catalogue).dispatch(BoltRequest(body=body, headers=signed_headers(body)))

    assert response.status == 200
    assert command in response.body


def test_the_url_to_replace_stands_where_the_comment_says() -> None:
    text = MANIFEST_FILE.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if "https://shelftalker.example" in line and not line.startswith("#")]

    assert len(lines) == 2
    assert "it stands here twice" in text


def test_each_scope_has_its_reason_beside_it() -> None:
    lines = MANIFEST_FILE.read_text(encoding="utf-8").splitlines()

    for scopes in MANIFEST["oauth_config"]["scopes"].values():
        for scope in scopes:
            assert any(line.strip().startswith(f"- {scope} # ") for line in lines)


def test_the_texts_fit_slacks_limits() -> None:
    shown = MANIFEST["display_information"]

    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    assert len(MANIFEST["features"]["bot_user"]["display_name"]) <= 80
    for command in MANIFEST["features"]["slash_commands"]:
        assert len(command["command"]) <= 32
        assert len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000


def test_nothing_is_switched_on_that_the_app_does_not_serve() -> None:
    switches = MANIFEST["settings"]

    assert switches["interactivity"]["is_enabled"] is True
    assert not any(switches[f"{name}_enabled"] for name in ("org_deploy", "socket_mode", "token_rotation"))
    assert all(command["should_escape"] is False for command in MANIFEST["features"]["slash_commands"])
