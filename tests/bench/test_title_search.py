"""Tests of the benchmark of title searches."""

from pathlib import Path

from tests.bench.title_search import measure_titles


def test_exact_titles_are_always_found_and_searches_are_compared(model_directory: Path) -> None:
    figures = {figure.name: figure for figure in measure_titles(model_directory, 2, questions_per_kind=2)}

    assert figures["  exact"].measured == "100.0%"
    assert figures["nonsense not found, of 200"].target == "95.0%"
    assert figures["  of the 16 queries of brute force"].target.endswith("%")
    assert figures["  of the 16 queries of difflib"].target.endswith("%")
    assert figures["an exact title, p50 of 2"].target == "2 ms"
    assert figures["  sentence, English"].target == "95.0%"
    assert figures["  message, unfurl"].beside.startswith("another book as exact: ")
    assert figures["every title, of 20"].measured == "20"
    assert figures["every title by its author, of 20"].measured == "20"
