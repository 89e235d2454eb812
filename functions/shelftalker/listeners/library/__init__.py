"""Imports and exports of a reader's library: the clicks, and the steps that a queue has done."""
