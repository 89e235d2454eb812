"""Models of a few titles, for searches."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from shelftalker.model.catalogue import Catalogue
from tests.model_build.small_datasets import book, write_kaggle


@contextmanager
def model_of_titles(titles: Sequence[tuple[str, str]], directory: Path) -> Iterator[Catalogue]:
    """Build and open a model of books (title, author), the first of which are read most."""
    books = [book(f"{number:010}", title, author) for number, (title, author) in enumerate(titles)]
    ratings = [(reader, row[0], 7) for number, row in enumerate(books) for reader in range(len(books) - number)]
    data = write_kaggle(directory / "data", books, ratings)
    build_model(DatasetFiles.found_in(data), directory / "model")
    with closing(Catalogue.open(directory / "model")) as catalogue:
        yield catalogue
