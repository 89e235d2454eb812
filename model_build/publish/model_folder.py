"""The model in a folder, checked before it is published: its files agree, and it answers as the functions ask it."""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from model_build.publish.s3_objects import PUBLISH, PublishError
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.format import MODEL_FORMAT, ModelError
from shelftalker.model.pointer import ModelOutdatedError, Pointer
from shelftalker.search.model_check import check_model


def pointer_of_folder(directory: Path) -> Pointer:
    """Return the pointer to the model in a folder, after a check that its files agree.

    Raises:
        PublishError: They don't, or there is no usable model.
    """
    build_again = f"Build the model again: python -m model_build build --data DIR --output {directory}"
    manifest_path, catalogue_path = directory / MODEL_FORMAT.manifest_name, directory / MODEL_FORMAT.catalogue_name
    try:
        with closing(Catalogue.open(directory, PUBLISH.check_seconds)) as catalogue:
            version = catalogue.version
        pointer = parse_pointer(manifest_path.read_text(encoding="utf-8"), str(manifest_path))
    except ModelError as error:
        raise PublishError(str(error)) from error
    except OSError as error:
        raise PublishError(f"{manifest_path} can't be read ({error}). {build_again}") from error
    with catalogue_path.open("rb") as stream:
        actual = (version, catalogue_path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())
    expected = (pointer.version, pointer.size_bytes, pointer.sha256)
    if actual != expected:
        raise PublishError(
            f"By its manifest, {catalogue_path} is version {expected[0]} of {expected[1]:,} bytes with SHA-256 "
            f"{expected[2]}; it is version {actual[0]} of {actual[1]:,} bytes with {actual[2]}. {build_again}"
        )
    check_format(pointer)
    try:
        with closing(Catalogue.open(directory, PUBLISH.check_seconds)) as catalogue:
            if damage := catalogue.damage():
                raise PublishError(f"{catalogue_path} is damaged: {damage}. {build_again}")
            check_model(catalogue, PUBLISH.check_seconds)
    except (ModelError, sqlite3.DatabaseError) as error:
        raise PublishError(f"{error} Nothing was uploaded.") from error
    return pointer


def check_format(pointer: Pointer) -> None:
    """Refuse to make a model current that the functions of this code's version can't read."""
    try:
        pointer.check_format()
    except ModelOutdatedError as error:
        raise PublishError(f"{error} The current model was not changed.") from error


def parse_pointer(manifest: str, address: str) -> Pointer:
    """Build the pointer to the model that a manifest describes."""
    try:
        fields = json.loads(manifest)
        return Pointer.from_fields(fields, version=fields["model_version"])
    except (ValueError, TypeError, KeyError) as error:
        raise PublishError(
            f"{address} must be a JSON object with model_version, sha256, size_bytes and format_version; it is not "
            f"({error!r}). Build the model again and publish that."
        ) from error
