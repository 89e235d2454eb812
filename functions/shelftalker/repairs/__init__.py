"""Repair of text and ISBNs that a program read or wrote wrong: encodings, mangled letters, lost zeros."""
