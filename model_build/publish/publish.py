"""Publishing models to S3: versions, the pointer to the current one, rollback.

`shelftalker.model.pointer` has the keys. Objects of a version are written before the pointer is switched,
and never changed afterwards: a publish that is killed at any moment leaves the former model current and whole. A model
that is worse than the current one or the best of the last ones is refused, unless `even_if_worse` is set. An object
beside a version that was published so says it: models of before it are compared with no more.
"""

import json
import time
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from model_build.publish.comparison import Comparison, compare, compare_with_methods
from model_build.publish.model_figures import MeasuredQuality, ModelFigures
from model_build.publish.model_folder import check_format, parse_pointer, pointer_of_folder
from model_build.publish.model_size import check_size, describe_ways
from model_build.publish.s3_objects import PUBLISH, ListedObject, PublishError, StoredObjects, as_base64
from shelftalker.model.format import MODEL_FORMAT
from shelftalker.model.pointer import Pointer, PublishedModelError, catalogue_key, manifest_key, pointer_key

__all__ = ["ModelStore", "PublishError", "PublishedVersion"]

# Name of the object beside a version that was published even if worse.
_EVEN_IF_WORSE = "even_if_worse.json"


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A complete version in S3.

    Attributes:
        model_version: The model's version.
        published: Time at which it was completed (UTC).
        size_bytes: Size of its `catalogue.sqlite`.
        is_current: True where the pointer names it.
        quality: Its nDCG@10, measured when it was built; None where none was measured.
    """

    model_version: str
    published: datetime
    size_bytes: int
    is_current: bool
    quality: MeasuredQuality | None

    def __str__(self) -> str:
        """Return a line that describes it in a list of versions."""
        quality = f"nDCG@10 {self.quality}" if self.quality else "nDCG@10 not measured"
        current = "  (current)" if self.is_current else ""
        size = f"{self.size_bytes:>13,} bytes"
        return f"{self.published:%Y-%m-%d %H:%M:%S %Z}  {self.model_version}  {size}  {quality}{current}"


class ModelStore:
    """The published models under one S3 prefix."""

    def __init__(self, objects: StoredObjects) -> None:
        self._objects = objects
        self._prefix = objects.prefix

    @classmethod
    def at(cls, url: str) -> "ModelStore":
        """Return the store at s3://BUCKET/PREFIX, with boto3's configuration.

        Raises:
            PublishError: The address has another form, or boto3's configuration can't be used.
        """
        return cls(StoredObjects.at(url))

    def publish(
        self,
        model_directory: Path,
        *,
        even_if_worse: bool = False,
        temporary_megabytes: int = PUBLISH.temporary_megabytes,
        is_mounted: bool = False,
        report: Callable[[str], None] | None = None,
    ) -> str:
        """Copy a model to S3, check that it is whole there, and make it the current one.

        Objects that S3 has already are not uploaded again.

        Args:
            model_directory: The folder with the model.
            even_if_worse: True to publish a worse one, see `comparison`.
            temporary_megabytes: Size of a function's /tmp, the parameter EphemeralStorage of template.yaml.
            is_mounted: True where the functions open published models on mounted storage, by ModelAccessPointArn of
                template.yaml: then it may have any size.
            report: Called with a sentence that compares it with the published ones, and one on its size.

        Returns:
            Its version.

        Raises:
            PublishError: The folder holds no model that can be used, or its files disagree, or functions can't hold it
                beside another, or it is worse than published ones, or S3 refuses.
        """
        pointer = pointer_of_folder(model_directory)
        check_size(pointer.version, pointer.size_bytes, temporary_megabytes, is_mounted=is_mounted)
        manifest = (model_directory / MODEL_FORMAT.manifest_name).read_text(encoding="utf-8")
        key = catalogue_key(self._prefix, pointer.version)
        with self._objects.explain_errors():
            published = self._pointer_to(pointer.version)
            if published not in (None, pointer):
                raise PublishError(
                    f"Version {pointer.version} was published with SHA-256 {published.sha256}, and the file in "
                    f"{model_directory} has {pointer.sha256}, though both were built from the same rows. Make the "
                    f"published one current with: rollback --version {pointer.version}"
                )
            comparison = self._compare_with_published(manifest, pointer.version, even_if_worse=even_if_worse)
            if report:
                report(comparison.summary)
                report(describe_ways(pointer.size_bytes))
            if self._objects.state_of(key) != _expected_state(pointer):
                self._objects.upload(model_directory / MODEL_FORMAT.catalogue_name, key, pointer.sha256)
                self._check(pointer)
            if comparison.worse:
                accepted = json.dumps({"worse": comparison.worse}, indent=2, ensure_ascii=False)
                self._objects.put_json(f"{self._prefix}/{pointer.version}/{_EVEN_IF_WORSE}", f"{accepted}\n")
            if published is None:
                self._objects.put_json(manifest_key(self._prefix, pointer.version), manifest)
            self._make_current(pointer)
        if published is None or comparison.worse:
            time.sleep(PUBLISH.seconds_between_versions)
        return pointer.version

    def rollback(self, version: str | None = None) -> str:
        """Make an earlier published version the current one, even if it is worse.

        Args:
            version: The version; without it, the one that was published before the current one.

        Returns:
            The version that is current now.

        Raises:
            PublishError: There is no such version, or it is damaged or of another format, or S3 refuses.
        """
        with self._objects.explain_errors():
            current = self._current()
            names = [name for name, _, _ in self._complete_versions()]
            listing = f"There are, newest first: {', '.join(names) or 'none'}."
            if version is None:
                if current is None or current.version not in names:
                    raise PublishError(
                        f"No published version is current, so none is before it. {listing} Use --version."
                    )
                before = names.index(current.version) + 1
                if before == len(names):
                    raise PublishError(
                        f"Nothing was published before {current.version}, the current version. {listing} Use --version."
                    )
                version = names[before]
            pointer = self._pointer_to(version) if version in names else None
            if pointer is None:
                raise PublishError(f"Expected a version that is published in full, got {version}. {listing}")
            check_format(pointer)
            self._check(pointer)
            self._make_current(pointer)
        return version

    def download_current(self, directory: Path) -> bool:
        """Download the current model into a folder; False where none is current.

        Raises:
            PublishError: The pointer makes no sense, or S3 refuses or holds other bytes than it names.
        """
        with self._objects.explain_errors():
            pointer = self._current()
            if pointer is None:
                return False
            self._check(pointer)
            directory.mkdir(parents=True, exist_ok=True)
            for key, name in (
                (catalogue_key(self._prefix, pointer.version), MODEL_FORMAT.catalogue_name),
                (manifest_key(self._prefix, pointer.version), MODEL_FORMAT.manifest_name),
            ):
                self._objects.download(key, directory / name)
        return True

    def versions(self) -> list[PublishedVersion]:
        """Return every version that was published in full, newest first.

        Raises:
            PublishError: S3 refuses.
        """
        with self._objects.explain_errors():
            current = self._current()
            return [
                PublishedVersion(
                    model_version=version,
                    published=manifest.written_at,
                    size_bytes=catalogue.size_bytes,
                    is_current=current is not None and version == current.version,
                    quality=figures.quality if (figures := self._figures_of(version)) else None,
                )
                for version, manifest, catalogue in self._complete_versions()
            ]

    def _complete_versions(self) -> list[tuple[str, ListedObject, ListedObject]]:
        """Return version, manifest and catalogue of those that were published in full, newest first."""
        complete = [
            (version, files[MODEL_FORMAT.manifest_name], files[MODEL_FORMAT.catalogue_name])
            for version, files in self._objects_of_versions().items()
            if MODEL_FORMAT.manifest_name in files and MODEL_FORMAT.catalogue_name in files
        ]
        return sorted(complete, key=lambda files: (files[1].written_at, files[0]), reverse=True)

    def _objects_of_versions(self) -> dict[str, dict[str, ListedObject]]:
        """Return the objects of each version by their names."""
        objects: defaultdict[str, dict[str, ListedObject]] = defaultdict(dict)
        for stored in self._objects.list_objects():
            version, _, name = stored.name.partition("/")
            objects[version][name] = stored
        return objects

    def _compare_with_published(self, manifest: str, version: str, *, even_if_worse: bool) -> Comparison:
        """Compare a model with the current one and the last ones; the summary says what was done with it.

        Raises:
            PublishError: It is worse, and `even_if_worse` is not set.
        """
        try:
            current = self._current()
        except PublishError:  # publishing is what repairs it
            return Comparison((), "Compared with nothing, since the pointer to the current model makes no sense.")
        candidate = ModelFigures.from_manifest(manifest)
        if current is None:
            measured = f" nDCG@10 is {candidate.quality}." if candidate.quality else ""
            methods = compare_with_methods(candidate).summary
            beside = f" {methods[0].upper()}{methods[1:]}." if methods else ""
            return Comparison((), f"Compared with nothing, since no model is current yet.{measured}{beside}")
        if current.version == version:
            return Comparison((), "It is the current model already.")
        figures = self._figures_of(current.version)
        if figures is None:
            return Comparison(
                (), f"Compared with nothing, since the manifest of {current.version}, current until now, can't be read."
            )
        last = filter(None, map(self._figures_of, self._last_versions({version, current.version})))
        comparison = compare(figures, candidate, tuple(last))
        if not comparison.worse:
            return comparison
        worse = f"{version} is worse than {current.version}, the current model: {'; '.join(comparison.worse)}."
        if not even_if_worse:
            raise PublishError(
                f"{worse} Nothing was uploaded. Publish a better one, or this one all the same with --even-if-worse."
            )
        return Comparison(comparison.worse, f"{worse} Published all the same.")

    def _last_versions(self, but: Collection[str]) -> list[str]:
        """Return the versions that a model is compared with beside the current one, newest first.

        Those of before a model that was published even if worse are not among them: what was given up then is no
        measure of what comes after.

        Args:
            but: Versions that are left out.
        """
        objects = self._objects_of_versions()
        given_up = max(
            (files[_EVEN_IF_WORSE].written_at for files in objects.values() if _EVEN_IF_WORSE in files),
            default=datetime.min.replace(tzinfo=UTC),
        )
        versions = [
            version
            for version, manifest, _ in self._complete_versions()
            if version not in but and manifest.written_at >= given_up
        ]
        return versions[: PUBLISH.compared_versions - 1]

    def _figures_of(self, version: str) -> ModelFigures | None:
        """Return the figures in the manifest of a published version; None where it can't be read."""
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
        published_at = self._objects.written_at(manifest_key(self._prefix, pointer.version))
        key, text = pointer_key(self._prefix), pointer._replace(published_at=published_at).to_json()
        if self._objects.read(key) != text:
            self._objects.put_json(key, text)

    def _pointer_to(self, version: str) -> Pointer | None:
        """Return the pointer to a published version; None where it is not published in full."""
        key = manifest_key(self._prefix, version)
        text = self._objects.read(key)
        return parse_pointer(text, self._objects.url(key)) if text else None

    def _check(self, pointer: Pointer) -> None:
        """Check that S3 holds the catalogue that a pointer describes."""
        key = catalogue_key(self._prefix, pointer.version)
        actual, expected = self._objects.state_of(key), _expected_state(pointer)
        if actual != expected:
            raise PublishError(
                f"{self._objects.url(key)} must have the size and SHA-256 {expected}; S3 holds {actual}. Publish this "
                "version again from where it was built."
            )


def _expected_state(pointer: Pointer) -> tuple[int, str]:
    return pointer.size_bytes, as_base64(pointer.sha256)
