"""Scores of rankings: the same for every method of a task, so that they can be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model_build.evaluation.exposure import measure_exposure
from model_build.evaluation.groups import Group
from model_build.evaluation.metrics import (
    Resampling,
    answered_share,
    hit_at_5,
    mean_per_reader,
    median_popularity,
    ndcg_at_5,
)
from model_build.evaluation.results import (
    Estimate,
    Grid,
    GroupLead,
    GroupScores,
    Lead,
    MethodScores,
    Setting,
    TaskResults,
)
from model_build.evaluation.series_shares import SeriesShares
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
        shown: [works or readers, 10] the same as it would be shown, see `MethodScores`.
        seconds: Duration of the fit and the ranking.
    """

    name: str
    settings: Mapping[str, Setting]
    plain: Rankings
    shown: Rankings
    seconds: float


@dataclass(frozen=True, slots=True)
class ScoredMethod:
    """Figures of a method, and the nDCG@10 from which leads are computed.

    Attributes:
        ndcg_of_question: [questions] nDCG@10 of the plain ranking.
        scores: The figures.
    """

    ndcg_of_question: NDArray[np.float64]
    scores: MethodScores


class Scorer:
    """The scores of rankings as answers to one task's questions."""

    def __init__(
        self,
        questions: Questions,
        rows: NDArray[np.int64],
        readers_count: NDArray[np.int64],
        groups: Sequence[Group],
        seed: int,
        *,
        sources: Sequence[Group] = (),
    ) -> None:
        """Prepare for a task.

        Args:
            questions: The task's questions.
            rows: [questions] the row of each question in a method's rankings.
            readers_count: [works] number of training readers of each work.
            groups: Groups of the questions by size.
            seed: Seed of the bootstrap.
            sources: Groups of the questions by the source of their reader.
        """
        self.questions = questions
        self._rows = rows
        self._readers_count = readers_count
        self._groups = groups
        self._sources = sources
        self._resampling = Resampling.of(questions.readers_count, seed)

    def score(
        self, method: MethodRankings, by_same_author: NDArray[np.bool_], series_shown: SeriesShares | None = None
    ) -> ScoredMethod:
        """Return the figures of a method.

        Args:
            method: Its rankings, after every work or for every reader.
            by_same_author: [works or readers, 5] True where a shown book is by an author of the question.
            series_shown: The order of series in the answers as shown, where it is measured.

        Raises:
            ValueError: The method ranks a work twice: it would be a hit twice.
        """
        in_order = np.sort(method.plain[:, :CUTOFF], axis=1)
        twice = (in_order[:, 1:] == in_order[:, :-1]) & (in_order[:, 1:] >= 0)
        if twice.any():
            raise ValueError(f"{method.name} ranks work {in_order[:, 1:][twice][0]} twice in one ranking.")
        shown = method.shown[self._rows]
        works_count = len(self._readers_count)
        plain_hits = hits_of(method.plain[self._rows, :CUTOFF], self.questions)
        shown_hits = hits_of(shown, self.questions)
        relevant_counts = self.questions.relevant_counts
        ndcg_of_question = ndcg_at_10(plain_hits, relevant_counts)
        is_shown = shown[:, : RECOMMENDER.recommendations] >= 0

        def score_groups(groups: Sequence[Group]) -> tuple[GroupScores, ...]:
            return tuple(
                GroupScores(
                    name=group.name,
                    readers=group.readers_count,
                    queries=len(group.questions),
                    ndcg_at_10=group.mean_of(ndcg_of_question),
                    hit_at_5=group.mean_of(hit_at_5(plain_hits)),
                    hit_at_5_shown=group.mean_of(hit_at_5(shown_hits)),
                )
                for group in groups
            )

        scores = MethodScores(
            name=method.name,
            settings=method.settings,
            ndcg_at_10=self._mean(ndcg_of_question),
            hit_at_5=self._mean(hit_at_5(plain_hits)),
            ndcg_at_10_shown=self._mean(ndcg_at_10(shown_hits, relevant_counts)),
            hit_at_5_shown=self._mean(hit_at_5(shown_hits)),
            answered=answered_share(shown),
            coverage_at_5=measure_exposure(method.shown, works_count).coverage_at_5,
            median_popularity=median_popularity(shown, self._readers_count),
            same_author_share=float(by_same_author[self._rows][is_shown].mean()) if is_shown.any() else float("nan"),
            seconds=method.seconds,
            ndcg_at_5_shown=self._mean(ndcg_at_5(shown_hits, relevant_counts)),
            exposure_plain=measure_exposure(method.plain, works_count),
            exposure_shown=measure_exposure(method.shown, works_count),
            groups=score_groups(self._groups),
            series_shown=series_shown,
            sources=score_groups(self._sources),
        )
        return ScoredMethod(ndcg_of_question, scores)

    def lead(self, ours: ScoredMethod, theirs: ScoredMethod) -> Lead:
        """Return the lead of one method over another."""
        our_mean, their_mean = ours.scores.ndcg_at_10.value, theirs.scores.ndcg_at_10.value
        differences = ours.ndcg_of_question - theirs.ndcg_of_question
        return Lead(
            over=theirs.scores.name,
            ndcg_at_10=self._mean(differences),
            ratio=our_mean / their_mean if their_mean > 0 else float("inf"),
            groups=tuple(GroupLead(group.name, group.mean_of(differences)) for group in self._groups),
            sources=tuple(GroupLead(group.name, group.mean_of(differences)) for group in self._sources),
        )

    def results(
        self,
        ours: ScoredMethod,
        others: Sequence[ScoredMethod],
        ablation: Sequence[ScoredMethod],
        grid: Mapping[str, Grid],
        left_out: Mapping[str, str],
        *,
        variants: Sequence[ScoredMethod] = (),
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
            variants=tuple(variant.scores for variant in variants),
            variant_leads=tuple(self.lead(ours, variant) for variant in variants),
        )

    def _mean(self, values: NDArray[np.float64]) -> Estimate:
        """Return the mean over readers of a measure of all questions."""
        return self._resampling.mean_of(mean_per_reader(values, self.questions))
