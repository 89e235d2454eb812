"""Tests of scores against figures computed by hand."""

from math import inf, log2

import numpy as np
import pandas as pd
import pytest

from model_build.evaluation.personal import PersonalTask
from model_build.evaluation.scoring import MethodRankings, ScoredMethod
from model_build.evaluation.similar import SimilarTask
from model_build.rank.ndcg import CUTOFF, Rankings
from model_build.rank.splitting import questions_after_books, questions_for_readers
from model_build.works.gather import Works


def pad(*rankings: list[int]) -> Rankings:
    """Build rankings of ten positions."""
    rows = [ranking + [-1] * (CUTOFF - len(ranking)) for ranking in rankings]
    return np.array(rows, dtype=np.int32)


# Works 0 and 1 are by Ann, 2 and 3 by Bob, 4 and 5 by nobody who is known; 6 and 7 by Cy.
WORKS = Works(
    books=pd.DataFrame({
        "author": ["Ann", "Ann", "Bob", "Bob", "Unknown author", "Unknown author", "Cy", "Cy"],
        "author_row": [0, 0, 1, 1, 2, 2, 3, 3],
        "readers_count": [80, 70, 60, 50, 40, 30, 20, 10],
        "series_row": [-1, -1, 0, 0, -1, -1, -1, -1],
        "volume": [np.nan, np.nan, 1, 2, *[np.nan] * 4],
        "last_volume": np.nan,
    }),
    work_of=np.arange(8, dtype=np.int32),
    ratings=pd.DataFrame(),
    reader_hashes=np.empty(0, dtype=np.uint64),
)  # fmt: skip


class Fixed:
    """A method with fixed rankings."""

    def __init__(self, rankings: Rankings) -> None:
        self.rankings = rankings

    def rank_after_works(self, *_: object) -> Rankings:
        """Return one row per work."""
        return self.rankings

    def rank_for_readers(self, *_: object) -> Rankings:
        """Return one row per reader."""
        return self.rankings


def similar_by_hand() -> tuple[SimilarTask, ScoredMethod, ScoredMethod]:
    """Score two methods where reader 0 liked 0, 1 and 4, and reader 1 liked 2 and 3."""
    rows = [(0, 0, 9.0), (0, 1, 9.0), (0, 4, 9.0), (1, 2, 8.0), (1, 3, 8.0)]
    ratings = pd.DataFrame(rows, columns=["reader", "work", "rating"]).assign(liked=True)
    task = SimilarTask(questions_after_books(ratings, 8), WORKS, seed=1)
    rankings = pad(
        [1, 2, 3, 4, 6, 7],  # both of reader 0's others: positions 1 and 4
        [7, 6, 5, 3, 2, 0],  # position 6 alone
        [6, 3, 1],
        [],
        [5, 6, 7, 0, 1],  # positions 4 and 5; 5 is by nobody known, as 4 is
        [0, 1, 2, 3, 4],
        [0, 1, 2, 3, 4],
        [0, 1, 2, 3, 4],
    )
    nothing = pad(*[[] for _ in range(8)])
    return (
        task,
        task.score_method("Some", {}, Fixed(rankings), 1.5),
        task.score_method("None", {}, Fixed(nothing), 0.0),
    )


def test_similar_books_score_as_by_hand() -> None:
    _, some, _ = similar_by_hand()
    ideal = 1 + 1 / log2(3)
    first_reader_ndcg = ((1 + 1 / log2(5)) + 1 / log2(7) + (1 / log2(5) + 1 / log2(6))) / ideal / 3
    # Reader 1's question about 2 has 3 at the second position; that about 3 has no answer.
    second_reader_ndcg = (1 / log2(3) + 0) / 2
    assert some.scores.ndcg_at_10.value == pytest.approx((first_reader_ndcg + second_reader_ndcg) / 2)
    assert some.scores.hit_at_5.value == pytest.approx((2 / 3 + 1 / 2) / 2)


def test_shown_works_are_described_as_by_hand() -> None:
    _, some, nothing = similar_by_hand()
    assert some.scores.answered == pytest.approx(3 / 5)
    # 1, 2, 3, 4, 6 after the first; 7, 6, 5, 3, 2; 6, 3, 1; 5, 6, 7, 0, 1; the rows without a question add none.
    assert some.scores.coverage_at_5 == 1
    shown = [1, 2, 3, 4, 6, 7, 6, 5, 3, 2, 6, 3, 1, 5, 6, 7, 0, 1]
    assert some.scores.median_popularity == np.median([80 - 10 * work for work in shown])
    # 1 after 0, and 3 after 2; 5 after 4 is by nobody known.
    assert some.scores.same_author_share == pytest.approx(2 / 18)
    assert some.scores.seconds >= 1.5
    assert (nothing.scores.answered, nothing.scores.coverage_at_5) == (0, 0)


def test_exposure_is_counted_over_the_rows_of_all_works_as_shown_and_plain() -> None:
    _, some, nothing = similar_by_hand()
    # Of the seven answers 1 and 3 stand in six, 2 in five, 0, 4 and 6 in four; there are 33 places.
    assert some.scores.exposure_plain.most_shown == pytest.approx(6 / 7)
    assert some.scores.exposure_plain.five_most_shown == pytest.approx((6 + 6 + 5 + 4 + 4) / 33)
    assert some.scores.exposure_shown.coverage_at_5 == some.scores.coverage_at_5
    assert np.isnan(nothing.scores.exposure_shown.most_shown)


def test_questions_are_measured_by_the_ratings_of_the_asked_book() -> None:
    _, some, nothing = similar_by_hand()
    # The asked works have 80, 70, 60, 50 and 40 readers.
    (group,) = some.scores.groups
    assert (group.name, group.readers, group.queries) == ("20 to 99", 2, 5)
    assert group.ndcg_at_10.value == pytest.approx(some.scores.ndcg_at_10.value)
    assert group.hit_at_5.value == pytest.approx(some.scores.hit_at_5.value)
    assert group.hit_at_5_shown.value == pytest.approx(some.scores.hit_at_5_shown.value)
    assert nothing.scores.groups[0].ndcg_at_10.value == 0


def test_the_order_of_series_is_measured_after_every_work_and_not_for_readers() -> None:
    _, some, nothing = similar_by_hand()
    # After 2, the first volume, 3 stands at the second place; in no other list 3 stands without 2.
    assert some.scores.series_shown is not None
    assert nothing.scores.series_shown is not None
    assert (some.scores.series_shown.answers_with_next, some.scores.series_shown.next_shown) == (1, 1)
    assert some.scores.series_shown.next_first == 0
    assert some.scores.series_shown.later_without_first == 0
    assert nothing.scores.series_shown.next_shown == 0


def test_leads_are_paired_and_the_ratio_over_a_method_without_hits_is_infinite() -> None:
    task, some, nothing = similar_by_hand()
    lead = task.scorer.lead(some, nothing)
    assert (lead.over, lead.ratio) == ("None", inf)
    assert lead.ndcg_at_10 == some.scores.ndcg_at_10
    assert task.scorer.lead(some, some).ndcg_at_10.high == 0


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


def test_results_stand_in_order_ours_first() -> None:
    task, some, nothing = similar_by_hand()
    results = task.scorer.results(nothing, [nothing, some], [some], {}, {"EASE": "too big"})
    assert [method.name for method in results.methods] == ["None", "Some", "None"]
    assert [lead.over for lead in results.leads] == ["Some", "None"]
    assert (results.readers, results.queries) == (2, 5)
    assert results.left_out == {"EASE": "too big"}


def test_coverage_counts_the_rankings_after_works_without_a_question() -> None:
    task, _, _ = similar_by_hand()
    # No question is about the last work, and the works in its ranking count as covered all the same.
    rankings = pad([1], *[[0] for _ in range(6)], [5])
    method = task.scorer.score(MethodRankings("One", {}, rankings, rankings, 0), np.zeros((8, 5), dtype=bool))
    assert method.scores.coverage_at_5 == 3 / 8
    assert method.scores.median_popularity == 80


def test_a_method_that_ranks_a_work_after_itself_is_refused() -> None:
    task, _, _ = similar_by_hand()
    with pytest.raises(ValueError, match="Narcissus ranks work 3 after itself"):
        task.score_method("Narcissus", {}, Fixed(pad([1], [2], [3], [1, 3], [5], [6], [7], [0])), 0.0)


def test_a_method_that_ranks_a_work_twice_is_refused() -> None:
    task, _, _ = similar_by_hand()
    with pytest.raises(ValueError, match="Echo ranks work 4 twice"):
        task.score_method("Echo", {}, Fixed(pad([1], [2, 4, 0, 4], *[[] for _ in range(6)])), 0.0)
