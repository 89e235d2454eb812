"""Authors who are named at an end of a text."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.questions import find_books
from shelftalker.search.surroundings.authors_beside import authors_at_ends, is_by_another
from shelftalker.search.titles import ByAuthor, Exact, Suggestions


@pytest.mark.parametrize(
    ("text", "rest", "name"),
    [
        ("Asylum: Ein Roman, John Saul", "Asylum: Ein Roman", "John Saul"),
        ("Asylum (Book Club Pick) John Saul", "Asylum (Book Club Pick)", "John Saul"),
        ("Asylum (John Saul)", "Asylum", "John Saul"),
        ("Asylum [Kindle Edition] by John Saul", "Asylum [Kindle Edition]", "John Saul"),
        ("Asylum / John Saul", "Asylum", "John Saul"),
        ("John Saul: Asylum - Kriminalroman", "Asylum - Kriminalroman", "John Saul"),
        ("John Saul - [Series 3] - Asylum", "[Series 3] - Asylum", "John Saul"),
    ],
)
def test_a_whole_name_behind_a_mark_or_before_one_is_an_author(
    volumes: Catalogue, text: str, rest: str, name: str
) -> None:
    (named,) = authors_at_ends(volumes, text)
    assert (named.rest, named.name) == (rest, name)


@pytest.mark.parametrize("text", ["Asylum", "Asylum - Saul", "John Saul", "Asylum, a novel about John Saul"])
def test_a_surname_alone_and_a_name_without_a_mark_are_none(volumes: Catalogue, text: str) -> None:
    assert not list(authors_at_ends(volumes, text))


@pytest.mark.parametrize(
    "text", ["Asylum: Ein Roman, John Saul", "Into the Cold Fire: A Thriller by Lynne Ewing", "Lynne Ewing - Cold Fire"]
)
def test_a_named_author_is_not_dropped_for_another_ones_book(volumes: Catalogue, text: str) -> None:
    assert isinstance(find_books(volumes, text), ByAuthor | Suggestions)


def test_an_author_whose_name_is_a_title_is_no_second_book(volumes: Catalogue) -> None:
    found = find_books(volumes, "Asylum - Movie Tie-In, Patrick McGrath")
    assert isinstance(found, Exact)
    assert found.book.title == "Asylum"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Asylum: Ein Roman, Patrick McGrath", "Asylum"),
        ("Patrick McGrath: Asylum - Kriminalroman", "Asylum"),
        ("Cold Fire: how one family survived the war / Dean R. Koontz", "Cold Fire"),
    ],
)
def test_an_unknown_subtitle_beside_the_author_leaves_no_doubt(volumes: Catalogue, text: str, title: str) -> None:
    found = find_books(volumes, text)
    assert isinstance(found, Exact)
    assert found.book.title == title
    assert not is_by_another(volumes, text, found.book)
