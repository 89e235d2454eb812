"""Items of the shelves' table, and exports of it as DynamoDB writes them."""

import base64
import gzip
import hashlib
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

Item = dict[str, Any]
EXPORT = "AWSDynamoDB/01700000000000-a1b2c3d4"
# A key of pseudonyms, as a file has it.
KEY = "0123456789abcdef" * 4


def stars_of(user_id: str, book_id: str, stars: int, at: float = 1_700_000_000.5, workspace_id: str = "T1") -> Item:
    """Return the item of a rated book, as the filter and the projection of an export leave it."""
    key = {"workspace_id": {"S": workspace_id}, "reader_item": {"S": f"{user_id}#book#{book_id}"}}
    return key | {"stars": {"N": str(stars)}, "stars_at": {"N": str(at)}}


def opted_in(user_id: str, workspace_id: str = "T1", **attributes: Item) -> Item:
    """Return the item of a reader who opted in, with attributes beyond those that the projection leaves."""
    key = {"workspace_id": {"S": workspace_id}, "reader_item": {"S": f"{user_id}#learning"}}
    return key | {"learns": {"BOOL": True}} | attributes


def opted_out(user_id: str, workspace_id: str = "T1") -> Item:
    """Return the item that a reader leaves who opted in and out again."""
    item = opted_in(user_id, workspace_id, acted_at={"N": "1700000001"}, expires_at={"N": "1700500000"})
    return {name: attribute for name, attribute in item.items() if name != "learns"}


def deletion(user_id: str, at: float, workspace_id: str = "T1") -> Item:
    """Return the mark of a deletion of all data, which an export without a filter has."""
    key = {"workspace_id": {"S": workspace_id}, "reader_item": {"S": f"{user_id}#deletion"}}
    return key | {"acted_at": {"N": str(at)}, "expires_at": {"N": str(int(at) + 432_000)}}


def write_export(folder: Path, items: Iterable[Item], files: int = 1, *, has_manifest: bool = True) -> Path:
    """Write an export and return its folder.

    Args:
        folder: The folder that stands for the bucket.
        items: The items.
        files: Number of files that they are spread over.
        has_manifest: False for the data alone, as moto writes it.
    """
    root = folder / EXPORT
    (root / "data").mkdir(parents=True, exist_ok=True)
    rows, size = list(items), 0
    for number in range(files):
        lines = [json.dumps({"Item": item}) for item in rows[number::files]]
        size += write_data_file(root, f"file{number}.json.gz", lines, has_manifest=has_manifest)
    if has_manifest:
        write_summary(root, itemCount=size)
    return root


def write_data_file(root: Path, name: str, lines: Sequence[str], *, has_manifest: bool = True) -> int:
    """Write a file of an export, name it in the manifest, and return the number of its items."""
    path = root / "data" / name
    path.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines).encode(), compresslevel=1, mtime=0))
    if has_manifest:
        entry = {
            "itemCount": len(lines),
            "md5Checksum": base64.b64encode(hashlib.md5(path.read_bytes(), usedforsecurity=False).digest()).decode(),
            "etagChecksum": "af83d6f217c19b8b0fff8023d8ca4716-1",
            "dataFileS3Key": f"exports/{EXPORT}/data/{name}",
        }
        with (root / "manifest-files.json").open("a") as manifest:
            manifest.write(json.dumps(entry) + "\n")
    return len(lines)


def write_summary(root: Path, **fields: Any) -> None:
    """Write the summary of an export."""
    summary = {
        "version": "2020-06-30",
        "exportArn": "arn:aws:dynamodb:eu-central-1:123456789012:table/shelves/export/01700000000000-a1b2c3d4",
        "exportType": "FULL_EXPORT",
        "outputFormat": "DYNAMODB_JSON",
        "manifestFilesS3Key": f"exports/{EXPORT}/manifest-files.json",
    }
    (root / "manifest-summary.json").write_text(json.dumps(summary | fields))
    (root / "_started").touch()


def generated_shelves(
    readers: int, book_ids: Sequence[str], books: int = 20, *, workspaces: int = 50, seed: int = 7
) -> Iterator[Item]:
    """Yield the items of readers, three of four of whom opted in, and their ratings of books.

    Args:
        readers: Number of readers.
        book_ids: The books; earlier ones are rated more often.
        books: Mean number of ratings of a reader.
        workspaces: Number of workspaces that the readers are spread over.
        seed: Seed of the random numbers.
    """
    generator = random.Random(seed)
    for reader in range(readers):
        user_id, workspace_id = f"U{reader:09d}", f"T{reader % workspaces:05d}"
        if reader % 4:
            yield opted_in(user_id, workspace_id)
        size = min(1 + int(generator.expovariate(1 / books)), len(book_ids))
        chosen = {book_ids[int(len(book_ids) * generator.random() ** 2)] for _ in range(size)}
        for book_id in sorted(chosen):
            at = 1_700_000_000 + generator.randrange(10_000_000)
            yield stars_of(user_id, book_id, generator.choice((3, 4, 4, 5, 5)), at, workspace_id)


def write_generated_export(folder: Path, items: Iterator[Item], items_a_file: int = 200_000) -> Path:
    """Write an export of many items, some at a time, and return its folder."""
    root, count = folder / EXPORT, 0
    (root / "data").mkdir(parents=True)
    for number in range(10_000):
        lines = [json.dumps({"Item": item}) for item in islice(items, items_a_file)]
        if not lines:
            break
        count += write_data_file(root, f"file{number}.json.gz", lines)
    write_summary(root, itemCount=count)
    return root
