"""Imports as items: packed contents, pieces joined, steps that take too long."""

import json
import random
import zlib

import pytest

from shelftalker.shelf.imports import (
    IMPORTS,
    ImportContents,
    ImportedBook,
    ImportStatus,
    MissingBook,
    ShelfImport,
    import_of,
)

DUNE, EMMA, HELP = ImportedBook("aaaaaaaa", 5), ImportedBook("bbbbbbbb", None), ImportedBook("cccccccc", None)


def test_contents_are_packed_and_unpacked() -> None:
    missing = (MissingBook("Piranesi", "S. C."),)
    listed = HELP._replace(stars=3, is_listed=True)
    contents = ImportContents("Goodreads", "Title,Author", 3, (DUNE, EMMA, listed), missing, 1, cut="Em")
    assert ImportContents.decode(contents.encode()) == contents


def test_books_that_an_earlier_version_packed_are_on_no_list_beside_their_stars() -> None:
    packed = zlib.compress(json.dumps(["Goodreads", "", 1, [["aaaaaaaa", 5]], []]).encode())
    assert ImportContents.decode(packed).books == (DUNE,)


def test_contents_of_an_earlier_or_a_later_version_are_unpacked_as_far_as_they_are_known() -> None:
    contents = ImportContents("Goodreads", rows=2, books=(DUNE,), repeated=1)
    for members in (contents[:-1], (*contents, "of a later version")):
        packed = zlib.compress(json.dumps(members).encode())
        assert ImportContents.decode(packed) == contents


def test_what_was_not_packed_so_is_refused() -> None:
    with pytest.raises(ValueError, match="the contents of an import must be packed"):
        ImportContents.decode(b"none")


def test_as_many_rows_as_an_import_has_fit_into_an_item_of_dynamodb() -> None:
    letters, rng = "abcdefghijklmnopqrstuvwxyz234567", random.Random(1)
    books = tuple(ImportedBook("".join(rng.choices(letters, k=8)), rng.randint(1, 5)) for _ in range(IMPORTS.rows))
    names = ("".join(rng.choices(letters, k=IMPORTS.name_length)) for _ in range(2 * IMPORTS.missing))
    missing = tuple(MissingBook(title, author) for title, author in zip(names, names, strict=True))
    assert len(ImportContents("Goodreads", "x" * 3000, IMPORTS.rows, books, missing).encode()) < 300_000


def test_pieces_are_joined_and_the_earlier_stars_count() -> None:
    first = ImportContents("Goodreads", "header", 2, (DUNE, EMMA, HELP), unread=1)
    later = ImportContents(
        "Goodreads", "", 3, (DUNE._replace(stars=1), EMMA._replace(stars=3), HELP._replace(stars=0)), unread=2
    )
    joined = first.joined_with(later)
    # A book that was read need not be read, though an earlier row says so.
    assert joined.books == (DUNE, EMMA._replace(stars=3), HELP._replace(stars=0))
    assert later.joined_with(first).books[2] == HELP._replace(stars=0)
    listed = EMMA._replace(stars=1, is_listed=True)
    assert (EMMA.joined_with(listed), DUNE.joined_with(listed)) == (listed, DUNE)
    assert (joined.header, joined.rows, joined.unread, joined.repeated) == ("header", 5, 3, 3)


def test_a_step_of_the_queue_is_stuck_after_five_minutes_and_an_import_over_after_a_day() -> None:
    shelf_import = ShelfImport("1700000000", ImportStatus.KEEPING, 1700000000.0)
    assert not shelf_import.is_stuck(1700000299)
    assert shelf_import.is_stuck(1700000301)
    assert not shelf_import._replace(status=ImportStatus.READY).is_stuck(1700000301)
    assert not shelf_import.is_over(1700086400)
    assert shelf_import.is_over(1700086401)


def test_an_item_that_this_code_does_not_write_is_none() -> None:
    with pytest.raises(ValueError, match="'lost' is not a valid ImportStatus"):
        import_of({"import_id": {"S": "1"}, "status": {"S": "lost"}, "acted_at": {"N": "1"}})
