"""The items of an export that learning reads."""

from typing import Any

import pytest

from model_build.learning.shelf_items import ItemKey, ShelfRating, acted_at_of, has_opted_in, rating_of
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.items import ItemKind, item_key
from tests.exported_shelves import opted_in, opted_out, stars_of


def test_a_key_is_read_as_the_app_writes_it() -> None:
    assert ItemKey.of(item_key(Reader("T1", "U1"), ItemKind.BOOK, "a#b")) == ItemKey("T1", "U1", "book", "a#b")
    assert ItemKey.of(item_key(Reader("T1", "U1"), ItemKind.DELETION)) == ItemKey("T1", "U1", "deletion", "")
    assert ItemKey.of(item_key(Reader("T1", "U1"), "")).kind == ""


@pytest.mark.parametrize(
    ("item", "learns"),
    [
        (opted_in("U1"), True),
        (opted_out("U1"), False),
        (opted_in("U1", learns={"BOOL": False}), False),
        (opted_in("U1", learns={"S": "true"}), False),
        (opted_in("U1", expires_at={"N": "1700000000"}), False),
    ],
    ids=["in", "out", "false", "text", "expiring"],
)
def test_only_the_mark_of_an_opt_in_is_one(item: dict[str, Any], *, learns: bool) -> None:
    assert has_opted_in(item) is learns


@pytest.mark.parametrize("stars", [{"N": "0"}, {"N": "6"}, {"N": "4.5"}, {"S": "4"}, {"N": 4}, "4", None, {"N": ["4"]}])
def test_stars_of_another_form_are_no_rating(stars: object) -> None:
    item = stars_of("U1", "dune", 4)
    assert rating_of(item) == ShelfRating(4, 1_700_000_000.5)
    assert rating_of(item | {"stars": stars}) is None


def test_a_book_that_was_removed_has_no_rating() -> None:
    assert rating_of(stars_of("U1", "dune", 4) | {"expires_at": {"N": "1700000000"}}) is None


def test_the_time_of_a_rating_is_that_of_the_action_where_it_has_none_of_its_own() -> None:
    item = stars_of("U1", "dune", 4) | {"acted_at": {"N": "1800000000"}}
    assert rating_of(item) == ShelfRating(4, 1_700_000_000.5)
    del item["stars_at"]
    assert rating_of(item) == ShelfRating(4, 1_800_000_000)


@pytest.mark.parametrize("acted_at", [{"N": "soon"}, {"N": "NaN"}, {"N": "Infinity"}, {"N": "-5"}, {"S": "5"}, "5", 5])
def test_a_time_that_cannot_be_read_is_not_known(acted_at: object) -> None:
    assert acted_at_of({"acted_at": acted_at}) == 0
