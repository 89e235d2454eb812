"""Rows of the table of numbers, which lead from ids, ISBNs, titles and names to rows, see model/number_index.py."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from shelftalker.model.number_index import NUMBER_INDEX, Entry, encode_buckets, low_bits_of
from shelftalker.model.numbers import (
    NumberKind,
    hash_key,
    number_of_book_id,
    number_of_isbn,
    number_of_source_id,
)
from shelftalker.model.title_keys import title_beginnings

# So many bits of a hash are written beside those that its bucket has: whole bytes, and enough for no two of a million
# titles to be alike by chance.
_HASH_BITS_OF_ENTRY = 32

Entries = list[tuple[int, Entry]]
# Bits of a hash that are written of what only narrows a search down.
_HASH_BITS_OF_BEGINNING = 16


@dataclass(frozen=True, slots=True)
class NumberRows:
    """The table of numbers, and what the meta table has to say of it.

    Attributes:
        low_bits: The lower bits that are written of the numbers of each kind.
        buckets: (bucket, numbers) as the table has them.
    """

    low_bits: dict[int, int]
    buckets: list[tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class HashedKeys:
    """Keys as numbers.

    Attributes:
        entries: The hash of each key, ascending, with its entry.
        bits: Bits of a hash.
        salt: The salt of all hashes, with which no two keys have the same.
    """

    entries: Entries
    bits: int
    salt: int


@dataclass(frozen=True, slots=True)
class NumberedEditions:
    """The ids and ISBNs of editions.

    Attributes:
        by_kind: The numbers of each kind, ascending, with the row of each.
        texts: (source_id, book_row) of the ids that are no numbers, in order.
    """

    by_kind: dict[NumberKind, Entries]
    texts: list[tuple[str, int]]


def number_editions(
    source_ids: Sequence[str], isbns_of_editions: Iterable[Sequence[str]], book_rows: Sequence[int]
) -> NumberedEditions:
    """Return the editions' ids and their further ISBNs as numbers; an ISBN of several books leads to the most read.

    Args:
        source_ids: [editions] the source's ids.
        isbns_of_editions: [editions] the ISBNs.
        book_rows: [editions] the row of the book of each, from 1.
    """
    by_kind: dict[NumberKind, Entries] = {}
    texts: list[tuple[str, int]] = []
    others: dict[int, int] = {}
    for source_id, isbns, book_row in zip(source_ids, isbns_of_editions, book_rows, strict=True):
        numbered = number_of_source_id(source_id)
        if numbered is None:
            texts.append((source_id, book_row))
        else:
            by_kind.setdefault(numbered.kind, []).append((numbered.number, Entry(book_row)))
        for isbn in isbns:
            number = number_of_isbn(isbn) if isbn != source_id else None
            if number is not None:
                others[number] = min(book_row, others.get(number, book_row))
    by_kind[NumberKind.OTHER_ISBN] = [(number, Entry(row)) for number, row in others.items()]
    return NumberedEditions({kind: sorted(entries) for kind, entries in by_kind.items()}, sorted(texts))


def number_book_ids(book_ids: Sequence[str]) -> tuple[Entries, list[tuple[str, int]]]:
    """Return the public ids as numbers with their rows, ascending, and (book_id, book_row) of those that are none."""
    numbers: Entries = []
    texts: list[tuple[str, int]] = []
    for book_row, book_id in enumerate(book_ids, start=1):
        number = number_of_book_id(book_id)
        if number is None:
            texts.append((book_id, book_row))
        else:
            numbers.append((number, Entry(book_row)))
    return sorted(numbers), sorted(texts)


def hash_keys(titles: Sequence[tuple[str, Entry]], names: Sequence[tuple[str, Entry]]) -> tuple[HashedKeys, HashedKeys]:
    """Return titles and names by their hashes, each key's entries in the order of `Entry.flag` and `Entry.row`.

    Args:
        titles: (title, entry), normalised.
        names: (name, entry), normalised.
    """
    salt = next(salt for salt in count() if all(_are_distinct(keys, salt) for keys in (titles, names)))
    hashed_titles, hashed_names = (
        HashedKeys(
            sorted(
                ((hash_key(key, _bits_of(keys), salt), entry) for key, entry in keys),
                key=lambda hashed: (hashed[0], hashed[1].flag, hashed[1].row),
            ),
            _bits_of(keys),
            salt,
        )
        for keys in (titles, names)
    )
    return hashed_titles, hashed_names


def hash_beginnings(titles: Iterable[str], salt: int) -> tuple[list[tuple[int, None]], int]:
    """Return the hashes of the first words of normalised titles, ascending, and the bits of a hash."""
    beginnings = {beginning for title in titles for beginning in title_beginnings(title)}
    bits = _bits_of(beginnings, _HASH_BITS_OF_BEGINNING)
    return [(number, None) for number in sorted({hash_key(each, bits, salt) for each in beginnings})], bits


def number_rows(by_kind: Mapping[NumberKind, Sequence[tuple[int, Entry | None]]]) -> NumberRows:
    """Return the table of the numbers of each kind."""
    low_bits = {
        kind: low_bits_of(len(entries), entries[-1][0].bit_length()) for kind, entries in by_kind.items() if entries
    }
    buckets = [bucket for kind in sorted(low_bits) for bucket in encode_buckets(kind, by_kind[kind], low_bits[kind])]
    return NumberRows({int(kind): bits for kind, bits in sorted(low_bits.items())}, buckets)


def _bits_of(keys: Collection[object], of_entry: int = _HASH_BITS_OF_ENTRY) -> int:
    return of_entry + max(0, (len(keys) // NUMBER_INDEX.numbers_of_bucket).bit_length() - 1)


def _are_distinct(keys: Sequence[tuple[str, Entry]], salt: int) -> bool:
    distinct = {key for key, _ in keys}
    return len({hash_key(key, _bits_of(keys), salt) for key in distinct}) == len(distinct)
