"""Titles that the catalogue lacks: what is near them, and their kind and language."""

from contextlib import closing
from pathlib import Path

import pytest

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from shelftalker.model.catalogue import Catalogue
from shelftalker.observability import Event
from shelftalker.recommend.filters import Filters
from shelftalker.recommend.missed_titles import MISSED, MissedKind, kind_of_missed, language_of_missed, nearest_books
from tests.model_build.small_datasets import book, write_kaggle


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("The Glass Hotel Menagerie", MissedKind.TITLE),
        ("Project Hail Mary by Andy Weir", MissedKind.TITLE_WITH_AUTHOR),
        ("Zanzibar Nights Jane Austen", MissedKind.TITLE_WITH_AUTHOR),
        ("9780593135204", MissedKind.ISBN),
        ("978-0-593-13520-5", MissedKind.ISBN),
        ("https://www.goodreads.com/book/show/54493401", MissedKind.LINK),
        ("can you recommend me books like Legends & Lattes please", MissedKind.SENTENCE),
    ],
)
def test_the_kind_tells_what_was_typed(typed: str, kind: MissedKind, catalogue: Catalogue) -> None:
    assert kind_of_missed(catalogue, typed) is kind


def test_every_kind_is_an_event() -> None:
    assert {kind.value for kind in MissedKind} <= {event.value for event in Event}


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("The Seven Husbands of Evelyn Hugo", "en"),
        ("Harry Potter und das verwunschene Kind", "de"),
        ("La plus secrète mémoire des hommes", "fr"),
        ("El infinito en un junco y los libros", "es"),
        ("コンビニ人間", "ja"),
        ("Преступление", "ru"),
        ("Piranesi", "other"),
    ],
)
def test_the_language_is_guessed_by_script_and_small_words(typed: str, language: str) -> None:
    assert language_of_missed(typed) == language


def test_the_named_authors_books_come_first(catalogue: Catalogue) -> None:
    books = nearest_books(catalogue, "Zanzibar Nights Jane Austen")
    assert {book.author for book in books[: MISSED.by_author]} == {"Jane Austen"}


def test_books_of_a_named_series_and_of_like_titles_are_near(tmp_path: Path) -> None:
    titles = ["Ring of Stone (Marrowdeep, 1)", "Ring of Ash (Marrowdeep, 2)", "Quiet Lanterns", "Emma"]
    books = [book(f"{number:010}", title, "Ann Author") for number, title in enumerate(titles)]
    data = write_kaggle(tmp_path / "data", books, [(1, row[0], 7) for row in books])
    build_model(DatasetFiles.found_in(data), tmp_path / "model")
    with closing(Catalogue.open(tmp_path / "model")) as model:
        assert {each.series for each in nearest_books(model, "Marrowdeep zzz qqq")} == {"Marrowdeep"}
        assert nearest_books(model, "Quiet Lamps and Lanterns")[0].title == "Quiet Lanterns"
        assert nearest_books(model, "Loud Lanterns of Whispering Mountains") == []
        # Half of the words are another title's; an author whom the catalogue lacks is no part of the title.
        assert nearest_books(model, "Emma Xyzzy") == []
        assert [each.title for each in nearest_books(model, "Quiet Lanternes by Zed Stranger")] == ["Quiet Lanterns"]


def test_nothing_is_near_nonsense(catalogue: Catalogue) -> None:
    assert nearest_books(catalogue, "xyzzy qwrtz") == []
    assert nearest_books(catalogue, "") == []


def test_books_that_filters_leave_out_are_not_near(catalogue: Catalogue) -> None:
    typed = "Zanzibar Nights Jane Austen"
    assert nearest_books(catalogue, typed, Filters.of(catalogue, ["Jane Austen"])) == []
    (emma,) = nearest_books(catalogue, typed, Filters.of(catalogue, years=(1815, None)))
    assert (emma.title, emma.author) == ("Emma", "Jane Austen")
