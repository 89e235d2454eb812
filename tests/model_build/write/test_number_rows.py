"""Ids, titles and names as numbers."""

from collections.abc import Iterator

import pytest

from model_build.write import number_rows
from model_build.write.number_rows import hash_beginnings, hash_keys, number_book_ids, number_editions
from shelftalker.model.number_index import Entry
from shelftalker.model.numbers import NumberKind, hash_key


def test_editions_are_numbers_where_their_ids_are_and_texts_elsewhere() -> None:
    editions = number_editions(
        ["OL9W", "B000X", "0441172717"], [("0141439580",), ("9780141439587",), ("0441172717",)], [3, 2, 1]
    )
    assert editions.texts == [("B000X", 2)]
    assert editions.by_kind == {
        NumberKind.OPEN_LIBRARY_WORK: [(9, Entry(3))],
        NumberKind.ISBN_10: [(44117271, Entry(1))],
        # The most read of the two books.
        NumberKind.OTHER_ISBN: [(14143958, Entry(2))],
    }


def test_public_ids_are_numbers_in_order() -> None:
    assert number_book_ids(["b2222222", "odd", "aaaaaaab"]) == (
        [(1, Entry(3)), (int("1qqqqqqq", 32), Entry(1))],
        [("odd", 2)],
    )


def test_whole_titles_come_before_shortened_ones_and_popular_books_before_others() -> None:
    entries = [Entry(9), Entry(4, flag=True), Entry(5)]
    titles, names = hash_keys([("dune", entry) for entry in entries], [("frank herbert", Entry(1))])
    assert [entry for _, entry in titles.entries] == [Entry(5), Entry(9), Entry(4, flag=True)]
    assert {number for number, _ in titles.entries} == {hash_key("dune", titles.bits, titles.salt)}
    assert titles.salt == names.salt == 0


def test_titles_with_one_hash_are_hashed_with_another_salt(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def hash_alike(key: str, bits: int, salt: int = 0) -> int:
        asked.append(salt)
        return 1 if salt == 0 else hash_key(key, bits, salt)

    monkeypatch.setattr(number_rows, "hash_key", hash_alike)
    titles, _ = hash_keys([("dune", Entry(1)), ("emma", Entry(2))], [("jane austen", Entry(1))])
    assert titles.salt == 1
    assert 0 in asked


def test_first_words_are_hashed_once() -> None:
    def titles() -> Iterator[str]:
        yield from ("dune messiah", "dune messiah two", "emma")

    beginnings, bits = hash_beginnings(titles(), 0)
    assert beginnings == sorted((hash_key(each, bits), None) for each in ("dune", "dune messiah", "emma"))
