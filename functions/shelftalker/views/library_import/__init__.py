"""The import of a library: its window, its summary, its section in Home; and the export in the same form."""
