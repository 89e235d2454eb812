"""Runs all of Shelftalker on one machine: functions as Lambda runs them, AWS as moto imitates it, and a small Slack."""
