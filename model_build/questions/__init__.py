"""Readers' questions about a catalogue's books, and the fit of the weights by which titles are found in them."""
