"""Readers' shelves: their contents, their pages and their table in DynamoDB."""
