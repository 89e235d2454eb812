"""Slack's limits on messages, views and answers."""
