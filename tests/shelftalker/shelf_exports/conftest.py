"""A model of a few books for the tests of exports."""

from pathlib import Path

import pytest

from shelftalker.model.catalogue import Catalogue
from tests.model_build import conftest as build_fixtures
from tests.model_build.conftest import Build
from tests.model_build.small_datasets import book, write_kaggle

BOOKS = [
    book("0441172717", "Dune (Dune Chronicles, Book 1)", "Frank Herbert"),
    book("0441172695", "Dune Messiah (Dune Chronicles, Book 2)", "Frank Herbert"),
    book("0679720200", "The Stranger", "Albert Camus"),
    book("0679720201", "The Stranger (Vintage International)", "Albert Camus"),
    book("0441172709", "Dune Messiah (Ace Science Fiction)", "Frank Herbert"),
    book("067975894X", "Nonzero: The Logic of Human Destiny", "Robert Wright"),
    book("0345339681", "The Hobbit", "J. R. R. Tolkien"),
    book("0141439580", "Emma", "Jane Austen"),
]

build = build_fixtures.build


@pytest.fixture
def catalogue(build: Build, tmp_path: Path) -> Catalogue:
    ratings = [(reader, row[0], 9) for reader in range(1, 7) for row in BOOKS]
    return build(write_kaggle(tmp_path / "dataset", BOOKS, ratings))
