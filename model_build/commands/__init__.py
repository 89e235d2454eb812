"""The commands that read a model: query, export and recommend-for."""
