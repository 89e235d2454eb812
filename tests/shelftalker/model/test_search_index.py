"""Titles looked up by their keys, prefixes and trigrams."""

from shelftalker.model.catalogue import Catalogue


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


def test_prefixes_with_which_a_title_begins_are_known_by_any_number(catalogue: Catalogue) -> None:
    prefixes = ["dune mes", "harry potter", "mes", "zebra", *(f"no {number}" for number in range(1500)), "pride and"]
    assert catalogue.search_index.prefixes_of_titles(prefixes) == {"dune mes", "harry potter", "pride and"}
    assert catalogue.search_index.prefixes_of_titles([]) == set()
