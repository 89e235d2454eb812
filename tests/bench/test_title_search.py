"""Tests of the benchmark of title searches."""

from pathlib import Path

from tests.bench.title_search import measure_titles


def test_exact_titles_are_always_found_and_searches_are_compared(model_directory: Path) -> None:
    figures = {figure.name: figure for figure in measure_titles(model_directory, queries_per_kind=2)}

    assert figures["  exact"].measured == "100.0%"
    assert figures["nonsense not found, of 200"].target == "95.0%"
    assert figures["  of the 16 queries of brute force"].target.endswith("%")
    assert figures["  of the 16 queries of difflib"].target.endswith("%")
