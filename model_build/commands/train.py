"""A training: datasets from S3, and shelves, to a published model, in one command, as a job runs it elsewhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from model_build.build import build_model
from model_build.commands.check import summarise_source
from model_build.commands.engines import engine_by_name
from model_build.datasets.formats.files import DatasetFiles
from model_build.engine import THREADS
from model_build.learning.joined_shelves import NAME
from model_build.learning.pseudonyms import PseudonymKey
from model_build.learning.shelf_ratings import ShelfRatings, quantity, read_shelf_ratings
from model_build.learning.table_export import TableExport
from model_build.publish.dataset_store import DatasetStore
from model_build.publish.publish import ModelStore


@dataclass(frozen=True, slots=True)
class Shelves:
    """Shelves to learn from.

    Attributes:
        address: Address of an export of the shelves' table, see `TableExport.at`.
        key: The key of the readers' pseudonyms.
    """

    address: str
    key: PseudonymKey

    @classmethod
    def at(cls, address: str | None, key_name: str | None, key_file: Path | None) -> "Shelves | None":
        """Return the shelves of an export with the key in a file, or else of a name in SSM; None without an address."""
        if not address:
            return None
        return cls(address, PseudonymKey.from_file(key_file) if key_file else PseudonymKey.from_ssm(key_name or ""))

    def read(self) -> ShelfRatings:
        """Return the ratings to learn from; nothing of the export is left on this machine."""
        with TemporaryDirectory() as name:
            return read_shelf_ratings(TableExport.at(self.address, Path(name)), self.key)


def train(
    datasets: Sequence[str],
    models: str,
    *,
    shelves: Shelves | None = None,
    temporary_megabytes: int,
    is_mounted: bool = False,
    accept_losses: bool,
    smallest_readers: int,
    even_if_worse: bool,
    report: Callable[[str], None],
    engine_name: str = THREADS.name,
) -> str:
    """Build a model of uploaded datasets and publish it; the ids of the current model's books are kept.

    Args:
        datasets: Addresses of the datasets, the main one first.
        models: Address of the published models.
        shelves: Shelves of readers in Slack, whose ratings are learned from beside the datasets.
        temporary_megabytes: As of `ModelStore.publish`.
        is_mounted: As of `ModelStore.publish`.
        accept_losses: As of `build_model`.
        smallest_readers: As of `build_model`.
        even_if_worse: As of `ModelStore.publish`.
        report: Called with each line on what was read, built and compared.
        engine_name: The engine of the build, see `engine_by_name`.

    Returns:
        The version that is current now.

    Raises:
        DatasetError: The datasets can't be built from, or the export of the shelves is not whole, or no model is
            current whose ids the shelves' books have.
        ModelError: The current model can't be read.
        PublishError: S3 refuses, or the model is worse than the current one, which stays.
    """
    store = ModelStore.at(models)
    engine, yardstick = engine_by_name(engine_name)
    with TemporaryDirectory() as name:
        temporary = Path(name)
        folders = [temporary / f"dataset-{number}" for number, _ in enumerate(datasets)]
        for address, folder in zip(datasets, folders, strict=True):
            DatasetStore.at(address).download(folder)
            report(f"Downloaded {address}.")
        previous = temporary / "previous"
        has_previous = store.download_current(previous)
        ratings = shelves.read() if shelves else None
        if ratings is not None:
            report(ratings.describe())
        files, *beside = map(DatasetFiles.found_in, folders)
        manifest = build_model(
            files,
            temporary / "model",
            previous if has_previous else None,
            beside=beside,
            smallest_readers=smallest_readers,
            shelves=ratings,
            accept_losses=accept_losses,
            report=lambda source: report("\n".join(summarise_source(source))),
            engine=engine,
            yardstick=yardstick,
            measures_gate=True,
        )
        if shelves:
            report(_describe_learned(manifest))
        report(f"Built {manifest['model_version']}: {manifest['counts']['books']:,} books.")
        return store.publish(
            temporary / "model",
            even_if_worse=even_if_worse,
            temporary_megabytes=temporary_megabytes,
            is_mounted=is_mounted,
            report=report,
        )


def _describe_learned(manifest: dict[str, Any]) -> str:
    """Return a sentence on what a model has of the shelves."""
    learned = next((source["counts"] for source in manifest["sources"] if source["name"] == NAME), None)
    if learned is None:
        return "No rating on a shelf can be learned from: the model is that of the datasets alone."
    kinds = {kind.removeprefix(f"{NAME}: "): number for kind, number in manifest["cleaning"].items() if NAME in kind}
    others = "".join(f"; {kind}: {number:,}" for kind, number in kinds.items() if kind.endswith("set aside") and number)
    ratings, readers = quantity(learned["ratings"], "rating"), quantity(learned["readers"], "reader")
    return f"Learned from {ratings} by {readers} in Slack{others}."
