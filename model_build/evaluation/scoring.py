"""Scores of rankings: the same for every method of a task, so that they can be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model_build.evaluation.metrics import (
    Resampling,
    answered_share,
    coverage_at_5,
    hit_at_5,
    mean_per_reader,
    median_popularity,
)
from model_build.evaluation.results import Grid, Lead, MethodScores, Setting, TaskResults
from model_build.rank.ndcg import CUTOFF, Rankings, hits_of, ndcg_at_10
from model_build.rank.splitting import Questions
from shelftalker.recommend.recommender import RECOMMENDER


@dataclass(frozen=True, slots=True)
class MethodRankings:
    """Rankings of one method.

    Attributes:
        name: The method's name.
        settings: Settings of its fit.
        plain: [works or readers, positions] its own ranking; ten positions or more.
        shown: [works or readers, 10] the same with at most two books by one author.
        seconds: Duration of the fit and the ranking.
    """

    name: str
    settings: Mapping[str, Setting]
    plain: Rankings
    shown: Rankings
    seconds: float


@dataclass(frozen=True, slots=True)
class ScoredMethod:
    """Figures of a method, and each reader's nDCG@10, from which leads are computed.

    Attributes:
        ndcg_of_reader: [readers] nDCG@10 of the plain ranking.
        scores: The figures.
    """

    ndcg_of_reader: NDArray[np.float64]
    scores: MethodScores


class Scorer:
    """The scores of rankings as answers to one task's questions."""

    def __init__(
        self, questions: Questions, rows: NDArray[np.int64], readers_count: NDArray[np.int64], seed: int
    ) -> None:
        """Prepare for a task.

        Args:
            questions: The task's questions.
            rows: [questions] the row of each question in a method's rankings.
            readers_count: [works] number of training readers of each work.
            seed: Seed of the bootstrap.
        """
        self.questions = questions
        self._rows = rows
        self._readers_count = readers_count
        self._resampling = Resampling.of(questions.readers_count, seed)

    def score(self, method: MethodRankings, by_same_author: NDArray[np.bool_]) -> ScoredMethod:
        """Return the figures of a method.

        Args:
            method: Its rankings, after every work or for every reader.
            by_same_author: [works or readers, 5] True where a shown book is by an author of the question.

        Raises:
            ValueError: The method ranks a work twice: it would be a hit twice.
        """
        in_order = np.sort(method.plain[:, :CUTOFF], axis=1)
        twice = (in_order[:, 1:] == in_order[:, :-1]) & (in_order[:, 1:] >= 0)
        if twice.any():
            raise ValueError(f"{method.name} ranks work {in_order[:, 1:][twice][0]} twice in one ranking.")
        shown = method.shown[self._rows]
        plain_per_reader = self._per_reader(method.plain[self._rows, :CUTOFF])
        shown_per_reader = self._per_reader(shown)
        mean_of = self._resampling.mean_of
        is_shown = shown[:, : RECOMMENDER.recommendations] >= 0
        scores = MethodScores(
            name=method.name,
            settings=method.settings,
            ndcg_at_10=mean_of(plain_per_reader[0]),
            hit_at_5=mean_of(plain_per_reader[1]),
            ndcg_at_10_shown=mean_of(shown_per_reader[0]),
            hit_at_5_shown=mean_of(shown_per_reader[1]),
            answered=answered_share(shown),
            coverage_at_5=coverage_at_5(method.shown, len(self._readers_count)),
            median_popularity=median_popularity(shown, self._readers_count),
            same_author_share=float(by_same_author[self._rows][is_shown].mean()) if is_shown.any() else float("nan"),
            seconds=method.seconds,
        )
        return ScoredMethod(plain_per_reader[0], scores)

    def lead(self, ours: ScoredMethod, theirs: ScoredMethod) -> Lead:
        """Return the lead of one method over another."""
        our_mean, their_mean = ours.scores.ndcg_at_10.value, theirs.scores.ndcg_at_10.value
        return Lead(
            over=theirs.scores.name,
            ndcg_at_10=self._resampling.mean_of(ours.ndcg_of_reader - theirs.ndcg_of_reader),
            ratio=our_mean / their_mean if their_mean > 0 else float("inf"),
        )

    def results(
        self,
        ours: ScoredMethod,
        others: Sequence[ScoredMethod],
        ablation: Sequence[ScoredMethod],
        grid: Mapping[str, Grid],
        left_out: Mapping[str, str],
    ) -> TaskResults:
        """Return all results of the task, the others and the signals by nDCG@10, best first."""
        others, ablation = (
            sorted(methods, key=lambda method: -method.scores.ndcg_at_10.value) for methods in (others, ablation)
        )
        return TaskResults(
            methods=(ours.scores, *(other.scores for other in others)),
            leads=tuple(self.lead(ours, other) for other in others),
            ablation=tuple(signal.scores for signal in ablation),
            readers=self.questions.readers_count,
            queries=len(self.questions.reader),
            grid=grid,
            left_out=left_out,
        )

    def _per_reader(self, rankings: Rankings) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return [readers] nDCG@10 and hits at 5."""
        hits = hits_of(rankings, self.questions)
        return (
            mean_per_reader(ndcg_at_10(hits, self.questions.relevant_counts), self.questions),
            mean_per_reader(hit_at_5(hits), self.questions),
        )
