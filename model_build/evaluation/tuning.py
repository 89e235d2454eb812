"""Choice of each method's settings on the training readers alone, by the protocol itself.

A fifth of the eligible training readers become validation readers; each combination of settings is fitted to the rest
and scored on them. The held-out readers of the evaluation have no part in it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from model_build.evaluation.config import EVALUATION
from model_build.evaluation.methods.method import Interactions, Method
from model_build.evaluation.metrics import mean_per_reader
from model_build.evaluation.results import Grid, Setting
from model_build.rank.ndcg import CUTOFF, hits_of, ndcg_at_10
from model_build.rank.splitting import (
    AfterBook,
    ForReader,
    questions_after_books,
    questions_for_readers,
    readers_to_hold_out,
)


@dataclass(frozen=True, slots=True)
class PersonalTrial:
    """One combination of settings, tried for readers.

    Attributes:
        ndcg_at_10: nDCG@10 of the validation readers.
        settings: Settings of the fit.
        history: Ratings of a reader that are used: "reads" or "likes".
    """

    ndcg_at_10: float
    settings: dict[str, Setting]
    history: Setting


@dataclass(frozen=True, slots=True)
class BestSettings:
    """The settings with the best nDCG@10 in each task.

    Attributes:
        similar: Settings of the fit for "after a book".
        personal: Settings of the fit for "for a reader".
        history: Ratings of a reader that are used for a reader: "reads" or "likes".
        personal_trials: All that was tried for readers.
    """

    similar: dict[str, Setting]
    personal: dict[str, Setting]
    history: Setting
    personal_trials: tuple[PersonalTrial, ...] = ()

    def best_by(self, name: str) -> list[PersonalTrial]:
        """Return the best trial for readers with each value of one setting, in the order of the trials."""
        best: dict[Setting, PersonalTrial] = {}
        for trial in self.personal_trials:
            value = trial.settings[name]
            best[value] = max(best.get(value, trial), trial, key=lambda each: each.ndcg_at_10)
        return list(best.values())


@dataclass(frozen=True, slots=True)
class Validation:
    """The training readers split once more.

    Attributes:
        training: Interactions of the readers to fit to.
        after_book: Questions of the validation readers, book by book.
        for_reader: Questions of the validation readers, reader by reader.
    """

    training: Interactions
    after_book: AfterBook
    for_reader: ForReader

    @classmethod
    def of(cls, interactions: Interactions, seed: int) -> "Validation":
        """Split the readers by the protocol."""
        ratings = interactions.ratings
        is_held_out = ratings["reader"].isin(readers_to_hold_out(ratings, seed))
        held_out = ratings[is_held_out]
        return cls(
            training=Interactions(ratings[~is_held_out], interactions.works_count),
            after_book=questions_after_books(held_out, interactions.works_count),
            for_reader=questions_for_readers(held_out, interactions.works_count, seed),
        )


def choose_settings(method: Method, validation: Validation, on_fit: Callable[[], object]) -> BestSettings:
    """Fit all combinations of a method's settings and return the best; the first of equals is chosen.

    Args:
        method: The method, with its grid.
        validation: Readers to fit to, and readers to score on.
        on_fit: Called after each combination, for progress.
    """
    combinations = method.combinations()
    if len(combinations) == 1:
        return BestSettings(combinations[0], combinations[0], EVALUATION.histories[0])
    works, question = np.unique(validation.after_book.work, return_inverse=True)
    similar: list[float] = []
    personal: list[PersonalTrial] = []
    for settings in combinations:
        fitted = method.fit(validation.training, {**settings, **method.validation_settings})
        questions = validation.after_book.questions
        hits = hits_of(fitted.rank_after_works(works, CUTOFF)[question], questions)
        similar.append(float(mean_per_reader(ndcg_at_10(hits, questions.relevant_counts), questions).mean()))
        questions = validation.for_reader.questions
        for history in EVALUATION.histories:
            hits = hits_of(fitted.rank_for_readers(validation.for_reader, history, CUTOFF), questions)
            ndcg = float(ndcg_at_10(hits, questions.relevant_counts).mean())
            personal.append(PersonalTrial(ndcg, settings, history))
        on_fit()
    best = max(personal, key=lambda trial: trial.ndcg_at_10)
    return BestSettings(combinations[int(np.argmax(similar))], best.settings, best.history, tuple(personal))


def personal_grid(grid: Grid) -> Grid:
    """Return the values of each setting that are compared in the task "for a reader"."""
    return {**grid, "history": EVALUATION.histories} if grid else {}
