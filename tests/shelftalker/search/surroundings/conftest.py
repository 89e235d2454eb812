"""A model with volumes of series, of which some are missing."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from shelftalker.model.catalogue import Catalogue
from tests.model_build.small_datasets import book, write_kaggle

TITLES = [
    ("Artemis Fowl (Artemis Fowl, Book 1)", "Eoin Colfer"),
    ("The Eternity Code (Artemis Fowl, Book 3)", "Eoin Colfer"),
    ("Cold Fire", "Dean R. Koontz"),
    ("Shadow's Edge (Daughters of the Moon, Book 1)", "Lynne Ewing"),
    ("Night Shade (Daughters of the Moon, Book 3)", "Lynne Ewing"),
    ("Exiles", "Howard Weinstein"),
    ("The Ruins of Ambrai (Exiles, Book 1)", "Melanie Rawn"),
    ("The Mageborn Traitor (Exiles, Book 2)", "Melanie Rawn"),
    ("Shipwreck", "Charles Logan"),
    ("Shipwreck (Castaways, Book 1)", "Gordon Korman"),
    ("Survival (Castaways, Book 2)", "Gordon Korman"),
    ("Dune (Dune, Book 1)", "Frank Herbert"),
    ("Dune Messiah (Dune, Book 2)", "Frank Herbert"),
    ("Asylum", "Patrick McGrath"),
    ("Suffer the Children", "John Saul"),
    ("Patrick McGrath: Three Complete Novels", "Patrick McGrath"),
]


@pytest.fixture(scope="session")
def volumes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Open the model; the first books are read most."""
    directory = tmp_path_factory.mktemp("volumes")
    books = [book(f"{number:010}", title, author) for number, (title, author) in enumerate(TITLES)]
    ratings = [(reader, row[0], 7) for number, row in enumerate(books) for reader in range(len(books) - number)]
    data = write_kaggle(directory / "data", books, ratings)
    build_model(DatasetFiles.found_in(data), directory / "model")
    with closing(Catalogue.open(directory / "model")) as catalogue:
        yield catalogue
