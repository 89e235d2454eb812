"""Files of a model: `catalogue.sqlite` and `manifest.json`, whole or not at all, the same bytes for the same input."""

import fcntl
import hashlib
import importlib.metadata
import json
import os
import platform
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from model_build.write.source_facts import describe_sources
from model_build.write.tables import Model, rows_of_tables
from shelftalker.model.format import MODEL_FORMAT, SCHEMA, ModelError
from shelftalker.settings import VERSION

# (folder of a catalogue) -> weights fitted to its titles, by name; none where it has too few.
TitleFit = Callable[[Path], Mapping[str, float]]


def write_model(model: Model, directory: Path, fit_titles: TitleFit | None = None) -> dict[str, Any]:
    """Write a model into a folder, in place of the one there.

    The catalogue alone answers requests, and it takes the old one's place in one step: a build that is killed leaves
    the old model or the new one, never half of either.

    Args:
        model: What is written.
        directory: The folder.
        fit_titles: Fits the weights of titles in questions to the written catalogue.

    Returns:
        The manifest.

    Raises:
        ModelError: Another build is writing there.
    """
    directory.mkdir(parents=True, exist_ok=True)
    lock = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return _replace_model(model, directory, fit_titles)
    except BlockingIOError as error:
        raise ModelError(
            f"Another build is writing a model into {directory}. Wait for it, or name another folder."
        ) from error
    finally:
        os.close(lock)


def _replace_model(model: Model, directory: Path, fit_titles: TitleFit | None) -> dict[str, Any]:
    unfinished = directory / f".{MODEL_FORMAT.catalogue_name}.unfinished"
    unfinished_manifest = directory / f".{MODEL_FORMAT.manifest_name}.unfinished"
    unfinished.unlink(missing_ok=True)
    try:
        version = _write_catalogue(model, unfinished)
        weights = fit_titles(unfinished) if fit_titles else {}
        version = _add_title_weights(unfinished, version, weights) if weights else version
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
    """Write the catalogue and return its version, which is a digest of its format and content.

    The same content in another format is another version: published versions are never overwritten.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        is_large = len(model.works.books) >= MODEL_FORMAT.large_books
        page_bytes = MODEL_FORMAT.page_bytes_of_large if is_large else MODEL_FORMAT.page_bytes
        connection.execute(f"PRAGMA page_size = {page_bytes}")
        connection.execute(f"PRAGMA user_version = {MODEL_FORMAT.version}")
        connection.executescript(SCHEMA)
        connection.execute("BEGIN")
        digest = hashlib.sha256(f"format {MODEL_FORMAT.version}".encode())
        for table, rows in rows_of_tables(model):
            _insert(connection, table, _add_to_digest(rows, digest))
        version = digest.hexdigest()[:12]
        _insert(connection, "meta", [("model_version", version)])
        connection.execute("INSERT INTO title_trigram(title_trigram) VALUES ('optimize')")
        connection.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, title_trigram, row)")
        connection.execute("INSERT INTO trigram SELECT term, doc FROM vocabulary ORDER BY term")
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    finally:
        connection.close()
    return version


def _add_title_weights(path: Path, version: str, weights: Mapping[str, float]) -> str:
    """Write the weights that were fitted to a catalogue into it, and return its version with them."""
    written = json.dumps(weights, separators=(",", ":"))
    new_version = hashlib.sha256(f"{version} {written}".encode()).hexdigest()[: len(version)]
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("UPDATE meta SET value = ? WHERE name = 'model_version'", (new_version,))
        _insert(connection, "meta", [("title_weights", written)])
    finally:
        connection.close()
    return new_version


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    columns = "rowid, words" if table == "title_trigram" else ", ".join(_columns(connection, table))
    marks = ", ".join("?" * len(columns.split(",")))
    connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 - names of the schema


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]


def _add_to_digest(rows: Iterable[tuple[object, ...]], digest: "hashlib._Hash") -> Iterator[tuple[object, ...]]:
    """Yield the rows, each added to the digest."""
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
            # Books read by a reader, rated or not; loans are reads.
            "reads": len(ratings),
            "former_book_ids": len(model.book_ids.aliases),
        },
        # nDCG@10 on all folds, see rank/ranker.py; None where the formula ranks.
        "quality": asdict(model.quality) if model.quality else None,
        # Sums over buckets of readers, and BM25's nDCG@10, see rank/gate/; None where they were not measured.
        "gate": asdict(model.gate) if model.gate else None,
        # nDCG@10 for the readers of a fold, see rank/second_stage.py; None where there are too few.
        "quality_for_a_reader": asdict(model.shelf_ranking.quality) if model.shelf_ranking.quality else None,
        "exposure": asdict(model.exposure),
        "sources": describe_sources(model.dataset, model.works),
        # Identifiers that joined editions of other titles, and those that did not, see works/identified_works.py.
        "joins": asdict(model.works.joins),
        # Works that are not in the model on purpose, see left_out/left_out.py.
        "left_out": model.left_out.describe(),
        "cleaning": dict(sorted(model.dataset.counts.items())),
        "built_with": _versions(),
    }


def _versions() -> dict[str, str]:
    """Return the versions of this project, of Python and of the libraries that a model's numbers depend on, by name."""
    libraries = ("numpy", "scipy", "pandas", "lightgbm")
    return {
        "shelftalker": VERSION,
        "python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in libraries},
    }


def _flush(path: Path) -> None:
    """Write the file to the disk before its new name stands for a whole file."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
