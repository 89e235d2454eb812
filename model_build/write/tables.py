"""Rows of the catalogue's tables, from the works and everything that was computed of them."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from model_build.datasets.dataset import Dataset
from model_build.datasets.values.covers import OPEN_LIBRARY_COVERS, cover_address, open_library_id
from model_build.datasets.values.languages import languages_to_choose
from model_build.left_out.left_out import LeftOut
from model_build.rank.item_weights import ItemWeights
from model_build.rank.neighbours import Neighbours
from model_build.rank.prices import Exposure
from model_build.rank.ranker import Quality
from model_build.rank.second_stage import ShelfRanking
from model_build.works.book_ids import BookIds
from model_build.works.gather import Works
from model_build.write.author_keys import author_keys
from model_build.write.subject_rows import choose_subjects
from model_build.write.title_prefixes import common_title_prefixes
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, series_ending
from shelftalker.model.packing import encode_item_weights, encode_neighbours, encode_rows
from shelftalker.model.title_keys import indexed_words, normalise_title, shortened_title, whole_titles


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
    exposure: Exposure
    popular: dict[str, list[int]]


def rows_of_tables(model: Model) -> Iterator[tuple[str, Iterable[tuple[object, ...]]]]:
    """Yield the name and the rows of each table, in the order of its key."""
    books = model.works.books
    cover_template, covers = _covers(books["image_url"], books["isbn"])
    subjects = choose_subjects(books["tags"].tolist())
    yield (
        "meta",
        [
            ("author_factor", f"{model.exposure.author_factor:g}"),
            *([("counted", "readers")] if model.works.has_likes_without_rating else []),
            *([("cover_id_template", OPEN_LIBRARY_COVERS)] if any(map(str.isdecimal, filter(None, covers))) else []),
            ("cover_template", cover_template),
            ("notice", model.dataset.notice),
            ("rating_scale", str(model.dataset.rating_scale)),
            *([("subjects", str(len(subjects.names)))] if subjects.names else []),
            ("second_stage", json.dumps(model.shelf_ranking.weights, separators=(",", ":"))),
            ("unknown_author_row", str(_unknown_author_row(books))),
        ],
    )
    authors = books.drop_duplicates("author_row").sort_values("author_row")
    yield "author", zip(range(1, len(authors) + 1), authors["author"], strict=True)
    yield "author_key", [(key, author_row + 1) for key, author_row in author_keys(model.dataset, model.works)]
    means = [None if pd.isna(mean) else round(mean * 100) for mean in books["rating_mean"]]
    yield (
        "book",
        zip(
            range(1, len(books) + 1),
            model.book_ids.ids,
            books["title_without_series"],
            (books["author_row"] + 1).tolist(),
            [None if pd.isna(credit) else credit for credit in books["credit"]],
            [None if pd.isna(year) else int(year) for year in books["year"]],
            books["isbn"],
            covers,
            books["readers_count" if model.works.has_likes_without_rating else "ratings_count"].tolist(),
            means,
            books["language"],
            [None if row < 0 else row + 1 for row in books["series_row"]],
            *([None if pd.isna(number) else number for number in books[name]] for name in ("volume", "last_volume")),
            strict=True,
        ),
    )
    yield "series", enumerate(model.works.series_names, start=1)
    yield "language", languages_to_choose(books["language"]).items()
    yield "similar", _pack_neighbours(model.neighbours)
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
    book_rows = (model.works.work_of + 1).tolist()
    source_ids, shown, isbns = (model.dataset.editions[name].tolist() for name in ("source_id", "isbn", "isbns"))
    yield "edition", sorted(zip(source_ids, book_rows, strict=True))
    yield "isbn", _other_isbns(source_ids, [(isbn, *more) for isbn, more in zip(shown, isbns, strict=True)], book_rows)
    yield "alias", sorted(model.book_ids.aliases.items())
    yield from _title_tables(model)
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


def _title_tables(model: Model) -> Iterator[tuple[str, Iterable[tuple[object, ...]]]]:
    """Yield the tables that titles are found by."""
    editions = model.dataset.editions["title"].tolist()
    titles: defaultdict[int, set[str]] = defaultdict(set)
    shortened: defaultdict[int, set[str]] = defaultdict(set)
    for title, work in zip(editions, model.works.work_of.tolist(), strict=True):
        titles[work].update(whole_titles(title))
        shortened[work].add(shortened_title(title))
    books = model.works.books
    endings = _series_endings(model.works)
    # The shown titles may be tidier than any edition's; people type them with the series and without.
    shown_titles = books["title_without_series"].tolist()
    for work, (title, listed_title, ending) in enumerate(zip(shown_titles, books["title"], endings, strict=True)):
        titles[work].update(whole_titles(title))
        if ending or title != listed_title:
            titles[work].update([*whole_titles(listed_title), *whole_titles(title + ending)])
    title_keys = sorted(
        (key, is_shortened, work + 1)
        for work, whole in titles.items()
        for is_shortened, keys in ((0, whole), (1, shortened[work] - whole))
        for key in keys
    )
    yield "title_key", title_keys
    keys_of_works = [(key, book_row - 1) for key, _, book_row in title_keys]
    prefixes = common_title_prefixes(keys_of_works, shown_titles)
    yield "title_prefix", ((prefix, work + 1) for prefix, work in prefixes)
    documents, other_titles = [], []
    shown = zip(shown_titles, books["author"], books["credit"], strict=True)
    for work, (title, author, credit) in enumerate(shown):
        other_keys = sorted(titles[work] - set(whole_titles(title)) - {shortened_title(title)})
        other_titles += [(work + 1, key) for key in other_keys]
        names = author if pd.isna(credit) else credit
        keys = dict.fromkeys([normalise_title(title), shortened_title(title), *other_keys])
        document = "  ".join([*map(indexed_words, keys), normalise_title(names)])
        documents.append((work + 1, f" {document} "))
    yield "other_title", other_titles
    yield "title_trigram", documents


def _series_endings(works: Works) -> list[str]:
    """Return [works] the ending that names the work's series in its title."""
    columns = (works.books[name].tolist() for name in ("title_without_series", "series_row", "volume", "last_volume"))
    return [
        series_ending(
            title, works.series_names[row], None if pd.isna(volume) else volume, None if pd.isna(last) else last
        )
        if row >= 0
        else ""
        for title, row, volume, last in zip(*columns, strict=True)
    ]


def _other_isbns(
    source_ids: list[str], isbns_of_editions: Iterable[tuple[str, ...]], book_rows: list[int]
) -> list[tuple[str, int]]:
    """Return (isbn, book_row) of the ISBNs that are not their edition's id: the most read book of each such ISBN."""
    rows: dict[str, int] = {}
    for source_id, isbns, book_row in zip(source_ids, isbns_of_editions, book_rows, strict=True):
        for isbn in isbns:
            if isbn != source_id:
                rows[isbn] = min(book_row, rows.get(isbn, book_row))
    return sorted(rows.items())


def _pack_neighbours(neighbours: Neighbours) -> Iterator[tuple[int, bytes]]:
    works = (neighbours.works + 1).tolist()
    scores = neighbours.scores.tolist()
    readers = neighbours.readers_in_common.tolist()
    starts = neighbours.starts.tolist()
    for work, (start, end) in enumerate(pairwise(starts), start=1):
        yield work, encode_neighbours(zip(works[start:end], scores[start:end], readers[start:end], strict=True))


def _pack_item_weights(item_weights: ItemWeights) -> Iterator[tuple[int, bytes]]:
    works, weights = (item_weights.targets + 1).tolist(), item_weights.weights.tolist()
    for work, (start, end) in enumerate(pairwise(item_weights.starts.tolist()), start=1):
        if start < end:
            yield work, encode_item_weights(zip(works[start:end], weights[start:end], strict=True))


def _covers(image_urls: Iterable[str], isbns: Iterable[str]) -> tuple[str, list[str | None]]:
    """Return the commonest address of a cover with {isbn} in it, and the value of each book's cover column."""
    addresses = list(map(cover_address, image_urls))
    patterns = [
        address.replace(isbn, "{isbn}") if address and isbn in address and not open_library_id(address) else None
        for address, isbn in zip(addresses, isbns, strict=True)
    ]
    commonest = Counter(pattern for pattern in patterns if pattern).most_common(1)
    template = commonest[0][0] if commonest else ""
    return template, [
        "" if pattern == template else open_library_id(address) or address or None
        for pattern, address in zip(patterns, addresses, strict=True)
    ]
