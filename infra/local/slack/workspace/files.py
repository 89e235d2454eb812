"""Files that people upload in windows, as Slack has them for the app: `files.info`, and a URL to download from.

See https://docs.slack.dev/reference/objects/file-object.
"""

import secrets
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from threading import Lock
from typing import Any
from urllib.parse import quote


class Files:
    """The uploaded files. Safe to use from many threads.

    Args:
        clock: Returns seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._files: dict[str, dict[str, Any]] = {}
        self._contents: dict[str, bytes] = {}

    def add(self, name: str, content: bytes, base_url: str) -> dict[str, Any]:
        """Store a file and return its file object.

        Args:
            name: Its name.
            content: Its bytes.
            base_url: URL at which the app reaches this server.
        """
        file_id = f"F{secrets.token_hex(5).upper()}"
        url = f"{base_url}/files-pri/{file_id}/download/{quote(name, safe='')}"
        file = {
            "id": file_id,
            "created": int(self._clock()),
            "name": name,
            "title": name,
            "filetype": PurePosixPath(name.lower()).suffix.removeprefix("."),
            "size": len(content),
            "mode": "hosted",
            "is_external": False,
            "url_private": url.replace("/download/", "/"),
            "url_private_download": url,
        }
        with self._lock:
            self._files[file_id], self._contents[file_id] = file, content
        return file

    def all(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the file objects by their ids."""
        with self._lock:
            return dict(self._files)

    def content(self, file_id: str) -> bytes | None:
        """Return the bytes of a file; None where there is no such file."""
        with self._lock:
            return self._contents.get(file_id)
