"""Slack's protocol: signed requests, the Web API and its errors, workspaces."""
