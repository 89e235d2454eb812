"""Tools for Slackbot's model: the same search, recommendations and shelves by the Model Context Protocol."""
