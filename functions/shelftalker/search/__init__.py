"""Title search: from typed words or a message's words to books."""
