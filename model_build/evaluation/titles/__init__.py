"""Evaluation of the title search."""
