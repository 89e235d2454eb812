"""Scores of recommendations for readers against figures computed by hand."""

from math import log2

import pandas as pd
import pytest

from model_build.evaluation.personal import PersonalTask
from model_build.rank.splitting import questions_for_readers
from tests.model_build.evaluation.scored_by_hand import WORKS, Fixed, pad


def test_personal_recommendations_score_as_by_hand() -> None:
    # Of five likes one is hidden; which one depends on the seed.
    rows = [(0, work, 9.0) for work in (0, 2, 4, 5, 6)] + [(0, 7, 3.0)]
    ratings = pd.DataFrame(rows, columns=["reader", "work", "rating"])
    held_out = questions_for_readers(ratings.assign(liked=ratings["rating"] >= 7), 8, seed=1)
    (hidden,) = held_out.questions.relevant.indices.tolist()
    task = PersonalTask(held_out, WORKS, seed=1)
    others = [work for work in (1, 3) if work != hidden]
    method = task.score_method("Some", {"K": 1}, Fixed(pad([*others, hidden])), "likes", 0.0)
    assert method.scores.ndcg_at_10.value == pytest.approx(1 / log2(4))
    assert method.scores.hit_at_5.value == 1
    assert method.scores.answered == 0
    assert method.scores.coverage_at_5 == 3 / 8
    known_authors = {WORKS.books["author"][work] for work in (0, 2, 4, 5, 6, 7) if work != hidden} - {"Unknown author"}
    by_known = [WORKS.books["author"][work] in known_authors for work in (*others, hidden)]
    assert method.scores.same_author_share == pytest.approx(sum(by_known) / 3)
    assert method.scores.settings == {"K": 1}
