"""Datasets: reading, repairing and checking tables of books, ratings and readers."""
