"""Block Kit: pure functions from the domain to messages, windows and Home."""
