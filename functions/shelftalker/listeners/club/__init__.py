"""Listeners of clubs: polls, lists for several people, and steps of workflows."""
