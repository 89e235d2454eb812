from pathlib import Path
from typing import Any

import pytest

from model_build.datasets.dataset import Dataset
from tests.bench.newcomers import measure_newcomers
from tests.bench.synthetic import write_dataset
from tests.bench.test_synthetic import SMALL


def test_the_quality_of_a_build_without_twenty_readers_and_with_them_is_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_dataset(tmp_path, SMALL)
    manifests: list[dict[str, Any]] = [
        {"quality": {"ndcg_at_10": 0.5}, "quality_for_a_reader": {"ndcg_at_10": 0.25}},
        {"quality": {"ndcg_at_10": 0.502}, "quality_for_a_reader": None},
    ]
    readers_counts = []

    def build(dataset: Dataset, _: Path) -> dict[str, Any]:
        readers_counts.append(dataset.ratings["reader"].nunique())
        return manifests[len(readers_counts) - 1]

    monkeypatch.setattr("tests.bench.newcomers.build_from", build)
    (figure,) = measure_newcomers(tmp_path, tmp_path)
    assert (figure.measured, figure.beside) == ("0.0020", "0.5000, then 0.5020")
    assert readers_counts[1] - readers_counts[0] == 20
