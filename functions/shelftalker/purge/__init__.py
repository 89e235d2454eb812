"""Deletion of all data of workspaces and readers that left."""
