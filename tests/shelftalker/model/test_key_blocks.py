"""Normalised titles in compressed blocks, found by their first letters."""

import re
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shelftalker.model.format import ModelError
from shelftalker.model.key_blocks import KEY_BLOCKS, KeyBlocks, encode_blocks
from shelftalker.model.numbers import NumberKind
from tests.shelftalker.model.written_tables import connection_to


def blocks_of(path: Path, keys: list[str]) -> KeyBlocks:
    """Return the blocks of keys of which the row is their place in order, from 1, beside those of names."""
    entries = [(key, row) for row, key in enumerate(sorted(keys), start=1)]
    names = [("tolkien", 7), ("zz", 8)]
    rows = [*encode_blocks(NumberKind.TITLE, entries), *encode_blocks(NumberKind.AUTHOR, names)]
    return KeyBlocks(connection_to(path, {"key_block": rows}), NumberKind.TITLE)


LETTERS = st.text(st.sampled_from("ab \u00e9\u732b"), max_size=5)


@given(st.lists(LETTERS, max_size=300), st.lists(LETTERS, max_size=20))
@settings(deadline=None, derandomize=True, max_examples=40)
def test_keys_are_found_by_prefix_as_in_the_whole_list(
    tmp_path_factory: pytest.TempPathFactory, keys: list[str], prefixes: list[str]
) -> None:
    blocks = blocks_of(tmp_path_factory.mktemp("blocks") / "blocks.sqlite", keys)
    in_order = sorted(keys)
    for prefix in [*prefixes, *keys[:20]]:
        expected = [row for row, key in enumerate(in_order, start=1) if key.startswith(prefix)]
        assert blocks.rows_with_prefix(prefix) == expected


def test_keys_are_found_by_pattern_over_many_blocks(tmp_path: Path) -> None:
    keys = [f"a{number:04}" for number in range(10 * KEY_BLOCKS.keys)]
    blocks = blocks_of(tmp_path / "blocks.sqlite", [*keys, "b0000"])
    assert blocks.rows_with_pattern("a", re.compile(r"a\d\d\d0")) == list(range(1, len(keys) + 1, 10))
    assert blocks.rows_with_pattern("c", re.compile(".*")) == []


def test_one_key_of_more_books_than_a_block_has_room_for_is_in_one_block(tmp_path: Path) -> None:
    keys = ["a", *["same title"] * (3 * KEY_BLOCKS.keys), "z"]
    blocks = blocks_of(tmp_path / "blocks.sqlite", keys)
    assert blocks.rows_with_prefix("same") == list(range(2, 2 + 3 * KEY_BLOCKS.keys))


def test_a_block_takes_half_the_room_of_its_text() -> None:
    keys = sorted(f"the chronicles of {name} volume {number}" for name in "abcdefgh" for number in range(50))
    packed = list(encode_blocks(NumberKind.TITLE, [(key, 1) for key in keys]))
    assert sum(len(block) for *_, block in packed) < sum(map(len, keys)) / 2


def raw_deflate(text: bytes) -> bytes:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return compressor.compress(text) + compressor.flush()


@pytest.mark.parametrize(
    "compressed",
    [raw_deflate(bytes(100 * 1024**2)), raw_deflate(b"dune")[:-1], b"\xff\xff", raw_deflate(b"\xff")],
    ids=["a hundred megabytes", "cut short", "no deflate", "no UTF-8"],
)
def test_a_block_that_is_damaged_or_inflates_without_end_is_refused(tmp_path: Path, compressed: bytes) -> None:
    packed = len(compressed).to_bytes(4, "little") + compressed + bytes(3)
    connection = connection_to(tmp_path / "blocks.sqlite", {"key_block": [(int(NumberKind.TITLE), "d", packed)]})
    with pytest.raises(ModelError, match="block of titles"):
        KeyBlocks(connection, NumberKind.TITLE).rows_with_prefix("dune")
