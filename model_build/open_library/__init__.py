"""Open Library's dumps as a catalogue: works with all their ISBNs, authors, subjects and counts of readers."""
