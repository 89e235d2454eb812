"""Benchmark of how far the quality in the manifest moves when readers join: folds must leave all others in place."""

from pathlib import Path
from typing import Any

import numpy as np

from model_build.build import build_from
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.joined_sources import read_dataset
from model_build.rank.splitting import SPLIT, without_readers
from model_build.works.gather import gather_works
from tests.bench.figures import Figure

_NEWCOMERS = 20
_SEED = 20
_MOST = "0.003"


def measure_newcomers(data: Path, folder: Path) -> list[Figure]:
    """Build without twenty readers who liked five books or more, then with them, and compare the quality.

    Args:
        data: The folder of a dataset.
        folder: The folder to build both models in.
    """
    dataset = read_dataset(DatasetFiles.found_in(data))
    ratings = gather_works(dataset).ratings
    likes = ratings.loc[ratings["liked"], "reader"].value_counts()
    eligible = np.sort(likes.index[likes >= SPLIT.min_likes].to_numpy(dtype=np.int64))
    newcomers = np.random.default_rng(_SEED).choice(eligible, min(_NEWCOMERS, len(eligible)), replace=False)
    before = build_from(without_readers(dataset, newcomers), folder / "without-newcomers")
    after = build_from(dataset, folder / "with-newcomers")
    return [
        *_moves("nDCG@10 after a book", "quality", before, after),
        *_moves("nDCG@10 for a reader", "quality_for_a_reader", before, after),
    ]


def _moves(name: str, key: str, before: dict[str, Any], after: dict[str, Any]) -> list[Figure]:
    """Return by how much a figure moves; nothing where a build could not measure it."""
    if not (before.get(key) and after.get(key)):
        return []
    former, latter = before[key]["ndcg_at_10"], after[key]["ndcg_at_10"]
    return [Figure(f"{name}, moved by", f"{abs(latter - former):.4f}", _MOST, f"{former:.4f}, then {latter:.4f}")]
