"""The check of datasets before a build: how their files are understood, and which rows are lost."""

from collections.abc import Iterator, Sequence

from model_build.datasets.contract import SourceTables, check_losses, describe_example, describe_losses
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.joined_sources import join_sources
from model_build.datasets.sources.registry import read_source


def check_datasets(datasets: Sequence[DatasetFiles], *, accept_losses: bool = False) -> Iterator[str]:
    """Yield lines on each dataset; at last whether a model can be built of them.

    Args:
        datasets: The files of each, the main one first.
        accept_losses: True where a build would accept losses beyond the limits.

    Raises:
        DatasetError: A build of these datasets would stop; the message says why.
    """
    sources = []
    for files in datasets:
        source = read_source(files)
        yield from describe_source(source)
        sources.append(source)
    for source in sources:
        check_losses(source, accept_losses=accept_losses)
    dataset = join_sources(sources)
    yield (
        f"A model can be built: {len(dataset.editions):,} editions, {len(dataset.readers):,} readers, "
        f"{len(dataset.ratings):,} books read by them."
    )


def describe_source(source: SourceTables) -> Iterator[str]:
    """Yield lines on a source: how its files were understood, its sizes, and the rows that were lost or changed."""
    rated = int((source.ratings["rating"] > 0).sum())
    yield (
        f"{source.name}: {len(source.books):,} books; {len(source.readers):,} readers read {len(source.ratings):,} "
        f"books, of which they rated {rated:,}."
    )
    yield f"  {describe_scale(source)}"
    for label, text in (("Licence", source.licence), ("Cite", source.citation), ("Notice", source.notice)):
        if text:
            yield f"  {label}: {text}"
    for name, table in source.tables.items():
        yield f"  {name}: the {table}, {source.counts[f'{table} rows']:,} rows"
        prefix = f"{name}: "
        columns = {
            spelled.removeprefix(prefix): column
            for spelled, column in source.columns.items()
            if spelled.startswith(prefix)
        }
        for spelled, column in columns.items():
            if column:
                yield f"    {spelled!r} is {column}"
        if ignored := [spelled for spelled, column in columns.items() if not column]:
            yield f"    not read: {', '.join(map(repr, ignored))}"
    yield from describe_faults(source)


def summarise_source(source: SourceTables) -> Iterator[str]:
    """Yield the lines that a build prints of a source: its reads and scale, its losses, and files not read."""
    yield (
        f"  {source.name}: {len(source.ratings):,} books read by {len(source.readers):,} readers. "
        f"{describe_scale(source)}"
    )
    yield from (f"    {line}" for line in describe_losses(source))
    yield from (f"    Note: {sentence}" for sentence in source.remarks)


def describe_scale(source: SourceTables) -> str:
    """Return the sentence on the scale of a source's ratings and on its likes."""
    if source.rating_scale is None and source.like_threshold:
        return "Ratings are 1 for a like and 0 for none."
    if source.rating_scale is None:
        return "No ratings: every book that somebody read or borrowed is a like."
    return f"Ratings go up to {source.rating_scale:,}; {source.like_threshold:g} and more are likes."


def describe_faults(source: SourceTables) -> Iterator[str]:
    """Yield lines on the rows that were lost, repaired or set aside, and on files that were not read."""
    if lost := describe_losses(source):
        yield "  Lost:"
        yield from (f"    {line}" for line in lost)
    others = [
        f"    {number:,} {kind}{describe_example(source, kind)}"
        for kind, number in sorted(source.counts.items())
        if number and not kind.endswith((", dropped", " rows"))
    ]
    if others:
        yield "  Repaired, set aside or incomplete:"
        yield from others
    for sentence in source.remarks:
        yield f"  Note: {sentence}"
