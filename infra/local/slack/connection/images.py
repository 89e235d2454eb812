"""The images of messages: fetched over https as Slack fetches them, or read from the folder of the sample's covers."""

import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

_TYPES_BY_SUFFIX = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}


@dataclass(frozen=True, slots=True)
class ImageConfig:
    """Source and limits of images.

    Attributes:
        covers_host: Host of the sample's covers, a reserved name that no server answers to.
        timeout_seconds: Time-out in seconds of connecting and of each read.
        maximum_bytes: Bytes of an image. Slack's own limit is not documented.
    """

    covers_host: str = "covers.shelftalker.example"
    timeout_seconds: float = 2
    maximum_bytes: int = 10_000_000


class ImageError(Exception):
    """An image can't be shown; the message gives the reason."""


@dataclass(frozen=True)
class Image:
    """The bytes of an image, and their content type."""

    content_type: str
    content: bytes


class Images:
    """Fetches images.

    Args:
        covers_directory: Folder of the covers of https://covers.shelftalker.example/, or None.
        config: Source and limits.
    """

    def __init__(self, covers_directory: Path | None, config: ImageConfig | None = None) -> None:
        self._covers_directory = covers_directory
        self._config = config or ImageConfig()

    def fetch(self, url: str) -> Image:
        """Return the image at a URL.

        Raises:
            ImageError: There is none, or Slack would refuse it.
        """
        parts = urlsplit(url)
        if parts.scheme != "https":
            raise ImageError(f"expected https, got {url[:80]!r}")
        if parts.hostname == self._config.covers_host:
            return self._cover(unquote(parts.path))
        try:
            with urllib.request.urlopen(url, timeout=self._config.timeout_seconds) as response:  # noqa: S310 - https
                content_type = response.headers.get_content_type()
                content = response.read(self._config.maximum_bytes + 1)
        except (OSError, ValueError) as error:
            raise ImageError(f"{url[:200]} can't be fetched: {error}") from error
        if content_type not in _TYPES_BY_SUFFIX.values():
            raise ImageError(f"expected PNG, JPEG or GIF at {url[:200]}, got {content_type}")
        if len(content) > self._config.maximum_bytes:
            raise ImageError(f"expected at most {self._config.maximum_bytes:,} bytes at {url[:200]}, got more")
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
