"""Tests of the app's manifest for Slack."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, ValidationError
from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-untyped]
from slack_bolt import BoltRequest

from shelftalker.listeners.app import create_app
from shelftalker.listeners.club.steps import STEP
from shelftalker.listeners.services import Services
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend.joined_shelves import JoinedBook
from shelftalker.settings import DEFAULT_ANSWERS, Settings
from shelftalker.views.action_ids import ActionId
from shelftalker.views.club.step_outputs import step_outputs
from shelftalker.views.wording import DatasetFacts
from tests.cloudformation import PROJECT
from tests.slack_requests import SIGNING_SECRET, command_body, signed_headers

MANIFEST_FILE = PROJECT / "infra/slack_manifest.yaml"
SCHEMAS = PROJECT / "tests/infra/slack_manifest_schema"
MANIFEST: dict[str, Any] = yaml.safe_load(MANIFEST_FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("function", "event", "output"),
    [("SlackEvents", "SlackRequest", "RequestUrl"), ("SlackMcp", "Message", "McpUrl")],
)
def test_slack_calls_the_paths_that_the_template_serves(function: str, event: str, output: str) -> None:
    template = yaml_parse((PROJECT / "template.yaml").read_text(encoding="utf-8"))
    route = template["Resources"][function]["Properties"]["Events"][event]["Properties"]
    url = f"https://shelftalker.example{route['Path']}"

    assert route["Method"] == "POST"
    assert url in urls_in(MANIFEST)
    assert len(set(urls_in(MANIFEST))) == 2
    # With the front door's name or the API's own.
    addresses = template["Outputs"][output]["Value"]["Fn::If"][1:]
    assert all(str(each["Fn::Sub"]).endswith(route["Path"]) for each in addresses), addresses


def urls_in(value: object) -> list[str]:
    """Return all URLs at any depth."""
    if isinstance(value, str):
        return [value] if "://" in value else []
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [url for member in members for url in urls_in(member)]


def test_slack_sends_events_clicks_and_options_to_one_url_and_slackbots_calls_to_the_other() -> None:
    settings, [server] = MANIFEST["settings"], MANIFEST["mcp_servers"].values()
    urls = {
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        settings["interactivity"]["message_menu_options_url"],
    }

    assert urls == {"https://shelftalker.example/slack/events"}
    assert server == {"url": "https://shelftalker.example/slack/mcp", "auth_type": "slack_identity_auth"}


@pytest.mark.parametrize("command", [command["command"] for command in MANIFEST["features"]["slash_commands"]])
def test_each_command_is_answered(command: str, catalogue: Catalogue) -> None:
    settings = Settings(Path(), "", "models", SIGNING_SECRET, "")
    services = Services.from_settings(settings, lambda: catalogue)
    body = command_body("help", command)
    response = create_app(services).dispatch(BoltRequest(body=body, headers={**signed_headers(body)}))

    assert response.status == 200
    assert command in response.body


def test_the_comments_have_the_number_of_urls_to_replace() -> None:
    text = MANIFEST_FILE.read_text(encoding="utf-8")
    template = (PROJECT / "template.yaml").read_text(encoding="utf-8")

    assert len([url for url in urls_in(MANIFEST) if url.endswith("/slack/events")]) == 4
    assert "it stands here four times" in text
    assert "it stands there four times" in template


def test_the_only_scope_that_has_to_be_granted_adds_commands_and_shortcuts() -> None:
    assert MANIFEST["oauth_config"]["scopes"]["bot"] == ["commands"]


def test_each_optional_scope_has_its_reason_in_the_documents() -> None:
    privacy = (PROJECT / "infra/docs/privacy.md").read_text(encoding="utf-8")

    for scope in MANIFEST["oauth_config"]["scopes"]["bot_optional"]:
        assert f"| `{scope}` | " in privacy


@pytest.mark.parametrize("version", ["1.0.0", "2.0.0"])
def test_the_manifest_is_valid_by_slacks_published_schema(version: str) -> None:
    # Slack reads a manifest that names no version, as this one, as version 1.
    assert "_metadata" not in MANIFEST
    assert [error.message for error in schema_errors(MANIFEST, version)] == []


@pytest.mark.parametrize("version", ["1.0.0", "2.0.0"])
@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("display_information.name", "A name of more than thirty-five letters"),
        ("oauth_config.scopes.bot_optionals", ["mcp:connect"]),
        ("mcp_servers.shelftalker.auth_type", "slack_identity"),
        ("mcp_servers.shelftalker.url", "http://shelftalker.example/slack/mcp"),
        ("settings.socket_mode_enabled", "no"),
        ("features.slash_command", []),
        ("functions.recommend_book.input_parameter", {}),
        ("settings.function_runtime", True),
    ],
)
def test_the_schema_refuses_what_slack_would(version: str, path: str, value: object) -> None:
    changed = copy.deepcopy(MANIFEST)
    *parents, name = path.split(".")
    section = changed
    for parent in parents:
        section = section[parent]
    section[name] = value

    assert list(schema_errors(changed, version))


def schema_errors(manifest: dict[str, Any], version: str) -> list[ValidationError]:
    """Return what Slack's schema objects to, of github.com/slackapi/manifest-schema at c50cfa8, MIT."""
    schema = json.loads((SCHEMAS / f"manifest.schema.{version}.json").read_text(encoding="utf-8"))
    written = manifest if version == "1.0.0" else with_parameters_of_version_2(manifest)
    return list(Draft7Validator(schema).iter_errors(written))


def with_parameters_of_version_2(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return a manifest with the parameters of its steps as version 2 has them: properties, and the required names."""
    changed = copy.deepcopy(manifest)
    for step in changed["functions"].values():
        for kind in ("input_parameters", "output_parameters"):
            required = [name for name, parameter in step[kind].items() if parameter["is_required"]]
            step[kind] = {"properties": step[kind], "required": required}
    return changed


def test_slack_runs_the_step_of_the_code_by_an_event_and_reads_the_outputs_that_the_code_gives() -> None:
    step, settings = MANIFEST["functions"][STEP], MANIFEST["settings"]
    assert list(MANIFEST["functions"]) == [STEP]
    assert (settings["function_runtime"], settings["org_deploy_enabled"]) == ("remote", True)
    assert "function_executed" in settings["event_subscriptions"]["bot_events"]
    assert list(step["input_parameters"]) == ["channel", "person"]
    book = Book(1, "dune2345", "Dune", "Frank Herbert", 1, 1965, "0441172717", None, 9, 4.5, "en", *[None] * 4)
    link = DatasetFacts(10, answers=DEFAULT_ANSWERS._replace(book_links=("https://books.example/{isbn}",)))
    assert list(step["output_parameters"]) == list(step_outputs(JoinedBook(book, 2, 3), link))
    required = [name for name, parameter in step["output_parameters"].items() if parameter["is_required"]]
    no_link = DatasetFacts(10, answers=DEFAULT_ANSWERS._replace(book_links=()))
    assert required == list(step_outputs(JoinedBook(book, 2, 3), no_link))


def test_each_scope_and_event_has_its_reason_beside_it() -> None:
    lines = MANIFEST_FILE.read_text(encoding="utf-8").splitlines()
    events = MANIFEST["settings"]["event_subscriptions"]["bot_events"]

    for name in [*(scope for scopes in MANIFEST["oauth_config"]["scopes"].values() for scope in scopes), *events]:
        assert any(line.strip().startswith(f"- {name} # ") for line in lines)


def test_the_app_gets_no_event_but_those_of_its_home_and_its_step() -> None:
    assert MANIFEST["settings"]["event_subscriptions"]["bot_events"] == ["app_home_opened", "function_executed"]
    assert "user_events" not in MANIFEST["settings"]["event_subscriptions"]
    # With messages of its own, and no way to write any to it.
    assert MANIFEST["features"]["app_home"] == {
        "home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": True
    }  # fmt: skip


def test_the_shortcuts_have_the_ids_of_the_code() -> None:
    shortcuts = {shortcut["callback_id"]: shortcut["type"] for shortcut in MANIFEST["features"]["shortcuts"]}

    assert shortcuts == {ActionId.FIND_BOOK: "global", ActionId.BOOKS_LIKE_MENTIONED: "message"}


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
    for shortcut in MANIFEST["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
        assert len(shortcut["callback_id"]) <= 255


def test_features_that_the_app_does_not_serve_are_off() -> None:
    switches = MANIFEST["settings"]

    assert switches["interactivity"]["is_enabled"] is True
    assert not any(switches[f"{name}_enabled"] for name in ("socket_mode", "token_rotation"))
    assert all(command["should_escape"] is False for command in MANIFEST["features"]["slash_commands"])
