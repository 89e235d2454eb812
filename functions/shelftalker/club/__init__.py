"""Book clubs of channels: polls, and the people who are counted in."""
