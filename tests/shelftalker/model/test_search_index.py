"""Titles looked up by their keys, prefixes and trigrams."""

from shelftalker.model.catalogue import Catalogue
from shelftalker.model.title_keys import normalise_title


def test_several_keys_are_looked_up_at_once_as_each_by_itself(catalogue: Catalogue) -> None:
    keys = ["dune", "emma", "nothing", *(f"no {number}" for number in range(3000)), "it"]
    rows = catalogue.search_index.rows_with_keys(keys)
    assert list(rows) == ["dune", "emma", "it"]
    for key in rows:
        assert rows[key] == [book_row for book_row, _ in catalogue.search_index.rows_with_key(key, 100)]


def test_books_with_all_of_some_trigrams_come_most_read_first(catalogue: Catalogue) -> None:
    titles = [
        book.title
        for book in catalogue.ordered_books(catalogue.search_index.rows_with_all_trigrams([" du", "une"], 10))
    ]
    assert titles == ["Dune", "Dune Messiah", "Children of Dune", "Dune: House Atreides"]
    assert (
        catalogue.search_index.rows_with_all_trigrams([" du", "une"], 2)
        == catalogue.search_index.rows_with_all_trigrams([" du", "une"], 10)[:2]
    )
    assert catalogue.search_index.rows_with_all_trigrams(['"; ', "une"], 10) == []


def test_beginnings_of_titles_are_known_by_any_number(catalogue: Catalogue) -> None:
    strangers = ["zebra crossing", *(f"number {number}" for number in range(1500))]
    beginnings = {"dune messiah", "harry potter", "pride and"}
    found = catalogue.search_index.may_begin_titles({*beginnings, *strangers})
    assert beginnings <= found
    assert len(found) < len(beginnings) + 10  # some have the same sixteen bits
    assert catalogue.search_index.may_begin_titles([]) == set()


def test_every_title_may_begin_as_it_does(catalogue: Catalogue) -> None:
    beginnings = {" ".join(normalise_title(book.title).split()[:2]) for book in catalogue.all_books()}
    assert len(beginnings) > 10
    assert catalogue.search_index.may_begin_titles(beginnings) == beginnings


def test_titles_are_found_by_their_first_letters_as_among_all_titles(catalogue: Catalogue) -> None:
    keys = {book.book_row: normalise_title(book.title) for book in catalogue.all_books()}
    for prefix in ("du", "harry potter and", "zz", "wo", normalise_title(catalogue.ordered_books([7])[0].title)):
        rows = catalogue.search_index.rows_with_key_prefix(prefix, 100)
        assert {row for row, key in keys.items() if key.startswith(prefix)} <= set(rows)
        assert rows == sorted(set(rows))


def test_titles_are_found_by_their_initials(catalogue: Catalogue) -> None:
    titles = [book.title for book in catalogue.ordered_books(catalogue.search_index.rows_with_initials("dm"))]
    assert "Dune Messiah" in titles
    assert all(len(normalise_title(title.partition(":")[0]).split()) == 2 for title in titles)


def test_titles_of_other_editions_are_those_that_lead_to_the_book(catalogue: Catalogue) -> None:
    others = catalogue.search_index.other_titles(range(1, catalogue.books_count() + 1))
    assert others
    for book_row, key in others:
        assert book_row in [row for row, _ in catalogue.search_index.rows_with_key(key, 100)]


def test_authors_are_found_by_name_and_by_its_first_letters(catalogue: Catalogue) -> None:
    (row,) = catalogue.search_index.authors_with_key("frank herbert")
    assert catalogue.author_name(row) == "Frank Herbert"
    assert row in catalogue.search_index.authors_with_key_prefix("frank her", 10)
    assert catalogue.search_index.authors_with_key_prefix("frank hez", 10) == []
    assert catalogue.search_index.authors_with_key("frank herbertz") == []
