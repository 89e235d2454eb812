"""Parts of half-remembered titles: their words, numbers and initials."""
