"""Slack listeners: payload to domain call to view; one module a kind of request."""
