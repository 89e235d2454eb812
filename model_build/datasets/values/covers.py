"""Addresses of covers: those that a picture can be shown from, and those that Open Library makes of an id.

Open Library keeps its covers under ids, which browsers and Slack may ask for without a limit; by ISBN it limits
requests, and a missing cover is a blank picture (https://openlibrary.org/dev/docs/api/covers).
"""

import re

from shelftalker.model.format import is_cover_address

OPEN_LIBRARY_COVERS = "https://covers.openlibrary.org/b/id/{cover_id}-M.jpg"
_OPEN_LIBRARY_ID = re.compile(r"https?://covers\.openlibrary\.org/b/id/([1-9]\d{0,11})(?:-[SML])?\.jpg(?:\?\S*)?")
_HTTP = re.compile("^http://", re.IGNORECASE)
_ID = re.compile(r"[1-9]\d{0,11}")
_NO_COVER = re.compile(r"nophoto|no[-_]?image|placeholder", re.IGNORECASE)


def cover_address(listed: str) -> str:
    """Return the https address of a listed cover, '' where none can be shown.

    Args:
        listed: An address, or the id of a cover of Open Library, which is above 0.
    """
    listed = listed.strip()
    if _ID.fullmatch(listed):
        return OPEN_LIBRARY_COVERS.replace("{cover_id}", listed)
    if not listed:
        return ""
    address = listed if listed.startswith("https://") else _HTTP.sub("https://", listed)
    return address if is_cover_address(address) and not _NO_COVER.search(address) else ""


def open_library_id(address: str) -> str:
    """Return the id in an address of Open Library's covers, '' in any other one."""
    match = _OPEN_LIBRARY_ID.fullmatch(address)
    return match[1] if match else ""
