"""Messages and windows of clubs, as pure functions."""
