"""Installation by other workspaces: OAuth, the installations' table and their bot tokens."""
