"""Works and methods whose scores are worked out by hand."""

import numpy as np
import pandas as pd

from model_build.evaluation.scoring import ScoredMethod
from model_build.evaluation.similar import SimilarTask
from model_build.rank.ndcg import CUTOFF, Rankings
from model_build.rank.splitting import questions_after_books
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
