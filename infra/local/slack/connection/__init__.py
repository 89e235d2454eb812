"""The connection of the local Slack to an app: signed delivery, payloads, grants and replies."""
