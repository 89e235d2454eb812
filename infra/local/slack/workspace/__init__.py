"""The local workspace: its directory, its messages and its views."""
