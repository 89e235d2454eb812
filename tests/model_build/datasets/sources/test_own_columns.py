"""Roles of own tables by their columns."""

import pytest

from model_build.datasets.sources.own_columns import has_books_and_readers, role_of_table


@pytest.mark.parametrize(
    ("columns", "role"),
    [
        (["Titel", "Autor", "ID"], "books"),
        (["lecteur", "identifiant", "date"], "ratings"),
        (["patron hash", "barcode"], "ratings"),
        (["card number", "dob"], "readers"),
        (["desk"], None),
        (["title", "author", "user"], None),
    ],
)
def test_columns_tell_the_role(columns: list[str], role: str | None) -> None:
    assert role_of_table("export", columns) == role


@pytest.mark.parametrize("stem", ["wishlist", "holds-2024", "to_read", "Reservations"])
def test_a_name_tells_that_rows_are_no_reads(stem: str) -> None:
    assert role_of_table(stem, ["patron", "barcode"]) is None


def test_a_table_of_everything_has_the_title_the_author_and_the_reader() -> None:
    assert has_books_and_readers(["Título", "Autor", "Usuario", "x"])
    assert not has_books_and_readers(["title", "author", "isbn", "rating"])
    assert not has_books_and_readers(["title", "user"])
