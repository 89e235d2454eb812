"""Items of the shelves' table: written as they are read."""

import pytest
from hypothesis import given

from shelftalker.shelf.contents import BookState, Reader
from shelftalker.shelf.items import (
    ItemKind,
    book_state,
    former_attributes,
    former_state,
    is_on_shelf,
    item_key,
    key_parts,
    state_attributes,
)
from tests.generated_readers import BOOK_STATES

READER = Reader("T0001", "U0001")


@given(BOOK_STATES)
def test_a_state_is_read_from_the_attributes_that_it_was_written_in(state: BookState) -> None:
    item = item_key(READER, ItemKind.BOOK, "aaaaaaaa") | {
        name: each for name, each in state_attributes(state).items() if each
    }
    assert book_state(item) == state
    assert is_on_shelf(item) == (state != BookState())
    assert former_state(item) is None
    assert former_state(item | former_attributes(state)) == state


def test_a_removed_book_is_not_on_the_shelf_whatever_else_its_item_has() -> None:
    item = item_key(READER, ItemKind.BOOK, "aaaaaaaa") | {"stars": {"N": "5"}, "expires_at": {"N": "1"}}
    assert not is_on_shelf(item)


@pytest.mark.parametrize(
    ("kind", "name"), [(ItemKind.BOOK, "aaaaaaaa"), (ItemKind.PREFERENCES, ""), (ItemKind.CLAIM, "a#b")]
)
def test_a_key_tells_whose_item_it_is_and_of_which_kind(kind: ItemKind, name: str) -> None:
    assert key_parts(item_key(READER, kind, name)) == ("U0001", kind, name)
