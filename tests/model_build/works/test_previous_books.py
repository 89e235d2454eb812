"""The books of an earlier model in a new build: by source ids, ISBNs, titles and authors."""

from pathlib import Path

import numpy as np
import pytest

from model_build.works.identified_works import IdentifiedEdition
from model_build.works.previous_books import Heirs, PreviousIds, find_heirs
from shelftalker.model.catalogue import Catalogue
from tests.model_build.conftest import Build
from tests.model_build.small_datasets import Row, book, write_goodbooks, write_kaggle

DUNE, EMMA, UBIK = ("Dune", "Frank Herbert"), ("Emma", "Jane Austen"), ("Ubik", "Philip K. Dick")


def edition(title: str, author: str, *isbns: str, source: int = 0) -> IdentifiedEdition:
    return IdentifiedEdition(title, author, isbns, "", source, has_final_id=False)


def previous(books: dict[str, tuple[str, str]], isbns: dict[str, str] | None = None) -> PreviousIds:
    """Return an earlier model's books by their source ids, whose book ids are "id of" those."""
    ids = {source_id: f"id of {source_id}" for source_id in books}
    return PreviousIds(
        id_of_edition=ids,
        rank={book_id: row for row, book_id in enumerate(ids.values())},
        aliases={},
        id_of_isbn={isbn: ids[source_id] for isbn, source_id in (isbns or {}).items()},
        descriptions={ids[source_id]: described for source_id, described in books.items()},
    )


def heirs(before: PreviousIds, editions: dict[str, IdentifiedEdition]) -> Heirs:
    """Return the heirs among editions that are a work each, by their source ids."""
    return find_heirs(list(editions), list(editions.values()), np.arange(len(editions), dtype=np.int32), before)


def test_books_are_the_same_by_their_source_ids_whatever_was_corrected() -> None:
    before = previous({"1": DUNE, "2": EMMA, "3": UBIK})
    found = heirs(before, {"2": edition(*EMMA), "3": edition("Ubik!", "Dick"), "1": edition("???", "Unknown author")})
    assert found == Heirs({"id of 1": 2, "id of 2": 0, "id of 3": 1}, has_strange_ids=False)


def test_numbers_of_another_dataset_are_other_books_which_titles_and_authors_show() -> None:
    before = previous({"1": DUNE, "2": EMMA, "3": UBIK})
    found = heirs(
        before,
        {
            "1": edition("Solaris", "Stanislaw Lem"),
            "2": edition(*UBIK),
            "3": edition(*DUNE),
            "4": edition("It", "King"),
        },
    )
    assert found == Heirs({"id of 1": 2, "id of 3": 1}, has_strange_ids=True)


def test_each_source_is_compared_by_itself() -> None:
    before = previous({"1": DUNE, "2": EMMA, "b:1": UBIK})
    found = find_heirs(
        ["1", "2", "b:1"],
        [edition("Duna", "F. Herbert"), edition(*EMMA), edition("It", "Stephen King", source=1)],
        np.arange(3, dtype=np.int32),
        before,
    )
    assert found == Heirs({"id of 1": 0, "id of 2": 1}, has_strange_ids=True)


def test_an_isbn_finds_a_translation_and_not_a_book_that_uses_it_again() -> None:
    before = previous({"1": DUNE, "2": EMMA}, {"0441172717": "1", "0141439580": "2"})
    found = heirs(before, {
        "x": edition("Der Wüstenplanet", "Frank Herbert", "0441172717"),
        "y": edition("Windows 95 for Dummies", "Andy Rathbone", "0141439580"),
    })  # fmt: skip
    assert found.work_of == {"id of 1": 0}


def test_titles_and_authors_are_compared_as_those_of_editions_are() -> None:
    before = previous({
        "1": ("Dune Messiah (Dune, 2)", "Frank Herbert"),
        "2": ("The Lost World", "Michael Crichton"),
        "3": ("Seabiscuit", "Laura Hillenbrand"),
    })  # fmt: skip
    found = heirs(before, {
        "a": edition("Dune Messiah (Paperback)", "F. Herbert"),
        "b": edition("The Lost World", "Arthur Conan Doyle"),
        "c": edition("Seabiscuit: An American Legend", "LAURA HILLENBRAND"),
        "d": edition("Dune: House Atreides", "Frank Herbert"),
    })  # fmt: skip
    assert found.work_of == {"id of 1": 0, "id of 3": 2}


def test_of_several_works_of_one_title_the_most_read_is_the_heir() -> None:
    before = previous({"1": DUNE})
    found = find_heirs(["a", "b"], [edition(*DUNE), edition(*DUNE)], np.array([1, 0], dtype=np.int32), before)
    assert found.work_of == {"id of 1": 0}


GOODBOOKS: list[dict[str, object]] = [
    {"book_id": number, "title": title, "authors": author, "isbn": isbn, "original_publication_year": 1990}
    for number, (title, author, isbn) in enumerate([
        ("Solaris", "Stanislaw Lem", "0156027607"),
        ("Emma", "Jane Austen", ""),
        ("Dune (Dune Chronicles, #1)", "Frank Herbert", "0441172717"),
        ("Carrie", "Stephen King", ""),
    ], start=1)
]  # fmt: skip


@pytest.fixture
def models(build: Build, tmp_path: Path) -> tuple[Catalogue, Catalogue]:
    """Build a model of one dataset, and after it that of another with some of its books, under other ids."""
    books = [book("0441172717", *DUNE), book("0141439580", *EMMA), book("0679734473", *UBIK)]
    ratings: list[Row] = [(1, row[0], 8) for row in books]
    first = build(write_kaggle(tmp_path / "a", books, ratings), tmp_path / "first")
    data = write_goodbooks(tmp_path / "b", GOODBOOKS, [(1, number, 4) for number in range(1, 5)])
    return first, build(data, tmp_path / "second", tmp_path / "first")


def test_shelves_survive_a_change_of_the_source(models: tuple[Catalogue, Catalogue]) -> None:
    before, after = ({book.title: book.book_id for book in model.all_books()} for model in models)
    assert {title for title in after if after[title] in before.values()} == {"Dune", "Emma"}
    assert (after["Dune"], after["Emma"]) == (before["Dune"], before["Emma"])


def test_no_book_gets_the_id_of_another_that_the_build_lacks(
    models: tuple[Catalogue, Catalogue], build: Build, tmp_path: Path
) -> None:
    ubik = {book.title: book.book_id for book in models[0].all_books()}["Ubik"]
    assert models[1].book_with_id(ubik) is None
    # Number 2 was Emma and is Carrie now, whose id would be a hash of that number.
    renumbered = [GOODBOOKS[3] | {"book_id": 2}, GOODBOOKS[0]]
    alone = build(write_goodbooks(tmp_path / "c", GOODBOOKS[1:2], [(1, 2, 4)]), tmp_path / "alone")
    (emma,) = [book.book_id for book in alone.all_books()]
    data = write_goodbooks(tmp_path / "d", renumbered, [(1, 2, 4), (1, 1, 4)])
    assert build(data, tmp_path / "third", tmp_path / "alone").book_with_id(emma) is None
