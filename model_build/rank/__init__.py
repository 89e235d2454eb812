"""Ranking: co-occurrence, features, the learned ranker and the neighbours of each work."""
