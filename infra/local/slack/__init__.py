"""A local Slack, with Slack's rules, limits and time-outs."""
