"""Files that people upload in windows, and those that the app uploads, with a URL to download each from.

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
        self._announced: dict[str, tuple[str, int]] = {}
        self._taken: dict[str, bytes] = {}

    def add(self, name: str, content: bytes, base_url: str) -> dict[str, Any]:
        """Store a file and return its file object.

        Args:
            name: Its name.
            content: Its bytes.
            base_url: URL at which the app reaches this server.
        """
        return self._store(_new_id(), name, content, base_url)

    def announce(self, name: str, length: int) -> str:
        """Return the id of a file of the app whose bytes are to come."""
        file_id = _new_id()
        with self._lock:
            self._announced[file_id] = name, length
        return file_id

    def take(self, file_id: str, content: bytes) -> bool:
        """Take the bytes of an announced file; return False, and take nothing, where they are not as many."""
        with self._lock:
            _, length = self._announced.get(file_id, ("", -1))
            if length != len(content):
                return False
            self._taken[file_id] = content
            return True

    def complete(self, file_id: str, base_url: str) -> dict[str, Any] | None:
        """Store an announced file once its bytes have come, and return its file object; else None."""
        with self._lock:
            if file_id not in self._taken:
                return None
            name, _ = self._announced.pop(file_id)
            content = self._taken.pop(file_id)
        return self._store(file_id, name, content, base_url)

    def _store(self, file_id: str, name: str, content: bytes, base_url: str) -> dict[str, Any]:
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


def _new_id() -> str:
    return f"F{secrets.token_hex(5).upper()}"
