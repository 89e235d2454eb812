"""Tests of figures and their table."""

import pytest

from tests.bench.figures import Figure, percentile, print_figures


def test_percentiles_are_measured_values() -> None:
    assert percentile([3, 1, 2], 50) == 2
    assert percentile(range(1, 101), 99) == 99
    assert percentile([7], 99) == 7


def test_figures_are_printed_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    print_figures([Figure("build", "9.0 s", "20 s"), Figure("memory", "0.5 GB", "1 GB", "of 24 GB")])

    assert capsys.readouterr().out.splitlines() == [
        "          measured  target  beside it",
        "  build      9.0 s    20 s",
        "  memory    0.5 GB    1 GB  of 24 GB",
    ]
