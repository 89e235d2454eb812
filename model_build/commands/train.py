"""A training: datasets from S3 to a published model, in one command, as a job runs it on another machine."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from model_build.build import build_model
from model_build.commands.check import summarise_source
from model_build.commands.engines import engine_by_name
from model_build.datasets.formats.files import DatasetFiles
from model_build.engine import THREADS
from model_build.publish.dataset_store import DatasetStore
from model_build.publish.publish import ModelStore


def train(
    datasets: Sequence[str],
    models: str,
    *,
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
        DatasetError: The datasets can't be built from.
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
        files, *beside = map(DatasetFiles.found_in, folders)
        manifest = build_model(
            files,
            temporary / "model",
            previous if has_previous else None,
            beside=beside,
            smallest_readers=smallest_readers,
            accept_losses=accept_losses,
            report=lambda source: report("\n".join(summarise_source(source))),
            engine=engine,
            yardstick=yardstick,
        )
        report(f"Built {manifest['model_version']}: {manifest['counts']['books']:,} books.")
        return store.publish(
            temporary / "model",
            even_if_worse=even_if_worse,
            temporary_megabytes=temporary_megabytes,
            is_mounted=is_mounted,
            report=report,
        )
