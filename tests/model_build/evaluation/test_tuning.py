"""Tests of the choice of settings: on training readers, by the protocol, for each task by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from model_build.evaluation.config import EVALUATION
from model_build.evaluation.methods.method import Interactions, Method
from model_build.evaluation.results import Setting
from model_build.evaluation.tuning import BestSettings, PersonalTrial, Validation, choose_settings, personal_grid
from model_build.rank.ndcg import Rankings
from model_build.rank.splitting import ForReader
from tests.model_build.evaluation.random_interactions import random_interactions


@dataclass(frozen=True, slots=True)
class Oracle:
    """A method that returns the relevant works of the validation readers where its settings are the best ones."""

    validation: Validation
    settings: Mapping[str, Setting]

    def rank_after_works(self, works: NDArray[np.int64], limit: int) -> Rankings:
        """Return the relevant works after each work, for any validation reader."""
        after_book = self.validation.after_book
        rankings = np.full((len(works), limit), -1, dtype=np.int32)
        if self.settings["task"] == "similar":
            right = after_book.questions.relevant.toarray()
            for row, work in enumerate(works.tolist()):
                readers = after_book.questions.reader[after_book.work == work]
                others = np.flatnonzero(right[readers].any(axis=0))
                others = others[others != work][:limit]
                rankings[row, : len(others)] = others
        return rankings

    def rank_for_readers(self, held_out: ForReader, history: Setting, limit: int) -> Rankings:
        """Return the hidden likes of each reader."""
        rankings = np.full((held_out.reads.shape[0], limit), -1, dtype=np.int32)
        if self.settings["task"] == "personal" and history == "likes":
            for reader, right in enumerate(held_out.questions.relevant.toarray()):
                rankings[reader, : right.sum()] = np.flatnonzero(right)[:limit]
        return rankings


def test_each_task_gets_the_settings_that_do_best_in_it() -> None:
    validation = Validation.of(random_interactions(readers=200), seed=1)
    method = Method("", lambda _, settings: Oracle(validation, settings), {"task": ("none", "similar", "personal")})
    fits: list[None] = []
    chosen = choose_settings(method, validation, lambda: fits.append(None))
    assert chosen.similar == {"task": "similar"}
    assert (chosen.personal, chosen.history) == ({"task": "personal"}, "likes")
    assert len(fits) == 3


def test_validation_readers_are_no_readers_to_fit_to() -> None:
    interactions = random_interactions(readers=200)
    validation = Validation.of(interactions, seed=1)
    training_readers = set(validation.training.ratings["reader"])
    validation_readers_count = validation.after_book.questions.readers_count
    assert validation_readers_count > 0
    assert len(training_readers) + validation_readers_count == interactions.ratings["reader"].nunique()
    assert validation.for_reader.questions.readers_count == validation_readers_count
    assert validation.training.works_count == interactions.works_count


def test_settings_that_save_time_are_used_in_validation_and_not_chosen() -> None:
    validation = Validation.of(random_interactions(readers=200), seed=1)
    seen: list[dict[str, Setting]] = []

    def fit(_: Interactions, settings: Mapping[str, Setting]) -> Oracle:
        seen.append(dict(settings))
        return Oracle(validation, settings)

    method = Method("", fit, {"task": ("none", "similar")}, validation_settings={"works": 10})
    chosen = choose_settings(method, validation, lambda: None)
    assert seen == [{"task": "none", "works": 10}, {"task": "similar", "works": 10}]
    assert chosen.similar == {"task": "similar"}


def test_a_method_without_settings_is_not_fitted_to_choose() -> None:
    def fit(_: Interactions, settings: Mapping[str, Setting]) -> Oracle:
        raise AssertionError(settings)

    chosen = choose_settings(Method("", fit), Validation.of(random_interactions(), seed=1), lambda: None)
    assert (chosen.similar, chosen.personal) == ({}, {})


def test_the_best_trial_with_each_value_of_a_setting_is_known() -> None:
    trials = [
        PersonalTrial(0.1, {"lambda": 30.0, "input": "reads"}, "reads"),
        PersonalTrial(0.2, {"lambda": 30.0, "input": "reads"}, "likes"),
        PersonalTrial(0.4, {"lambda": 100.0, "input": "likes"}, "likes"),
        PersonalTrial(0.3, {"lambda": 100.0, "input": "reads"}, "reads"),
    ]
    assert BestSettings({}, {}, "likes", tuple(trials)).best_by("lambda") == [trials[1], trials[2]]


def test_all_that_was_tried_for_readers_is_kept() -> None:
    validation = Validation.of(random_interactions(readers=200), seed=1)
    method = Method("", lambda _, settings: Oracle(validation, settings), {"task": ("none", "personal")})
    chosen = choose_settings(method, validation, lambda: None)
    assert [(trial.settings["task"], trial.history) for trial in chosen.personal_trials] == [
        ("none", "reads"),
        ("none", "likes"),
        ("personal", "reads"),
        ("personal", "likes"),
    ]
    assert [trial.ndcg_at_10 for trial in chosen.personal_trials] == pytest.approx([0, 0, 0, 1])


def test_the_history_of_a_reader_is_part_of_the_personal_grid() -> None:
    assert personal_grid({"K": (1, 2)}) == {"K": (1, 2), "history": EVALUATION.histories}
    assert personal_grid({}) == {}
