"""Settings are chosen on training readers, by the protocol, for each task by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model_build.evaluation.methods.method import Method, Reading
from model_build.evaluation.results import Setting
from model_build.evaluation.tuning import HISTORIES, Trial, choose_settings, personal_grid
from model_build.rank.ndcg import Rankings
from model_build.rank.splitting import ForReader
from tests.model_build.evaluation.questions import random_reading


@dataclass(frozen=True, slots=True)
class Oracle:
    """Knows the trial's right answers and gives them where its settings are the best ones."""

    trial: Trial
    settings: Mapping[str, Setting]

    def after(self, works: NDArray[np.int64], places: int) -> Rankings:
        """What is right after each work, for any reader who is asked for."""
        asked = self.trial.after_book
        rankings = np.full((len(works), places), -1, dtype=np.int32)
        if self.settings["task"] == "similar":
            right = asked.questions.right.toarray()
            for row, work in enumerate(works.tolist()):
                readers = asked.questions.reader[asked.work == work]
                others = np.flatnonzero(right[readers].any(axis=0))
                others = others[others != work][:places]
                rankings[row, : len(others)] = others
        return rankings

    def for_readers(self, asked: ForReader, history: Setting, places: int) -> Rankings:
        """What is hidden of each reader."""
        rankings = np.full((asked.reads.shape[0], places), -1, dtype=np.int32)
        if self.settings["task"] == "personal" and history == "likes":
            for reader, right in enumerate(asked.questions.right.toarray()):
                rankings[reader, : right.sum()] = np.flatnonzero(right)[:places]
        return rankings


def test_each_task_gets_the_settings_that_do_best_in_it() -> None:
    trial = Trial.of(random_reading(readers=200), seed=1)
    method = Method("", lambda _, settings: Oracle(trial, settings), {"task": ("none", "similar", "personal")})
    tried: list[None] = []
    chosen = choose_settings(method, trial, lambda: tried.append(None))
    assert chosen.similar == {"task": "similar"}
    assert (chosen.personal, chosen.history) == ({"task": "personal"}, "likes")
    assert len(tried) == 3


def test_a_trial_learns_from_other_training_readers_than_it_asks_for() -> None:
    reading = random_reading(readers=200)
    trial = Trial.of(reading, seed=1)
    learned_from = set(trial.reading.ratings["reader"])
    asked_count = trial.after_book.questions.readers_count
    assert asked_count > 0
    assert len(learned_from) + asked_count == reading.ratings["reader"].nunique()
    assert trial.for_reader.questions.readers_count == asked_count
    assert trial.reading.works_count == reading.works_count


def test_settings_that_save_time_are_used_in_trials_and_not_chosen() -> None:
    trial = Trial.of(random_reading(readers=200), seed=1)
    seen: list[dict[str, Setting]] = []

    def fit(_: Reading, settings: Mapping[str, Setting]) -> Oracle:
        seen.append(dict(settings))
        return Oracle(trial, settings)

    method = Method("", fit, {"task": ("none", "similar")}, tried_with={"works": 10})
    chosen = choose_settings(method, trial, lambda: None)
    assert seen == [{"task": "none", "works": 10}, {"task": "similar", "works": 10}]
    assert chosen.similar == {"task": "similar"}


def test_a_method_without_settings_is_not_tried() -> None:
    def fit(_: Reading, settings: Mapping[str, Setting]) -> Oracle:
        raise AssertionError(settings)

    chosen = choose_settings(Method("", fit), Trial.of(random_reading(), seed=1), lambda: None)
    assert (chosen.similar, chosen.personal) == ({}, {})


def test_what_is_looked_at_of_a_reader_is_part_of_the_personal_grid() -> None:
    assert personal_grid({"K": (1, 2)}) == {"K": (1, 2), "history": HISTORIES}
    assert personal_grid({}) == {}
