"""Addresses of covers that a message can show; one that Slack refuses would cost the whole answer."""

import re

# Slack's longest image_url is 3,000 characters; a model's is shorter, for an answer has five of them.
_LONGEST = 2000
_ADDRESS = re.compile(r"https://[^\s/?#@:\\<>\"|]+\.[^\s/?#@:\\<>\"|]+(?::\d{1,5})?/[^\s\\<>\"|]+", re.IGNORECASE)


def is_cover_address(address: str) -> bool:
    """Return True if a text is an https address, with a host and a path, of at most 2,000 characters."""
    return len(address) <= _LONGEST and _ADDRESS.fullmatch(address) is not None
