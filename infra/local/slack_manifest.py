"""What of the app's manifest the page needs: its name and its slash commands."""

from dataclasses import dataclass
from pathlib import Path

import yaml

MANIFEST = Path(__file__).resolve().parents[1] / "slack_manifest.yaml"


@dataclass(frozen=True)
class SlashCommand:
    """A slash command as Slack offers it to whoever types a slash."""

    command: str
    description: str
    usage_hint: str


@dataclass(frozen=True)
class Manifest:
    """An app as Slack knows it."""

    name: str
    commands: tuple[SlashCommand, ...]


def read_manifest(path: Path = MANIFEST) -> Manifest:
    """Read a Slack app manifest, the very one that is pasted into Slack."""
    manifest = yaml.safe_load(path.read_text(encoding="utf-8"))
    commands = manifest["features"].get("slash_commands", [])
    return Manifest(
        manifest["display_information"]["name"],
        tuple(SlashCommand(each["command"], each["description"], each.get("usage_hint", "")) for each in commands),
    )
