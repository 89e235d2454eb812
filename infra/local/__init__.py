"""All of Shelftalker on one machine: functions as Lambda runs them, AWS imitated by moto, and a local Slack."""
