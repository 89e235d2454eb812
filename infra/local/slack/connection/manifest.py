"""The parts of the app's manifest that this Slack uses: commands, shortcuts, Home, events, tools."""

from dataclasses import dataclass
from pathlib import Path
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
class Manifest:
    """The configuration of an app in Slack.

    Attributes:
        name: Name of the app, as people read it.
        commands: Its slash commands.
        shortcuts: Its shortcuts.
        has_home: True where the app may publish a Home.
        events: Names of the events that it subscribes to.
        has_options_url: True where the manifest has a URL for the options of external selects.
        scopes: The scopes that it requests for its bot, those that a workspace may leave out among them.
        mcp_path: Path of its MCP server, by which Slackbot calls its tools; empty where it has none.
    """

    name: str
    commands: tuple[SlashCommand, ...]
    shortcuts: tuple[Shortcut, ...]
    has_home: bool
    events: frozenset[str]
    has_options_url: bool
    scopes: frozenset[str]
    mcp_path: str = ""


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
        events=frozenset(events.get("bot_events", [])) if events.get("request_url") else frozenset(),
        has_options_url=bool(settings.get("interactivity", {}).get("message_menu_options_url")),
        scopes=frozenset([*scopes.get("bot", []), *scopes.get("bot_optional", [])]),
        mcp_path=urlsplit(servers[0]["url"]).path if servers else "",
    )
