"""Publishing models to S3: versions, the pointer to the current one, rollback.

See `shelftalker.model.pointer` for where things are. Objects of a version are written before the pointer is switched,
and never changed afterwards: a publish that is killed at any moment leaves the former model current and whole. A model
that is worse than the current one is refused, unless told otherwise.
"""

import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from model_build.publish.comparison import MeasuredQuality, ModelFigures, compare
from model_build.publish.s3_objects import Listed, PublishError, StoredObjects, as_base64
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.format import MODEL_FORMAT, ModelError
from shelftalker.model.pointer import Pointer, PublishedModelError, catalogue_key, manifest_key, pointer_key

__all__ = ["SECONDS_BETWEEN_VERSIONS", "ModelStore", "PublishError", "PublishedVersion"]

# S3 tells in whole seconds when something was written, and rollback goes by the order of the versions.
SECONDS_BETWEEN_VERSIONS = 1


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A complete version in S3.

    Attributes:
        model_version: The model's version.
        published: When it was completed (UTC).
        size_bytes: Of its `catalogue.sqlite`.
        is_current: Whether the pointer names it.
        quality: How well it ranks, as measured when it was built; None where nothing was.
    """

    model_version: str
    published: datetime
    size_bytes: int
    is_current: bool
    quality: MeasuredQuality | None


class ModelStore:
    """The published models under one S3 prefix."""

    def __init__(self, objects: StoredObjects) -> None:
        self._objects = objects
        self._prefix = objects.prefix

    @classmethod
    def at(cls, url: str) -> "ModelStore":
        """The store at s3://BUCKET/PREFIX, reached as boto3 is configured.

        Raises:
            PublishError: That is no such address, or boto3's configuration can't be used.
        """
        return cls(StoredObjects.at(url))

    def publish(
        self, model_directory: Path, *, even_if_worse: bool = False, tell: Callable[[str], None] | None = None
    ) -> str:
        """Copy a model to S3, make sure that it is whole there, and make it the current one.

        What S3 has already is not uploaded again.

        Args:
            model_directory: The folder with the model.
            even_if_worse: Whether it takes the current one's place though it is worse, see `model_comparison`.
            tell: Is given a sentence on how it compares with the current one.

        Returns:
            Its version.

        Raises:
            PublishError: The folder holds no model that can be used, or its files disagree, or it is worse than the
                current one, or S3 refuses.
        """
        pointer = _described_model(model_directory)
        manifest = (model_directory / MODEL_FORMAT.manifest_name).read_text(encoding="utf-8")
        key = catalogue_key(self._prefix, pointer.version)
        with self._objects.errors_told_plainly():
            published = self._pointer_to(pointer.version)
            if published not in (None, pointer):
                raise PublishError(
                    f"Version {pointer.version} was published with SHA-256 {published.sha256}, and the file in "
                    f"{model_directory} has {pointer.sha256}, though both were built from the same rows. Make the "
                    f"published one current with: rollback --version {pointer.version}"
                )
            summary = self._compare_with_current(manifest, pointer.version, even_if_worse=even_if_worse)
            if tell:
                tell(summary)
            if self._objects.state_of(key) != _expected_state(pointer):
                self._objects.upload(model_directory / MODEL_FORMAT.catalogue_name, key, pointer.sha256)
                self._check(pointer)
            if published is None:
                self._objects.put_json(manifest_key(self._prefix, pointer.version), manifest)
            self._make_current(pointer)
        if published is None:
            time.sleep(SECONDS_BETWEEN_VERSIONS)
        return pointer.version

    def rollback(self, version: str | None = None) -> str:
        """Make an earlier published version the current one; whether it is worse is not asked.

        Args:
            version: Which; without it, the one that was published before the current one.

        Returns:
            The version that is current now.

        Raises:
            PublishError: There is no such version, or it is damaged, or S3 refuses.
        """
        with self._objects.errors_told_plainly():
            current = self._current()
            names = [each for each, _, _ in self._complete()]
            there_are = f"There are, newest first: {', '.join(names) or 'none'}."
            if version is None:
                if current is None or current.version not in names:
                    raise PublishError(
                        f"No published version is current, so none is before it. {there_are} Use --version."
                    )
                before = names.index(current.version) + 1
                if before == len(names):
                    raise PublishError(
                        f"Nothing was published before {current.version}, the current version. {there_are} "
                        "Use --version."
                    )
                version = names[before]
            pointer = self._pointer_to(version) if version in names else None
            if pointer is None:
                raise PublishError(f"Expected a version that is published in full, got {version}. {there_are}")
            self._check(pointer)
            self._make_current(pointer)
        return version

    def versions(self) -> list[PublishedVersion]:
        """Every version that was published in full, newest first.

        Raises:
            PublishError: S3 refuses.
        """
        with self._objects.errors_told_plainly():
            current = self._current()
            return [
                PublishedVersion(
                    model_version=version,
                    published=manifest.written,
                    size_bytes=catalogue.size_bytes,
                    is_current=current is not None and version == current.version,
                    quality=figures.quality if (figures := self._figures_of(version)) else None,
                )
                for version, manifest, catalogue in self._complete()
            ]

    def _complete(self) -> list[tuple[str, Listed, Listed]]:
        """Version, manifest and catalogue of those that were published in full, newest first."""
        objects: defaultdict[str, dict[str, Listed]] = defaultdict(dict)
        for listed in self._objects.listed():
            version, _, name = listed.name.partition("/")
            objects[version][name] = listed
        complete = [
            (version, files[MODEL_FORMAT.manifest_name], files[MODEL_FORMAT.catalogue_name])
            for version, files in objects.items()
            if MODEL_FORMAT.manifest_name in files and MODEL_FORMAT.catalogue_name in files
        ]
        return sorted(complete, key=lambda each: (each[1].written, each[0]), reverse=True)

    def _compare_with_current(self, manifest: str, version: str, *, even_if_worse: bool) -> str:
        """How a model compares with the current one, in a sentence.

        Raises:
            PublishError: It is worse, and that is not let pass.
        """
        try:
            current = self._current()
        except PublishError:  # publishing is what repairs it
            return "Compared with nothing, since the pointer to the current model makes no sense."
        if current is None:
            return "Compared with nothing, since no model is current yet."
        if current.version == version:
            return "It is the current model already."
        figures = self._figures_of(current.version)
        if figures is None:
            return f"Compared with nothing, since the manifest of {current.version}, current until now, can't be read."
        comparison = compare(figures, ModelFigures.from_manifest(manifest))
        if not comparison.worse:
            return comparison.summary
        worse = f"{version} is worse than {current.version}, the current model: {'; '.join(comparison.worse)}."
        if not even_if_worse:
            raise PublishError(
                f"{worse} Nothing was uploaded. Publish a better one, or this one all the same with --even-if-worse."
            )
        return f"{worse} Published all the same."

    def _figures_of(self, version: str) -> ModelFigures | None:
        """What the manifest of a published version tells of its worth; None where it can't be read."""
        text = self._objects.read(manifest_key(self._prefix, version))
        try:
            return ModelFigures.from_manifest(text) if text else None
        except (ValueError, TypeError):
            return None

    def _current(self) -> Pointer | None:
        text = self._objects.read(pointer_key(self._prefix))
        try:
            return Pointer.from_json(text) if text else None
        except PublishedModelError as error:
            raise PublishError(str(error)) from error

    def _make_current(self, pointer: Pointer) -> None:
        published = self._objects.written(manifest_key(self._prefix, pointer.version))
        key, text = pointer_key(self._prefix), replace(pointer, published_at=published).to_json()
        if self._objects.read(key) != text:
            self._objects.put_json(key, text)

    def _pointer_to(self, version: str) -> Pointer | None:
        """What the pointer has to say to name a published version; None where it is not published in full."""
        key = manifest_key(self._prefix, version)
        text = self._objects.read(key)
        return _pointer(text, self._objects.url(key)) if text else None

    def _check(self, pointer: Pointer) -> None:
        """Make sure that S3 holds the catalogue that a pointer describes."""
        key = catalogue_key(self._prefix, pointer.version)
        came, expected = self._objects.state_of(key), _expected_state(pointer)
        if came != expected:
            raise PublishError(
                f"{self._objects.url(key)} must have the size and SHA-256 {expected}; S3 holds {came}. Publish this "
                "version again from where it was built."
            )


def _described_model(directory: Path) -> Pointer:
    """The pointer to the model in a folder, once its files agree with each other.

    Raises:
        PublishError: They don't, or there is no model that can be used.
    """
    build_again = f"Build the model again: python -m model_build build --data DIR --output {directory}"
    manifest_path, catalogue_path = directory / MODEL_FORMAT.manifest_name, directory / MODEL_FORMAT.catalogue_name
    try:
        with closing(Catalogue.open(directory)) as catalogue:
            version = catalogue.version
        pointer = _pointer(manifest_path.read_text(encoding="utf-8"), str(manifest_path))
    except ModelError as error:
        raise PublishError(str(error)) from error
    except OSError as error:
        raise PublishError(f"{manifest_path} can't be read ({error}). {build_again}") from error
    with catalogue_path.open("rb") as stream:
        came = (version, catalogue_path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())
    expected = (pointer.version, pointer.size_bytes, pointer.sha256)
    if came != expected:
        raise PublishError(
            f"By its manifest, {catalogue_path} is version {expected[0]} of {expected[1]:,} bytes with SHA-256 "
            f"{expected[2]}; it is version {came[0]} of {came[1]:,} bytes with {came[2]}. {build_again}"
        )
    return pointer


def _pointer(manifest: str, where: str) -> Pointer:
    """The pointer to the model that a manifest describes."""
    try:
        fields = json.loads(manifest)
        return Pointer.from_fields(fields, version=fields["model_version"])
    except (ValueError, TypeError, KeyError) as error:
        raise PublishError(
            f"{where} must be a JSON object with model_version, sha256, size_bytes and format_version; it is not "
            f"({error!r}). Build the model again and publish that."
        ) from error


def _expected_state(pointer: Pointer) -> tuple[int, str]:
    return pointer.size_bytes, as_base64(pointer.sha256)
