"""Slack's limits, and the validation of messages, views and answers against them."""
