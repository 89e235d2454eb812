"""Writing a model: `catalogue.sqlite` and `manifest.json`, whole or not at all, the same bytes for the same input."""

import fcntl
import hashlib
import json
import os
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from model_build.datasets.dataset import Dataset
from model_build.datasets.languages import languages_to_choose
from model_build.rank.item_weights import ItemWeights
from model_build.rank.neighbours import Neighbours
from model_build.rank.ranker import Quality
from model_build.works.book_ids import BookIds
from model_build.works.gather import Works
from model_build.write.author_keys import author_keys
from model_build.write.title_prefixes import common_beginnings
from shelftalker.model.format import INDEXES, MODEL_FORMAT, SCHEMA, ModelError
from shelftalker.model.packing import encode_item_weights, encode_neighbours
from shelftalker.model.title_keys import indexed_words, normalise_title, shortened_title, whole_titles

# Addresses of pictures that say "no cover".
_NO_COVER = re.compile(r"nophoto|no[-_]?image|placeholder", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Model:
    """All that goes into a model file. Rows count from 0 here and from 1 in the file."""

    dataset: Dataset
    works: Works
    book_ids: BookIds
    neighbours: Neighbours
    item_weights: ItemWeights
    quality: Quality | None
    popular: dict[str, list[int]]


def write_model(model: Model, directory: Path) -> dict[str, Any]:
    """Write a model into a folder, in place of the one there.

    The catalogue alone answers requests, and it takes the old one's place in one step: a build that is killed leaves
    the old model or the new one, never half of either.

    Returns:
        The manifest.

    Raises:
        ModelError: Another build is writing there.
    """
    directory.mkdir(parents=True, exist_ok=True)
    locked = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(locked, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return _replace_model(model, directory)
    except BlockingIOError as error:
        raise ModelError(
            f"Another build is writing a model into {directory}. Wait for it, or name another folder."
        ) from error
    finally:
        os.close(locked)


def _replace_model(model: Model, directory: Path) -> dict[str, Any]:
    unfinished = directory / f".{MODEL_FORMAT.catalogue_name}.unfinished"
    unfinished_manifest = directory / f".{MODEL_FORMAT.manifest_name}.unfinished"
    unfinished.unlink(missing_ok=True)
    try:
        version = _write_catalogue(model, unfinished)
        manifest = _manifest(model, version, unfinished)
        unfinished_manifest.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        _flush(unfinished)
        _flush(unfinished_manifest)
        unfinished.replace(directory / MODEL_FORMAT.catalogue_name)
        unfinished_manifest.replace(directory / MODEL_FORMAT.manifest_name)
    finally:
        unfinished.unlink(missing_ok=True)
        unfinished_manifest.unlink(missing_ok=True)
    return manifest


def _write_catalogue(model: Model, path: Path) -> str:
    """Write the catalogue and return its version, which is made from its content."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA page_size = 4096")
        connection.execute(f"PRAGMA user_version = {MODEL_FORMAT.version}")
        connection.executescript(SCHEMA)
        connection.execute("BEGIN")
        digest = hashlib.sha256()
        for table, rows in _tables(model):
            _insert(connection, table, _digested(rows, digest))
        version = digest.hexdigest()[:12]
        _insert(connection, "meta", [("model_version", version)])
        connection.execute("INSERT INTO title_trigram(title_trigram) VALUES ('optimize')")
        connection.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, title_trigram, row)")
        connection.execute("INSERT INTO trigram SELECT term, doc FROM vocabulary ORDER BY term")
        connection.execute("COMMIT")
        connection.executescript(INDEXES)
        connection.execute("VACUUM")
    finally:
        connection.close()
    return version


def _tables(model: Model) -> Iterator[tuple[str, Iterable[tuple[object, ...]]]]:
    """The rows of each table, in the order of its key."""
    books = model.works.books
    cover_template, covers = _covers(books["image_url"], books["isbn"])
    yield (
        "meta",
        [
            ("cover_template", cover_template),
            ("notice", model.dataset.notice),
            ("rating_scale", str(model.dataset.rating_scale)),
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
            books["title"],
            (books["author_row"] + 1).tolist(),
            [None if pd.isna(credit) else credit for credit in books["credit"]],
            [None if pd.isna(year) else int(year) for year in books["year"]],
            books["isbn"],
            covers,
            books["ratings_count"].tolist(),
            means,
            books["language"],
            strict=True,
        ),
    )
    yield "language", languages_to_choose(books["language"]).items()
    yield "similar", _packed_neighbours(model.neighbours)
    yield "companion", _packed_item_weights(model.item_weights)
    book_rows = (model.works.work_of + 1).tolist()
    source_ids, isbns = model.dataset.editions["source_id"].tolist(), model.dataset.editions["isbn"].tolist()
    yield "edition", sorted(zip(source_ids, book_rows, strict=True))
    yield "isbn", _other_isbns(source_ids, isbns, book_rows)
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


def _title_tables(model: Model) -> Iterator[tuple[str, Iterable[tuple[object, ...]]]]:
    """The tables that titles are found by."""
    editions = model.dataset.editions["title"].tolist()
    titles: defaultdict[int, set[str]] = defaultdict(set)
    shortened: defaultdict[int, set[str]] = defaultdict(set)
    for title, work in zip(editions, model.works.work_of.tolist(), strict=True):
        titles[work].update(whole_titles(title))
        shortened[work].add(shortened_title(title))
    for work, title in enumerate(model.works.books["title"]):  # which may be tidier than any edition's
        titles[work].update(whole_titles(title))
    title_keys = sorted(
        (key, is_shortened, work + 1)
        for work, whole in titles.items()
        for is_shortened, keys in ((0, whole), (1, shortened[work] - whole))
        for key in keys
    )
    yield "title_key", title_keys
    keys_of_works = [(key, book_row - 1) for key, _, book_row in title_keys]
    beginnings = common_beginnings(keys_of_works, model.works.books["title"])
    yield "beginning", ((prefix, work + 1) for prefix, work in beginnings)
    words, others = [], []
    shown = zip(model.works.books["title"], model.works.books["author"], model.works.books["credit"], strict=True)
    for work, (title, author, credit) in enumerate(shown):
        other_titles = sorted(titles[work] - set(whole_titles(title)) - {shortened_title(title)})
        others += [(work + 1, key) for key in other_titles]
        credited = author if pd.isna(credit) else credit
        keys = dict.fromkeys([normalise_title(title), shortened_title(title), *other_titles])
        document = "  ".join([*map(indexed_words, keys), normalise_title(credited)])
        words.append((work + 1, f" {document} "))
    yield "other_title", others
    yield "title_trigram", words


def _other_isbns(source_ids: list[str], isbns: list[str], book_rows: list[int]) -> list[tuple[str, int]]:
    """(isbn, book_row) of the editions whose id is not their ISBN; of the most read book where several have one."""
    rows: dict[str, int] = {}
    for source_id, isbn, book_row in zip(source_ids, isbns, book_rows, strict=True):
        if isbn != source_id:
            rows[isbn] = min(book_row, rows.get(isbn, book_row))
    return sorted(rows.items())


def _packed_neighbours(neighbours: Neighbours) -> Iterator[tuple[int, bytes]]:
    works = (neighbours.works + 1).tolist()
    scores = neighbours.scores.tolist()
    readers = neighbours.readers_in_common.tolist()
    starts = neighbours.starts.tolist()
    for work, (start, end) in enumerate(pairwise(starts), start=1):
        yield work, encode_neighbours(zip(works[start:end], scores[start:end], readers[start:end], strict=True))


def _packed_item_weights(item_weights: ItemWeights) -> Iterator[tuple[int, bytes]]:
    works, weights = (item_weights.targets + 1).tolist(), item_weights.weights.tolist()
    for work, (start, end) in enumerate(pairwise(item_weights.starts.tolist()), start=1):
        if start < end:
            yield work, encode_item_weights(zip(works[start:end], weights[start:end], strict=True))


def _covers(image_urls: Iterable[str], isbns: Iterable[str]) -> tuple[str, list[str | None]]:
    """The commonest address of a cover with {isbn} in it, and what each book's cover column says."""
    addresses = [_cover_address(url) for url in image_urls]
    patterns = [
        address.replace(isbn, "{isbn}") if address and isbn in address else None
        for address, isbn in zip(addresses, isbns, strict=True)
    ]
    commonest = Counter(pattern for pattern in patterns if pattern).most_common(1)
    template = commonest[0][0] if commonest else ""
    return template, [
        "" if pattern == template else address for pattern, address in zip(patterns, addresses, strict=True)
    ]


def _cover_address(url: str) -> str | None:
    """The https address of a cover, or None for what is no address of a picture of it."""
    if not re.match(r"https?://[^\s/]+/\S+$", url) or _NO_COVER.search(url):
        return None
    return re.sub("^http://", "https://", url)


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    columns = "rowid, words" if table == "title_trigram" else ", ".join(_columns(connection, table))
    marks = ", ".join("?" * len(columns.split(",")))
    connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 - names of the schema


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]


def _digested(rows: Iterable[tuple[object, ...]], digest: "hashlib._Hash") -> Iterator[tuple[object, ...]]:
    for row in rows:
        digest.update(repr(row).encode())
        yield row


def _manifest(model: Model, version: str, catalogue: Path) -> dict[str, Any]:
    books, ratings = model.works.books, model.works.ratings
    with catalogue.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return {
        "format_version": MODEL_FORMAT.version,
        "model_version": version,
        "sha256": sha256,
        "size_bytes": catalogue.stat().st_size,
        "dataset_fingerprint": model.dataset.fingerprint,
        "rating_scale": model.dataset.rating_scale,
        "counts": {
            "books": len(books),
            "editions": len(model.dataset.editions),
            "authors": int(books["author_row"].nunique()),
            "readers": int(ratings["reader"].nunique()),
            "ratings": int(books["ratings_count"].sum()),
            "read_not_rated": int((books["readers_count"] - books["ratings_count"]).sum()),
            "former_book_ids": len(model.book_ids.aliases),
        },
        # How the readers of one fold would have been served, see rank/ranker.py; None where nothing could be learned.
        "quality": asdict(model.quality) if model.quality else None,
        "cleaning": dict(sorted(model.dataset.counts.items())),
    }


def _flush(path: Path) -> None:
    """Have the file on the disk before anything is renamed to point at it."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
