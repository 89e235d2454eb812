"""Books offered while a title or a name is typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.type_ahead import TYPE_AHEAD, completions


def titles(catalogue: Catalogue, typed: str, limit: int = TYPE_AHEAD.completions) -> list[str]:
    return [book.title for book in completions(catalogue, typed, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("d", "Dune"),
        ("du", "Dune"),
        ("DUNE M", "Dune Messiah"),
        ("the h", "Harry Potter and the Sorcerer's Stone (Book 1)"),
        ("the hel", "The Help"),
        ("it", "It"),
        ("it ", "It"),
        ("pride &", "Pride & Prejudice"),
        ("a b", "A Brief History of Time: From the Big Bang to Black Holes"),
        ("cien años", "Cien años de soledad"),
        ("cien anos de", "Cien años de soledad"),
        ("海", "海辺のカフカ"),
        ("カフカ", "海辺のカフカ"),
        ("الخبز", "الخبز الحافي"),
        ("الحا", "الخبز الحافي"),
        ("v", "V."),
        ("*Starred_ ~T", "*Starred_ ~Title~ <!channel> & `code`"),
    ],
)
def test_the_intended_title_is_the_first_offered(catalogue: Catalogue, typed: str, first: str) -> None:
    assert titles(catalogue, typed)[0] == first


def test_titles_that_begin_so_come_before_those_in_which_a_later_word_does(catalogue: Catalogue) -> None:
    assert titles(catalogue, "dun") == ["Dune", "Dune Messiah", "Dune: House Atreides", "Children of Dune"]


def test_a_whole_title_comes_before_more_read_ones_that_begin_so(catalogue: Catalogue) -> None:
    assert titles(catalogue, "em")[0] == titles(catalogue, "emma")[0] == "Emma"
    assert titles(catalogue, "v")[0] == "V."


@pytest.mark.parametrize("typed", ["t", "th", "the", "the ", "THE "])
def test_an_article_offers_the_most_read_titles_that_have_it(catalogue: Catalogue, typed: str) -> None:
    assert titles(catalogue, typed)[:2] == ["The Hobbit", "The Lord of the Rings: The Two Towers"]


def test_an_authors_name_offers_the_authors_books_most_read_first(catalogue: Catalogue) -> None:
    by_tolkien = [
        "The Hobbit", "The Lord of the Rings: The Two Towers", "The Lord of the Rings: The Return of the King",
    ]  # fmt: skip
    for typed in ("tolk", "tolkien", "j.r.r. tol", "jrr"):
        assert titles(catalogue, typed)[:3] == by_tolkien


def test_titles_leave_room_for_authors(catalogue: Catalogue) -> None:
    offered = completions(catalogue, "her", limit=4)
    assert {book.author for book in offered} & {"Frank Herbert", "Brian Herbert"}


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("hobit", "The Hobbit"),
        ("hary pot", "Harry Potter and the Sorcerer's Stone (Book 1)"),
        ("dune mesi", "Dune Messiah"),
        ("tolkein", "The Hobbit"),
    ],
)
def test_a_misspelt_prefix_still_offers_the_title(catalogue: Catalogue, typed: str, title: str) -> None:
    assert title in titles(catalogue, typed)


def test_by_an_author_keeps_that_authors_books(catalogue: Catalogue) -> None:
    assert {book.author for book in completions(catalogue, "emma by")} == {"Jane Austen", "Alexander McCall Smith"}
    assert [book.author for book in completions(catalogue, "emma by ja")] == ["Jane Austen"]


def test_nothing_typed_offers_the_most_read(catalogue: Catalogue) -> None:
    assert titles(catalogue, "", limit=3) == titles(catalogue, "  ", limit=3)
    assert titles(catalogue, "", limit=3) == [
        "Dune", "Harry Potter and the Sorcerer's Stone (Book 1)", "The Hobbit",
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["😀", "<>", "*", "xqzzyk", "\x00", '"'])
def test_a_prefix_of_no_title_offers_none(catalogue: Catalogue, typed: str) -> None:
    assert titles(catalogue, typed) == []


def test_every_title_is_offered_from_its_fourth_letter_on(catalogue: Catalogue) -> None:
    for book in catalogue.all_books():
        article = len(book.title) - len(book.title.removeprefix("The ").removeprefix("A "))
        for length in range(article + 4, len(book.title) + 1):
            assert book in completions(catalogue, book.title[:length])


@given(st.text(max_size=60), st.integers(1, 100))
@settings(deadline=None, derandomize=True, max_examples=300)
def test_any_text_offers_different_books_up_to_the_limit(catalogue: Catalogue, typed: str, limit: int) -> None:
    offered = [book.book_row for book in completions(catalogue, typed, limit=limit)]
    assert len(offered) == len(set(offered)) <= limit
