from pathlib import Path

from tests.bench.shelf_lists import measure_shelf_lists


def test_shelves_as_long_as_the_catalogue_allows_are_measured(model_directory: Path) -> None:
    figures = measure_shelf_lists(model_directory)

    assert [figure.name for figure in figures] == [
        "books for a shelf of 20, p50 of 9",
        "reading a shelf of 10,000, p50 of 9",
    ]
    assert all(float(figure.measured.removesuffix(" ms")) > 0 for figure in figures)
