"""Figures of a model that weekly models are compared by, and the methods that it is measured beside."""
