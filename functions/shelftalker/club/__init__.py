"""Book clubs of channels: the people who are counted in."""
