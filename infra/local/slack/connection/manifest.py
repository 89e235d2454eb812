"""What of the app's manifest Slack and its page go by: commands, shortcuts, Home, events."""

from dataclasses import dataclass
from pathlib import Path

import yaml

MANIFEST = Path(__file__).resolve().parents[3] / "slack_manifest.yaml"


@dataclass(frozen=True)
class SlashCommand:
    """A slash command as Slack offers it to whoever types a slash."""

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
    """An app as Slack knows it.

    Attributes:
        name: What people read.
        commands: Its slash commands.
        shortcuts: Its shortcuts.
        has_home: Whether there is a Home to publish to.
        events: What it is told of by the Events API.
        has_options_url: Whether there is an address to ask for the options of external selects.
    """

    name: str
    commands: tuple[SlashCommand, ...]
    shortcuts: tuple[Shortcut, ...]
    has_home: bool
    events: frozenset[str]
    has_options_url: bool


def read_manifest(path: Path = MANIFEST) -> Manifest:
    """Read a Slack app manifest, the very one that is pasted into Slack."""
    manifest = yaml.safe_load(path.read_text(encoding="utf-8"))
    features, settings = manifest["features"], manifest["settings"]
    events = settings.get("event_subscriptions", {})
    return Manifest(
        name=manifest["display_information"]["name"],
        commands=tuple(
            SlashCommand(each["command"], each["description"], each.get("usage_hint", ""))
            for each in features.get("slash_commands", [])
        ),
        shortcuts=tuple(
            Shortcut(each["name"], each["callback_id"], each["type"], each["description"])
            for each in features.get("shortcuts", [])
        ),
        has_home=bool(features.get("app_home", {}).get("home_tab_enabled")),
        events=frozenset(events.get("bot_events", [])) if events.get("request_url") else frozenset(),
        has_options_url=bool(settings.get("interactivity", {}).get("message_menu_options_url")),
    )
