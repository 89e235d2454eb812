"""Fetches the images of messages, as Slack does: over https, from anywhere; the sample's covers from a folder."""

import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

COVERS_HOST = "covers.shelftalker.example"

_TIMEOUT_SECONDS = 2
_BYTES_AT_MOST = 10_000_000
_TYPES_BY_SUFFIX = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}


class ImageError(Exception):
    """An image can't be shown; the message says why."""


@dataclass(frozen=True)
class Image:
    """An image as it is sent to the page."""

    content_type: str
    content: bytes


class Images:
    """Fetches images.

    Args:
        covers_directory: Where the covers of https://covers.shelftalker.example/ are, a reserved name that no server
            answers to; None where there are none.
    """

    def __init__(self, covers_directory: Path | None) -> None:
        self._covers_directory = covers_directory

    def fetch(self, url: str) -> Image:
        """The image at a URL.

        Raises:
            ImageError: There is none, or Slack would not take it.
        """
        parts = urlsplit(url)
        if parts.scheme != "https":
            raise ImageError(f"expected https, got {url[:80]!r}")
        if parts.hostname == COVERS_HOST:
            return self._cover(unquote(parts.path))
        try:
            with urllib.request.urlopen(url, timeout=_TIMEOUT_SECONDS) as response:  # noqa: S310 - https, checked above
                content_type = response.headers.get_content_type()
                content = response.read(_BYTES_AT_MOST + 1)
        except (OSError, ValueError) as error:
            raise ImageError(f"{url[:200]} can't be fetched: {error}") from error
        if content_type not in _TYPES_BY_SUFFIX.values():
            raise ImageError(f"expected PNG, JPEG or GIF at {url[:200]}, got {content_type}")
        if len(content) > _BYTES_AT_MOST:
            raise ImageError(f"expected at most {_BYTES_AT_MOST:,} bytes at {url[:200]}, got more")
        return Image(content_type, content)

    def _cover(self, path: str) -> Image:
        name = Path(path).name
        content_type = _TYPES_BY_SUFFIX.get(Path(name).suffix.lower())
        if self._covers_directory is None or content_type is None:
            raise ImageError(f"there is no cover {name!r}")
        try:
            return Image(content_type, (self._covers_directory / name).read_bytes())
        except (OSError, ValueError) as error:
            raise ImageError(f"there is no cover {name!r} in {self._covers_directory}") from error
