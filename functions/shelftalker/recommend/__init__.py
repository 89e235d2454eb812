"""Recommendations: ranking books for a title or a reader, and the listings of five that are shown."""
