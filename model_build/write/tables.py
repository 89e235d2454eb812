"""Rows of the catalogue's tables, from the works and everything that was computed of them."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

import numpy as np
import pandas as pd

from model_build.datasets.dataset import Dataset
from model_build.datasets.values.covers import OPEN_LIBRARY_COVERS, cover_address, open_library_id
from model_build.datasets.values.languages import languages_to_choose
from model_build.left_out.left_out import LeftOut
from model_build.rank.gate.gate_figures import GateFigures
from model_build.rank.item_weights import ItemWeights
from model_build.rank.neighbours import Neighbours
from model_build.rank.prices import Exposure
from model_build.rank.ranker import Quality
from model_build.rank.second_stage import ShelfRanking
from model_build.works.book_ids import BookIds
from model_build.works.gather import Works
from model_build.write.author_keys import author_keys
from model_build.write.book_rows import common_words, encode_pages, pages_of
from model_build.write.neighbour_rows import pack_neighbours
from model_build.write.number_rows import hash_beginnings, hash_keys, number_book_ids, number_editions, number_rows
from model_build.write.subject_rows import choose_subjects
from model_build.write.title_rows import gather_titles
from shelftalker.model.book_pages import StoredBook
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from shelftalker.model.key_blocks import encode_blocks
from shelftalker.model.number_index import Entry
from shelftalker.model.numbers import NumberKind
from shelftalker.model.packing import encode_ascending, encode_item_weights, encode_rows


@dataclass(frozen=True, slots=True)
class Model:
    """The content of a model file. Rows count from 0 here and from 1 in the file.

    Attributes:
        dataset: The dataset that the model is built from, without the works that were left out.
        left_out: The works that were left out.
        works: Its works, by popularity.
        book_ids: The public id of each work, and former ids.
        neighbours: The neighbours of each work.
        shelf_ranking: What ranks the books for a reader, in addition to the neighbours.
        quality: Quality of the ranker on its validation fold; None where the formula ranks.
        gate: Figures that models are compared by on the same readers; None where they were not measured.
        exposure: Exposure of the books, and the factor for an author's further books.
        popular: Rows of the popular works, the most popular first, by the name of a segment of readers.
    """

    dataset: Dataset
    left_out: LeftOut
    works: Works
    book_ids: BookIds
    neighbours: Neighbours
    shelf_ranking: ShelfRanking
    quality: Quality | None
    gate: GateFigures | None
    exposure: Exposure
    popular: dict[str, list[int]]


def rows_of_tables(model: Model) -> Iterator[tuple[str, Iterable[tuple[object, ...]]]]:
    """Yield the name and the rows of each table, in the order of its key."""
    books = model.works.books
    cover_template, covers = _covers(books["image_url"], books["isbn"])
    subjects = choose_subjects(books["tags"].tolist())
    neighbours = pack_neighbours(model.neighbours, (books["readers_count"] > 0).tolist())
    titles = gather_titles(model.dataset, model.works)
    read_books = int((books["readers_count"] > 0).sum())
    pages = pages_of(_stored_books(model, covers, dict(titles.others)))
    dictionary = common_words(pages, read_books)
    names = [(key, Entry(author_row + 1)) for key, author_row in author_keys(model.dataset, model.works)]
    hashed_titles, hashed_names = hash_keys(titles.keys, names)
    beginnings, beginning_bits = hash_beginnings((key for key, _ in titles.keys), hashed_titles.salt)
    book_ids, strange_ids = number_book_ids(model.book_ids.ids)
    source_ids, shown, isbns = (model.dataset.editions[name].tolist() for name in ("source_id", "isbn", "isbns"))
    isbns_of_editions = [(isbn, *more) for isbn, more in zip(shown, isbns, strict=True)]
    editions = number_editions(source_ids, isbns_of_editions, (model.works.work_of + 1).tolist())
    numbers = number_rows({
        **editions.by_kind,
        NumberKind.BOOK_ID: book_ids,
        NumberKind.TITLE: hashed_titles.entries,
        NumberKind.AUTHOR: hashed_names.entries,
        NumberKind.TITLE_BEGINNING: beginnings,
    })  # fmt: skip
    key_bits = {
        int(NumberKind.TITLE): hashed_titles.bits,
        int(NumberKind.AUTHOR): hashed_names.bits,
        int(NumberKind.TITLE_BEGINNING): beginning_bits,
    }
    yield (
        "meta",
        [
            ("author_factor", f"{model.exposure.author_factor:g}"),
            *([("counted", "readers")] if model.works.has_likes_without_rating else []),
            *([("cover_id_template", OPEN_LIBRARY_COVERS)] if any(isinstance(cover, int) for cover in covers) else []),
            ("cover_template", cover_template),
            ("key_bits", json.dumps(key_bits, separators=(",", ":"))),
            ("key_salt", str(hashed_titles.salt)),
            *([("neighbour_pages", str(len(neighbours.pages)))] if neighbours.pages else []),
            ("notice", model.dataset.notice),
            ("number_bits", json.dumps(numbers.low_bits, separators=(",", ":"))),
            ("rating_scale", str(model.dataset.rating_scale)),
            *([("subjects", str(len(subjects.names)))] if subjects.names else []),
            ("second_stage", json.dumps(model.shelf_ranking.weights, separators=(",", ":"))),
            ("text_dictionary", dictionary),
            ("unknown_author_row", str(_unknown_author_row(books))),
        ],
    )
    yield "author", enumerate(_books_of(books["author_row"]), start=1)
    yield "book_page", encode_pages(pages, dictionary, read_books)
    of_series = _books_of(books["series_row"], len(model.works.series_names))
    yield "series", zip(count(1), model.works.series_names, of_series, strict=False)
    yield "language", languages_to_choose(books["language"]).items()
    yield "similar", neighbours.of_books
    yield "similar_by_facts", neighbours.pages
    if subjects.names:
        yield "subject", enumerate(subjects.names, start=1)
        yield (
            "book_subject",
            [
                (book_row, encode_rows(row + 1 for row in rows))
                for book_row, rows in enumerate(subjects.of_books, start=1)
                if rows
            ],
        )
    yield "item_weight", _pack_item_weights(model.shelf_ranking.item_weights)
    yield "number_bucket", numbers.buckets
    yield "edition", editions.texts
    yield "strange_id", strange_ids
    yield "alias", sorted(model.book_ids.aliases.items())
    in_order = sorted((key, entry.row) for key, entry in titles.keys)
    yield (
        "key_block",
        [
            *encode_blocks(NumberKind.TITLE, in_order),
            *encode_blocks(NumberKind.AUTHOR, [(key, entry.row) for key, entry in names]),
        ],
    )
    yield "title_prefix", [(prefix, encode_ascending(rows)) for prefix, rows in titles.prefixes]
    yield "title_trigram", titles.documents
    yield (
        "popular",
        [
            (segment, rank, work + 1)
            for segment, works in sorted(model.popular.items())
            for rank, work in enumerate(works, start=1)
        ],
    )


def _unknown_author_row(books: pd.DataFrame) -> int:
    """Return the row that stands for unknown authors, 0 where every author is known."""
    rows = books["author_row"][books["author"] == UNKNOWN_AUTHOR]
    return int(rows.iloc[0]) + 1 if len(rows) else 0


def _books_of(rows: "pd.Series[int]", count: int | None = None) -> list[bytes]:
    """Return the rows of the books of each author or series, packed.

    Args:
        rows: [books] the row of the author or series of each, from 0; below 0 for none.
        count: Number of authors or series, if not the last one's.
    """
    numbers = rows.to_numpy()
    in_order = np.argsort(numbers, kind="stable")
    in_order = in_order[np.searchsorted(numbers[in_order], 0) :]
    last = numbers.max(initial=-1) if count is None else count - 1
    starts = np.searchsorted(numbers[in_order], np.arange(1, last + 1))
    return [encode_ascending((of_one + 1).tolist()) for of_one in np.split(in_order, starts)] if last >= 0 else []


def _stored_books(
    model: Model, covers: Sequence[str | int | None], other_titles: Mapping[int, str]
) -> list[StoredBook]:
    books = model.works.books
    counts = books["readers_count" if model.works.has_likes_without_rating else "ratings_count"]
    shown = [
        author if pd.isna(credit) else credit for author, credit in zip(books["author"], books["credit"], strict=True)
    ]
    names = [
        author if is_first and author != credited else None
        for author, credited, is_first in zip(books["author"], shown, ~books["author_row"].duplicated(), strict=True)
    ]
    columns = zip(
        model.book_ids.ids,
        books["title_without_series"],
        shown,
        (books["author_row"] + 1).tolist(),
        map(_whole, books["year"]),
        books["isbn"],
        covers,
        counts.tolist(),
        [None if pd.isna(mean) else round(mean * 100) for mean in books["rating_mean"]],
        [None if pd.isna(language) else language for language in books["language"]],
        [None if row < 0 else row + 1 for row in books["series_row"].tolist()],
        map(_number, books["volume"]),
        map(_number, books["last_volume"]),
        [other_titles.get(book_row, "") for book_row in range(1, len(books) + 1)],
        names,
        strict=True,
    )
    return [StoredBook(*facts) for facts in columns]


def _whole(number: float) -> int | None:
    return None if pd.isna(number) else int(number)


def _number(number: float) -> float | None:
    return None if pd.isna(number) else float(number)


def _pack_item_weights(item_weights: ItemWeights) -> Iterator[tuple[int, bytes]]:
    works, weights = (item_weights.targets + 1).tolist(), item_weights.weights.tolist()
    for work, (start, end) in enumerate(pairwise(item_weights.starts.tolist()), start=1):
        if start < end:
            yield work, encode_item_weights(zip(works[start:end], weights[start:end], strict=True))


def _covers(image_urls: Iterable[str], isbns: Iterable[str]) -> tuple[str, list[str | int | None]]:
    """Return the commonest address of a cover with {isbn} in it, and the value of each book's cover column."""
    addresses = list(map(cover_address, image_urls))
    patterns = [
        address.replace(isbn, "{isbn}") if address and isbn in address and not open_library_id(address) else None
        for address, isbn in zip(addresses, isbns, strict=True)
    ]
    commonest = Counter(pattern for pattern in patterns if pattern).most_common(1)
    template = commonest[0][0] if commonest else ""
    return template, [
        "" if pattern == template else _cover(address) for pattern, address in zip(patterns, addresses, strict=True)
    ]


def _cover(address: str) -> str | int | None:
    """Return an address as a row of `book` has it: the number of Open Library's, where it is one of theirs."""
    number = open_library_id(address)
    return int(number) if number else address or None
