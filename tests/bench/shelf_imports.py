"""Benchmark of the import of readers' exports: the books of a dataset written as exports and found again."""

from contextlib import closing
from pathlib import Path

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.joined_sources import read_dataset
from shelftalker.model.catalogue import Catalogue
from tests.bench.figures import Figure
from tests.shelftalker.shelf_exports.written_exports import (
    build_without_a_tenth,
    precision_of,
    shares_of_rows,
    written_rows,
)


def measure_shelf_imports(data: Path, directory: Path) -> list[Figure]:
    """Build a model that lacks every tenth work, and import rows of all of them.

    Args:
        data: The folder of a dataset.
        directory: The folder to build the model in.
    """
    dataset = read_dataset(DatasetFiles.found_in(data))
    build_without_a_tenth(dataset, directory)
    with closing(Catalogue.open(directory)) as catalogue:
        shares = shares_of_rows(catalogue, written_rows(dataset, catalogue), directory / "export")
    figures = [Figure("books found that are the right ones", f"{precision_of(shares.values()):.2%}", "99.5%")]
    for kind, share in shares.items():
        rows, wrong = f"{share.rows:,} rows", f"{len(share.wrong):,} another book"
        if share.in_model:
            figures.append(Figure(f"{kind}: found", f"{share.right / share.in_model:.1%}", "", f"{rows}, {wrong}"))
        else:
            figures.append(Figure(f"{kind}: another book", f"{len(share.wrong) / share.rows:.1%}", "0.5%", rows))
    return figures
