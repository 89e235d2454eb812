"""The tags of goodbooks-10k, and the books that its readers want to read."""

from pathlib import Path

import pytest

from tests.model_build.datasets.sources.small_sources import ratings_of, read_folder
from tests.model_build.small_datasets import comma_lines, write_goodbooks

TAGS: list[list[object]] = [
    ["tag_id", "tag_name"],
    [1, "to-read"],
    [2, "sea-stories"],
    [3, "Travel"],
    [4, "owned"],
    [5, "travel"],
]
BOOK_TAGS: list[list[object]] = [
    ["goodreads_book_id", "tag_id", "count"],
    [70, 1, 900], [70, 2, 8], [70, 3, 40], [70, 5, 6], [80, 4, 9], [80, 2, -1],
]  # fmt: skip


def write_tagged(directory: Path, ids: dict[str, int], *others: dict[str, int]) -> Path:
    """Write books with these ids, ratings of them, the tags, and a book that somebody wants to read."""
    books: list[dict[str, object]] = [
        {**of_book, "title": f"Title {number}", "authors": "Una Marsh", "original_publication_year": 1998}
        for number, of_book in enumerate((ids, *others))
    ]
    write_goodbooks(directory, books, [(7, 1, 5), (8, 2, 2)])
    (directory / "tags.csv").write_bytes(comma_lines(TAGS))
    (directory / "book_tags.csv").write_bytes(comma_lines(BOOK_TAGS))
    (directory / "to_read.csv").write_bytes(comma_lines([["user_id", "book_id"], [9, 1], [7, 2]]))
    return directory


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"book_id": 1, "goodreads_book_id": 70}, {"book_id": 2, "goodreads_book_id": 80}),
        ({"id": 1, "book_id": 70}, {"id": 2, "book_id": 80}),
    ],
    ids=["second release", "first release"],
)
def test_shelves_of_subjects_are_tags(first: dict[str, int], second: dict[str, int], tmp_path: Path) -> None:
    tables = read_folder(write_tagged(tmp_path, first, second))
    assert tables.name == "goodbooks-10k"
    assert tables.books["tags"].tolist() == [("travel", "sea stories"), ()]


def test_a_book_that_somebody_wants_to_read_is_no_read(tmp_path: Path) -> None:
    ids = {"book_id": 1, "goodreads_book_id": 70}, {"book_id": 2, "goodreads_book_id": 80}
    tables = read_folder(write_tagged(tmp_path, *ids))
    assert ratings_of(tables) == [("7", "1", 5, True), ("8", "2", 2, False)]
    assert any("to_read.csv" in sentence and "left out" in sentence for sentence in tables.remarks)


def test_one_file_of_tags_alone_gives_none(tmp_path: Path) -> None:
    write_tagged(tmp_path, {"book_id": 1, "goodreads_book_id": 70}, {"book_id": 2, "goodreads_book_id": 80})
    (tmp_path / "tags.csv").unlink()
    assert read_folder(tmp_path).books["tags"].tolist() == [(), ()]
