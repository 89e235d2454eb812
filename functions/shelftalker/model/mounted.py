"""Published models on mounted storage, opened where they are: models too large for a layer or for /tmp.

The folder has the layout of the bucket, see `pointer`. Nothing is copied: an open file is only read, and the files of a
version never change. Its SHA-256 is verified where it is published; reading all of it here would take minutes.
"""

from pathlib import Path
from typing import ClassVar

from shelftalker.model.format import MODEL_FORMAT, ModelError
from shelftalker.model.pointer import POINTER_NAME, Pointer, PublishedModelError


class MountedModels:
    """The folder of published models on mounted storage."""

    def __init__(self, folder: Path) -> None:
        """Check that the folder is there.

        Raises:
            ModelError: It is not.
        """
        if not folder.is_dir():
            raise ModelError(
                f"Expected the published models in the folder {folder}, as MODEL_PATH names it; there is no such "
                "folder. Mount the storage, publish a model to it, and name the folder that has current.json."
            )
        self._folder = folder

    def read_pointer(self) -> Pointer | None:
        """Read the pointer to the current model; None where nothing was published.

        Raises:
            PublishedModelError: It is no valid pointer.
            OSError: The storage can't be read.
        """
        try:
            text = (self._folder / POINTER_NAME).read_bytes()
        except FileNotFoundError:
            return None
        return Pointer.from_json(text)

    def start_download(self, pointer: Pointer) -> "MountedModel":
        """Return the model that a pointer names, which needs no download."""
        return MountedModel(self._folder, pointer)


class MountedModel:
    """One model on mounted storage.

    Attributes:
        is_copy: False, as the files are the published ones: they may be slow to read, and nobody here may delete them.
        pointer: The pointer that names it.
        directory: The folder of its files.
    """

    is_copy: ClassVar[bool] = False

    def __init__(self, folder: Path, pointer: Pointer) -> None:
        self.pointer = pointer
        self.directory = folder / pointer.version

    def advance(self, seconds: float) -> bool:  # noqa: ARG002 - as a download's
        """Return True: it is whole at once.

        Raises:
            PublishedModelError: The catalogue has another size than the pointer says, or is not there.
        """
        path = self.directory / MODEL_FORMAT.catalogue_name
        size_bytes = path.stat().st_size if path.is_file() else None
        if size_bytes != self.pointer.size_bytes:
            found = "there is no such file" if size_bytes is None else f"it has {size_bytes:,}"
            raise PublishedModelError(
                f"{path} must have {self.pointer.size_bytes:,} bytes, as the pointer to the current model says; "
                f"{found}. Where it is still being copied, wait; else publish it again, or roll back."
            )
        return True

    def may_go_on(self) -> bool:
        """Return False: there is nothing to go on with before the next look at the pointer."""
        return False

    def remove(self) -> None:
        """Do nothing: the files are not this process's own."""
