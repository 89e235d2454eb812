"""The bundled sample dataset: real books, listed by hand, and the made-up ratings of made-up readers."""
