"""A model with volumes of series, of which some are missing."""

from collections.abc import Iterator

import pytest

from shelftalker.model.catalogue import Catalogue
from tests.shelftalker.search.title_models import model_of_titles

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
    with model_of_titles(TITLES, tmp_path_factory.mktemp("volumes")) as catalogue:
        yield catalogue
