"""Formats of files: tables by commas and of JSON lines, plain, packed and in folders."""
