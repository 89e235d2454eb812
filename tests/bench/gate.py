"""Simulated weeks of trainings, with up to 20 newcomers each: a model as good is let pass, one that is 3% worse is not.

A worse model is the week's own with noise in its scores, as much as costs the first week's readers 3% of their nDCG@10.
Newcomers are readers who liked five books or more, and who join either as readers in Slack, whom nobody measures, or
with the dataset, whose readers all are measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.joined_sources import read_dataset
from model_build.publish.comparison import compare
from model_build.publish.model_figures import GateFigures, MeasuredQuality, ModelFigures
from model_build.publish.reader_buckets import Drop, ReaderBuckets, drop_between
from model_build.publish.s3_objects import PUBLISH
from model_build.rank.cooccurrence import Pairs
from model_build.rank.gate.gate_figures import bucket_sums, reader_ndcg
from model_build.rank.ranker import Ranker, learn_ranker
from model_build.rank.splitting import SPLIT, without_readers
from model_build.rank.training_folds import fold_of_readers
from model_build.works.gather import Works, gather_works
from tests.bench.figures import Figure

_WEEKS = 12
_MOST_NEWCOMERS = 20
_SEED = 20
_WORSE = 0.03

Scored = Sequence[tuple[Pairs, NDArray[np.float32]]]


@dataclass(frozen=True, slots=True)
class Week:
    """Models of a week: what their manifests say of all readers, and of those of the first week alone.

    Attributes:
        equal: The week's model, measured on the readers of the first week, and on all.
        worse: The same with noise in its scores.
    """

    equal: tuple[ModelFigures, ModelFigures]
    worse: tuple[ModelFigures, ModelFigures]


def measure_gate(data: Path, weeks: int = _WEEKS) -> list[Figure]:
    """Train a model without the newcomers, then one a week with some more of them, and compare each with the last five.

    Args:
        data: The folder of a dataset.
        weeks: Number of weeks after the first.
    """
    trained = _train(data, weeks)
    figures = []
    for number, newcomers in enumerate(("in Slack", "in the dataset")):
        models = [week.equal[number] for week in trained]
        equal = [_judge(models[:week], models[week]) for week in range(1, len(models))]
        worse = [_judge(models[:week], trained[week].worse[number]) for week in range(1, len(models))]
        error = max(drop.standard_error for _, drop in equal)
        figures += [
            Figure(
                f"newcomers {newcomers}: equal models refused",
                f"{sum(is_refused for is_refused, _ in equal)} of {len(equal)}",
                "0",
                f"largest drop {max(drop.share for _, drop in equal):.2%}, largest standard error {error:.2%}",
            ),
            Figure(
                f"newcomers {newcomers}: models {_WORSE:.0%} worse refused",
                f"{sum(is_refused for is_refused, _ in worse)} of {len(worse)}",
                str(len(worse)),
                f"smallest drop {min(drop.share for _, drop in worse):.2%}",
            ),
        ]
    return figures


def _train(data: Path, weeks: int) -> list[Week]:
    dataset = read_dataset(DatasetFiles.found_in(data))
    ratings = gather_works(dataset).ratings
    likes = ratings.loc[ratings["liked"], "reader"].value_counts()
    eligible = np.sort(likes.index[likes >= SPLIT.min_likes].to_numpy(dtype=np.int64))
    generator = np.random.default_rng(_SEED)
    newcomers = generator.permutation(eligible)[: weeks * _MOST_NEWCOMERS]
    joined = np.concatenate([[0], np.cumsum(generator.integers(0, _MOST_NEWCOMERS + 1, weeks))])
    noise, trained = 0.0, []
    for week, count in enumerate(joined.tolist()):
        works = gather_works(without_readers(dataset, newcomers[count:]))
        ranker = learn_ranker(works)
        if ranker is None:
            raise ValueError(f"expected a dataset to train a ranker on, got {data}, which is too small or by chance")
        noise = noise or _noise_that_costs(works, ranker)
        trained.append(
            Week(
                _measure(works, ranker.scored_without_fold, newcomers, f"week {week}"),
                _measure(works, _add_noise(ranker.scored_without_fold, noise), newcomers, f"worse {week}"),
            )
        )
    return trained


def _noise_that_costs(works: Works, ranker: Ranker) -> float:
    """Return the noise, the deviation of the scores' logarithms, that costs 3% of nDCG@10, by bisection."""
    least, most = 0.0, 1.0
    ndcg = _mean_ndcg(works, ranker.scored_without_fold)
    for _ in range(12):
        noise = (least + most) / 2
        if _mean_ndcg(works, _add_noise(ranker.scored_without_fold, noise)) > (1 - _WORSE) * ndcg:
            least = noise
        else:
            most = noise
    return most


def _add_noise(scored: Scored, noise: float) -> Scored:
    generator = np.random.default_rng(_SEED)
    return [
        (pairs, (scores * np.exp(noise * generator.standard_normal(len(scores)))).astype(np.float32))
        for pairs, scores in scored
    ]


def _reader_ndcg(works: Works, scored: Scored) -> NDArray[np.float64]:
    fold_of_reader = fold_of_readers(works)
    if fold_of_reader is None:
        raise ValueError("expected as many readers as a ranker was trained on, got fewer")
    return reader_ndcg(works, fold_of_reader, scored)


def _mean_ndcg(works: Works, scored: Scored) -> float:
    return float(np.nanmean(_reader_ndcg(works, scored)))


def _measure(
    works: Works, scored: Scored, newcomers: NDArray[np.int64], version: str
) -> tuple[ModelFigures, ModelFigures]:
    """Return the figures of a model of the readers who are no newcomers, and of all."""
    ndcg = _reader_ndcg(works, scored)
    is_newcomer = np.isin(np.arange(len(ndcg)), newcomers)
    of_first, of_all = (
        _figures(works.reader_hashes[: len(ndcg)][chosen], ndcg[chosen], version)
        for chosen in (~np.isnan(ndcg) & ~is_newcomer, ~np.isnan(ndcg))
    )
    return of_first, of_all


def _figures(hashes: NDArray[np.uint64], ndcg: NDArray[np.float64], version: str) -> ModelFigures:
    readers, sums = bucket_sums(hashes, ndcg)
    quality = MeasuredQuality(len(ndcg), float(ndcg.mean()), 0.0)
    # Other methods have no part in it: that a model is better than BM25 does not change from week to week.
    return ModelFigures(
        version, version, None, {}, quality, GateFigures(ReaderBuckets(tuple(readers), tuple(sums)), 0.0, 0.0)
    )


def _judge(former: Sequence[ModelFigures], model: ModelFigures) -> tuple[bool, Drop]:
    """Return whether a model is refused after former ones, and the largest drop from one of the last five."""
    last = former[-PUBLISH.compared_versions :]
    comparison = compare(last[-1], model, last[:-1])
    drops = [
        drop
        for before in last
        if before.gate and model.gate and (drop := drop_between(before.gate.buckets, model.gate.buckets))
    ]
    return bool(comparison.worse), max(drops, key=lambda drop: drop.share)
