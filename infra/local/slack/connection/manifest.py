"""The parts of the app's manifest that this Slack uses: commands, shortcuts, Home, events, tools, steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

MANIFEST = Path(__file__).resolve().parents[3] / "slack_manifest.yaml"


@dataclass(frozen=True)
class SlashCommand:
    """A slash command as Slack offers it to a person who types a slash."""

    command: str
    description: str
    usage_hint: str


@dataclass(frozen=True)
class Shortcut:
    """A shortcut as Slack offers it: anywhere (`global`), or beside a message (`message`)."""

    name: str
    callback_id: str
    type: str
    description: str


@dataclass(frozen=True)
class Parameter:
    """An input or an output of a custom step.

    Attributes:
        name: Its name.
        type: Its type, such as `string` or `slack#/types/channel_id`.
        title: Its label in the workflow builder.
        description: The sentence below the label.
        is_required: True where no workflow runs without it.
    """

    name: str
    type: str
    title: str
    description: str
    is_required: bool


@dataclass(frozen=True)
class Step:
    """A custom step, which a workspace's workflows can have: a member of `functions` in the manifest."""

    callback_id: str
    title: str
    description: str
    inputs: tuple[Parameter, ...]
    outputs: tuple[Parameter, ...]


@dataclass(frozen=True)
class Manifest:
    """The configuration of an app in Slack.

    Attributes:
        name: Name of the app, as people read it.
        commands: Its slash commands.
        shortcuts: Its shortcuts.
        has_home: True where the app may publish a Home.
        has_messages: True where it may post in its own conversation with a person.
        events: Names of the events that it subscribes to.
        has_options_url: True where the manifest has a URL for the options of external selects.
        scopes: The scopes that it requests for its bot, those that a workspace may leave out among them.
        mcp_path: Path of its MCP server, by which Slackbot calls its tools; empty where it has none.
        steps: Its custom steps for workflows.
        is_remote: True where its steps are run by requests to it, and not by Slack itself.
    """

    name: str
    commands: tuple[SlashCommand, ...]
    shortcuts: tuple[Shortcut, ...]
    has_home: bool
    has_messages: bool
    events: frozenset[str]
    has_options_url: bool
    scopes: frozenset[str]
    mcp_path: str = ""
    steps: tuple[Step, ...] = ()
    is_remote: bool = False


def read_manifest(path: Path = MANIFEST) -> Manifest:
    """Read a Slack app manifest, the file that is also pasted into Slack."""
    manifest = yaml.safe_load(path.read_text(encoding="utf-8"))
    features, settings = manifest["features"], manifest["settings"]
    events = settings.get("event_subscriptions", {})
    scopes = manifest["oauth_config"]["scopes"]
    servers = list(manifest.get("mcp_servers", {}).values())
    return Manifest(
        name=manifest["display_information"]["name"],
        commands=tuple(
            SlashCommand(entry["command"], entry["description"], entry.get("usage_hint", ""))
            for entry in features.get("slash_commands", [])
        ),
        shortcuts=tuple(
            Shortcut(entry["name"], entry["callback_id"], entry["type"], entry["description"])
            for entry in features.get("shortcuts", [])
        ),
        has_home=bool(features.get("app_home", {}).get("home_tab_enabled")),
        has_messages=bool(features.get("app_home", {}).get("messages_tab_enabled")),
        events=frozenset(events.get("bot_events", [])) if events.get("request_url") else frozenset(),
        has_options_url=bool(settings.get("interactivity", {}).get("message_menu_options_url")),
        scopes=frozenset([*scopes.get("bot", []), *scopes.get("bot_optional", [])]),
        mcp_path=urlsplit(servers[0]["url"]).path if servers else "",
        steps=tuple(
            Step(
                callback_id,
                entry["title"],
                entry["description"],
                _parameters(entry["input_parameters"]),
                _parameters(entry["output_parameters"]),
            )
            for callback_id, entry in manifest.get("functions", {}).items()
        ),
        is_remote=settings.get("function_runtime") == "remote",
    )


def _parameters(entries: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """Return parameters of either form: by name with `is_required` each, or `properties` beside `required` names."""
    nested = entries.get("properties")
    required = set(entries.get("required", ())) if nested is not None else set()
    return tuple(
        Parameter(
            name,
            entry["type"],
            entry.get("title", name),
            entry.get("description", ""),
            name in required or bool(entry.get("is_required")),
        )
        for name, entry in (entries if nested is None else nested).items()
    )
