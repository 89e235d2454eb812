"""The ratings that are learned from in an export: of readers who opted in, and of nobody else."""

import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model_build.learning import shelf_ratings as shelf_ratings_module
from model_build.learning.pseudonyms import PseudonymKey
from model_build.learning.shelf_ratings import ReaderCapConfig, ShelfRatings, read_shelf_ratings
from model_build.learning.table_export import TableExport
from tests.exported_shelves import KEY, Item, deletion, opted_in, opted_out, stars_of, write_export

PSEUDONYM_KEY = PseudonymKey(KEY.encode())
RATED_AT = 1_700_000_000.5


def read(folder: Path, items: list[Item], files: int = 2) -> ShelfRatings:
    return read_shelf_ratings(TableExport.found_in(write_export(folder, items, files)), PSEUDONYM_KEY)


def rows_of(ratings: ShelfRatings) -> list[tuple[str, str, int]]:
    """Return (pseudonym, book id, stars) of each rating, in order."""
    return [
        (ratings.pseudonyms[reader], ratings.book_ids[book], stars)
        for reader, book, stars in zip(
            ratings.reader.tolist(), ratings.book.tolist(), ratings.stars.tolist(), strict=True
        )
    ]


def test_ratings_of_readers_who_opted_in_are_read_in_the_order_of_their_times(tmp_path: Path) -> None:
    ratings = read(
        tmp_path,
        [stars_of("U1", "emma", 3, 20), stars_of("U1", "dune", 5, 10), opted_in("U1"), opted_in("U2", "T2"),
         stars_of("U2", "dune", 1, 5, "T2")],
    )  # fmt: skip
    one, two = PSEUDONYM_KEY.pseudonym("T1", "U1"), PSEUDONYM_KEY.pseudonym("T2", "U2")
    expected = {one: [(one, "dune", 5), (one, "emma", 3)], two: [(two, "dune", 1)]}
    assert rows_of(ratings) == [row for pseudonym in sorted(expected) for row in expected[pseudonym]]
    assert len(set(ratings.workspaces.tolist())) == 2
    assert ratings.describe() == "Shelves: 3 ratings by 2 readers who opted in, in 2 workspaces."


@pytest.mark.parametrize(
    "items",
    [
        [],
        [opted_out("U2")],
        [opted_in("U2", learns={"BOOL": False})],
        [opted_in("U2", "T2")],
        [opted_in("U2"), deletion("U2", RATED_AT + 1)],
        [opted_in("U2", acted_at={"N": str(RATED_AT + 1)}), deletion("U2", RATED_AT + 1, "T3")],
        [opted_in("U2", acted_at={"N": str(RATED_AT + 2)}), deletion("U2", RATED_AT + 1)],
    ],
    ids=["never", "opted out", "refused", "in another workspace", "deleted", "deleted elsewhere", "before a deletion"],
)
def test_of_a_reader_who_did_not_opt_in_or_deleted_nothing_is_read(tmp_path: Path, items: list[Item]) -> None:
    others = [opted_in("U1"), stars_of("U1", "dune", 5)]
    alone = read(tmp_path / "alone", others)
    ratings = read(tmp_path / "both", [stars_of("U2", "emma", 4), *items, *others, stars_of("U2", "dune", 1)])
    assert ratings.pseudonyms == alone.pseudonyms
    assert ratings.book_ids == alone.book_ids
    assert rows_of(ratings) == rows_of(alone)


def test_a_rating_after_a_deletion_is_read_where_the_opt_in_is_newer_too(tmp_path: Path) -> None:
    again = opted_in("U1", acted_at={"N": str(RATED_AT + 3)})
    items = [
        again,
        deletion("U1", RATED_AT + 1),
        stars_of("U1", "dune", 5),
        stars_of("U1", "emma", 4, RATED_AT + 2),
    ]
    assert [row[1:] for row in rows_of(read(tmp_path, items))] == [("emma", 4)]


@pytest.mark.parametrize("opt_in", [opted_in("U1"), opted_in("U1", acted_at={"N": str(RATED_AT)})])
def test_an_opt_in_of_before_a_deletion_counts_no_more(tmp_path: Path, opt_in: Item) -> None:
    items = [opt_in, deletion("U1", RATED_AT + 1), stars_of("U1", "dune", 5, RATED_AT + 2)]
    assert rows_of(read(tmp_path, items)) == []


def test_what_an_export_without_a_filter_has_beside_ratings_is_left_out(tmp_path: Path) -> None:
    wanted: dict[str, Any] = stars_of("U1", "wanted", 1) | {"wanted": {"BOOL": True}}
    del wanted["stars"]
    items = [
        opted_in("U1"),
        wanted,
        stars_of("U1", "removed", 5) | {"expires_at": {"N": "1800000000"}},
        stars_of("U1", "by hand", 9),
        stars_of("U1", "", 4),
        opted_in("U1") | {"reader_item": {"S": "U1#preferences"}},
        opted_in("U1") | {"reader_item": {"S": "U1"}},
        # A channel's club and poll, whose sort keys begin with no person, and a person's pointers to them.
        *(
            opted_in("U1") | {"reader_item": {"S": name}}
            for name in ("#club#C1", "#poll#0123456789ab", "U1#club#T1#C1", "U1#poll#T1#0123456789ab")
        ),
        stars_of("", "poll#x", 5) | {"title": {"S": "#learning #deletion"}},
        stars_of("U1", "dune", 5),
    ]
    ratings = read(tmp_path, items)
    assert [row[1:] for row in rows_of(ratings)] == [("dune", 5)]
    assert "books without stars, or removed: 3" in ratings.describe()


def test_of_more_books_than_the_cap_the_newest_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_ratings_module, "READER_CAP", ReaderCapConfig(books=2))
    books = [stars_of("U1", f"book{number}", 4, 100 + number) for number in range(5)]
    ratings = read(tmp_path, [opted_in("U1"), *books, opted_in("U2"), stars_of("U2", "book0", 1)])
    assert [row[1:] for row in rows_of(ratings) if row[0] == PSEUDONYM_KEY.pseudonym("T1", "U1")] == [
        ("book3", 4), ("book4", 4)
    ]  # fmt: skip
    assert "ratings beyond a reader's newest: 3" in ratings.describe()


def test_the_order_of_an_export_changes_nothing(tmp_path: Path) -> None:
    items = [
        item for number in range(20) for item in (opted_in(f"U{number}"), stars_of(f"U{number}", f"b{number % 7}", 4))
    ]
    ratings = read(tmp_path / "one", items)
    random.Random(3).shuffle(items)
    shuffled = read(tmp_path / "other", items, files=5)
    assert rows_of(shuffled) == rows_of(ratings)
    assert all(one <= other for one, other in pairwise(ratings.reader.tolist()))


def test_an_empty_table_has_no_ratings(tmp_path: Path) -> None:
    ratings = read(tmp_path, [], files=1)
    assert ratings.reader.dtype == np.int32
    assert ratings.describe() == "Shelves: 0 ratings by 0 readers who opted in, in 0 workspaces."
