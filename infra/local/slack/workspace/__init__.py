"""The local workspace: people, channels, messages and views."""
