"""The tables of a source, built of its rows."""

from pathlib import Path

from model_build.datasets.books_table import BookTexts
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.source_builder import SourceBuilder, SourceTerms
from tests.model_build.small_datasets import BOOKS, RATINGS, write_kaggle


def builder_of(directory: Path) -> SourceBuilder:
    files = DatasetFiles.found_in(write_kaggle(directory, BOOKS, RATINGS))
    builder = SourceBuilder("loans", files, usual_scale=5, terms=SourceTerms(licence="CC0", citation="A paper"))
    builder.books.add(BookTexts("0141439580", "Emma", "Jane Austen", isbns=("0141439580",)))
    builder.collect_books()
    return builder


def test_ratings_find_the_books_by_id_and_by_isbn(tmp_path: Path) -> None:
    builder = builder_of(tmp_path)
    builder.ratings.add(["ann", "bob", "cid"], ["0141439580", "978-0-14-143958-7", "9"], ["5", "2", "5"])
    tables = builder.build({"bob": ("peru", 40.0)})
    assert tables.ratings[["reader", "book", "rating"]].to_numpy().tolist() == [[0, 0, 5], [1, 0, 2]]
    assert tables.readers["country"].tolist() == ["", "peru"]
    assert (tables.name, tables.licence, tables.citation, tables.rating_scale) == ("loans", "CC0", "A paper", 5)
    assert tables.counts["ratings of unknown books, dropped"] == 1
    assert "book '9'" in tables.examples["ratings of unknown books, dropped"]
