"""From rankings to figures: the same for every method of a task, so that they can be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model_build.evaluation.metrics import (
    Resampling,
    answered,
    coverage_at_5,
    hit_at_5,
    mean_of_each_reader,
    median_popularity,
)
from model_build.evaluation.results import Grid, Lead, MethodScores, Setting, TaskResults
from model_build.rank.ndcg import PLACES, Rankings, hits_of, ndcg_at_10
from model_build.rank.splitting import Questions
from shelftalker.recommend.recommender import RECOMMENDER


@dataclass(frozen=True, slots=True)
class Answers:
    """What a method answers.

    Attributes:
        name: The method's name.
        settings: What it was fitted with.
        plain: [asked, places] its own ranking; ten places or more.
        shown: [asked, 10] the same with at most two books by one author.
        seconds: What fitting and ranking took.
    """

    name: str
    settings: Mapping[str, Setting]
    plain: Rankings
    shown: Rankings
    seconds: float


@dataclass(frozen=True, slots=True)
class Scored:
    """A method's figures, and what its leads are worked out from.

    Attributes:
        ndcg_of_reader: [readers] nDCG@10 of the plain ranking.
        scores: The figures.
    """

    ndcg_of_reader: NDArray[np.float64]
    scores: MethodScores


class Scorer:
    """Scores the answers to one task's questions."""

    def __init__(
        self, questions: Questions, asked: NDArray[np.int64], readers_count: NDArray[np.int64], seed: int
    ) -> None:
        """Prepare for a task.

        Args:
            questions: The task's.
            asked: [questions] the row of each question in a method's answers.
            readers_count: [works] training readers of each work.
            seed: Of the bootstrap.
        """
        self.questions = questions
        self._asked = asked
        self._readers_count = readers_count
        self._resampling = Resampling.of(questions.readers_count, seed)

    def score(self, answers: Answers, by_same_author: NDArray[np.bool_]) -> Scored:
        """The figures of a method.

        Args:
            answers: To everything that can be asked.
            by_same_author: [asked, 5] which of the five shown are by an author who was asked about.

        Raises:
            ValueError: The method ranks a work twice: it would be a hit twice.
        """
        in_order = np.sort(answers.plain[:, :PLACES], axis=1)
        twice = (in_order[:, 1:] == in_order[:, :-1]) & (in_order[:, 1:] >= 0)
        if twice.any():
            raise ValueError(f"{answers.name} ranks work {in_order[:, 1:][twice][0]} twice in one ranking.")
        shown = answers.shown[self._asked]
        of_plain = self._of_reader(answers.plain[self._asked, :PLACES])
        of_shown = self._of_reader(shown)
        measured = self._resampling.measured
        five = shown[:, : RECOMMENDER.recommendations] >= 0
        scores = MethodScores(
            name=answers.name,
            settings=answers.settings,
            ndcg_at_10=measured(of_plain[0]),
            hit_at_5=measured(of_plain[1]),
            ndcg_at_10_shown=measured(of_shown[0]),
            hit_at_5_shown=measured(of_shown[1]),
            answered=answered(shown),
            coverage_at_5=coverage_at_5(answers.shown, len(self._readers_count)),
            median_popularity=median_popularity(shown, self._readers_count),
            same_author_share=float(by_same_author[self._asked][five].mean()) if five.any() else float("nan"),
            seconds=answers.seconds,
        )
        return Scored(of_plain[0], scores)

    def lead(self, ours: Scored, theirs: Scored) -> Lead:
        """How far one method is ahead of another."""
        our_mean, their_mean = ours.scores.ndcg_at_10.value, theirs.scores.ndcg_at_10.value
        return Lead(
            over=theirs.scores.name,
            ndcg_at_10=self._resampling.measured(ours.ndcg_of_reader - theirs.ndcg_of_reader),
            ratio=our_mean / their_mean if their_mean > 0 else float("inf"),
        )

    def results(
        self,
        ours: Scored,
        others: Sequence[Scored],
        ablation: Sequence[Scored],
        grid: Mapping[str, Grid],
        left_out: Mapping[str, str],
    ) -> TaskResults:
        """All of a task, the others and the signals by nDCG@10, best first."""
        others, ablation = (
            sorted(each, key=lambda scored: -scored.scores.ndcg_at_10.value) for each in (others, ablation)
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

    def _of_reader(self, rankings: Rankings) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """[readers] nDCG@10 and hits at 5."""
        hits = hits_of(rankings, self.questions)
        return (
            mean_of_each_reader(ndcg_at_10(hits, self.questions.right_counts), self.questions),
            mean_of_each_reader(hit_at_5(hits), self.questions),
        )
