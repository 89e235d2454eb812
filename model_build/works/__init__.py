"""Works: the editions that are one book, with its title, authors, volume and public id."""
