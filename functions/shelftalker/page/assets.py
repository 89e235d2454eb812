"""The style sheet, the scripts and the icon: files of this package, under names that change with their content."""

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILES = Path(__file__).parent / "files"
_CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_HASH_LENGTH = 10


class Asset(NamedTuple):
    """A file that the page loads.

    Attributes:
        name: The name with a hash of the content in it: `page.0f3a9c1d2b.css`.
        content_type: The media type.
        text: The content.
    """

    name: str
    content_type: str
    text: str

    @property
    def path(self) -> str:
        """The address, relative to the page's."""
        return f"assets/{self.name}"


@cache
def asset(file_name: str) -> Asset:
    """Return one of the package's files by its own name, such as `page.css`."""
    path = FILES / file_name
    text = path.read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]
    return Asset(f"{path.stem}.{digest}{path.suffix}", _CONTENT_TYPES[path.suffix], text)


def find_asset(name: str) -> Asset | None:
    """Return the file of a name that a page asks for, by any hash; None where no file has that name.

    While a new version replaces this one, pages of either ask both for their files.
    """
    stem, _, rest = name.partition(".")
    digest, dot, suffix = rest.rpartition(".")
    file_name = f"{stem}{dot}{suffix}"
    is_known = bool(digest) and any(path.name == file_name for path in FILES.iterdir() if path.suffix in _CONTENT_TYPES)
    return asset(file_name) if is_known else None
