"""Books by HTTP as JSON: the same search and recommendations for programs, with API keys."""
