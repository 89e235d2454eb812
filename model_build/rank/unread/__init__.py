"""Ranking after works that no reader of the data has read, by what is known of them."""
