"""Sentences around titles: words of prose, the borders of titles among them, and the certainty that one is meant."""
