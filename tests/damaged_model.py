"""A model that opens, and fails where books to read next are looked up."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from shelftalker.model.format import MODEL_FORMAT


def model_without_neighbours(sound: Path, directory: Path) -> Path:
    """Copy a model into a new directory without its table of neighbours, and return the directory."""
    shutil.copytree(sound, directory)
    with closing(sqlite3.connect(directory / MODEL_FORMAT.catalogue_name)) as file:
        file.executescript("PRAGMA writable_schema=ON; DELETE FROM sqlite_master WHERE name = 'similar';")
    return directory
