from pathlib import Path

from model_build.sample.make_sample import SAMPLE_DIRECTORY
from tests.bench.shelf_imports import measure_shelf_imports


def test_the_books_of_a_dataset_are_written_as_exports_and_found_again(tmp_path: Path) -> None:
    figures = {figure.name: figure for figure in measure_shelf_imports(SAMPLE_DIRECTORY, tmp_path, 30)}
    assert figures["books found that are the right ones"].measured == "100.00%"
    assert figures["with its ISBN: found"].measured == "100.0%"
    assert figures["lacking, without ISBN: another book"].measured == "0.0%"
    # One write a book, by which the time in DynamoDB goes.
    assert figures["keeping 30 books, against moto"].beside == "30 UpdateItem, 1 GetItem"
    assert figures["undoing 30 books, against moto"].beside == "1 Query, 30 UpdateItem, 1 GetItem"
