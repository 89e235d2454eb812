"""Choosing each method's settings: on readers of the training part alone, by the protocol itself.

A fifth of the training readers who could be asked are held out once more; each combination of settings learns from the
rest and is asked for them. The held-out readers of the evaluation have no part in it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from model_build.evaluation.methods.method import Method, Reading
from model_build.evaluation.metrics import mean_of_each_reader
from model_build.evaluation.results import Grid, Setting
from model_build.rank.ndcg import PLACES, hits_of, ndcg_at_10
from model_build.rank.splitting import AfterBook, ForReader, ask_after_books, ask_for_readers, readers_to_hold_out

# What a method looks at of the reader it is asked for.
HISTORIES: tuple[Setting, ...] = ("reads", "likes")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The settings that did best, for each task.

    Attributes:
        similar: What to fit with for "after this book".
        personal: What to fit with for "what should I read".
        history: What to look at of a reader.
    """

    similar: dict[str, Setting]
    personal: dict[str, Setting]
    history: Setting


@dataclass(frozen=True, slots=True)
class Trial:
    """The training readers parted once more.

    Attributes:
        reading: Of those to learn from.
        after_book: What is asked for the others, book by book.
        for_reader: What is asked for the others, reader by reader.
    """

    reading: Reading
    after_book: AfterBook
    for_reader: ForReader

    @classmethod
    def of(cls, reading: Reading, seed: int) -> "Trial":
        """Part the readers by the protocol."""
        held_out = reading.ratings["reader"].isin(readers_to_hold_out(reading.ratings, seed))
        asked = reading.ratings[held_out]
        return cls(
            reading=Reading(reading.ratings[~held_out], reading.works_count),
            after_book=ask_after_books(asked, reading.works_count),
            for_reader=ask_for_readers(asked, reading.works_count, seed),
        )


def choose_settings(method: Method, trial: Trial, tried: Callable[[], object]) -> Chosen:
    """Try all combinations of a method's settings; the first of equals is chosen.

    Args:
        method: What to choose for.
        trial: Whom to learn from, and whom to ask for.
        tried: Called after each combination, for progress.
    """
    combinations = method.combinations()
    if len(combinations) == 1:
        return Chosen(combinations[0], combinations[0], HISTORIES[0])
    works, question = np.unique(trial.after_book.work, return_inverse=True)
    similar: list[float] = []
    personal: list[tuple[float, dict[str, Setting], Setting]] = []
    for settings in combinations:
        fitted = method.fit(trial.reading, {**settings, **method.tried_with})
        questions = trial.after_book.questions
        hits = hits_of(fitted.after(works, PLACES)[question], questions)
        similar.append(float(mean_of_each_reader(ndcg_at_10(hits, questions.right_counts), questions).mean()))
        questions = trial.for_reader.questions
        for history in HISTORIES:
            hits = hits_of(fitted.for_readers(trial.for_reader, history, PLACES), questions)
            personal.append((float(ndcg_at_10(hits, questions.right_counts).mean()), settings, history))
        tried()
    _, best, history = max(personal, key=lambda each: each[0])
    return Chosen(combinations[int(np.argmax(similar))], best, history)


def personal_grid(grid: Grid) -> Grid:
    """The values tried of each setting where readers are asked for."""
    return {**grid, "history": HISTORIES} if grid else {}
