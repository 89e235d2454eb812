"""Values of single fields: ISBNs, languages, ratings, names that are nobody's, and text with broken letters."""
