"""The import of a library: its window, the summary of what was found, and its section in Home."""
