"""The order of series in many lists at once, against the query path's, list by list."""

import numpy as np
import pandas as pd

from model_build.rank.series_order import SeriesOrder
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.series import order_series
from tests.shelftalker.recommend.series_library import SeriesLibrary

NAMES = (
    "A1", "A2", "A3", "A4", "A5", "A1-3", "A2/de", "A2.5", "A0.5", "A", "A/de",
    "B1", "B2", "B3", "B4-6", "B1-3", "B", "C2", "C4", "D1", "D2", "D3-4", "E1-2", "E3", "F2-3", *"opqrstuvw",
)  # fmt: skip


def test_each_list_is_ordered_as_by_the_query_path() -> None:
    """Random lists of works with and without series, some of them short."""
    library = SeriesLibrary(*NAMES)
    books = list(library.of_name.values())
    table = pd.DataFrame(
        {
            "series_row": np.array([book.series_row or -1 for book in books], dtype=np.int32),
            "volume": np.array([np.nan if book.volume is None else book.volume for book in books]),
            "last_volume": np.array([np.nan if book.last_volume is None else book.last_volume for book in books]),
            "language": [book.language for book in books],
        }
    )
    generator = np.random.default_rng(3)
    sources = generator.integers(0, len(books), 600).astype(np.int32)
    targets = np.array([generator.permutation(np.delete(np.arange(len(books)), source))[:20] for source in sources])
    scores = -np.sort(-generator.random(targets.shape), axis=1)
    scores[::3, 6:] = -np.inf
    scores[::50] = -np.inf
    came, came_scores = SeriesOrder.of(table).order(sources, targets.astype(np.int32), scores)
    for number, source in enumerate(sources):
        ranked = [
            Recommendation(books[target], score)
            for target, score in zip(targets[number], scores[number], strict=True) if np.isfinite(score)
        ]  # fmt: skip
        expected = order_series(library, ranked, books[source])
        left = np.isfinite(came_scores[number])
        assert [NAMES[work] for work in came[number][left]] == [each.book.title for each in expected]
        assert came_scores[number][left].tolist() == [each.score for each in expected]


def test_lists_without_series_stay_as_they_are() -> None:
    """A catalogue need not have any."""
    table = pd.DataFrame(
        {"series_row": [-1] * 4, "volume": [np.nan] * 4, "last_volume": [np.nan] * 4, "language": "en"}
    )
    targets, scores = np.array([[1, 2, 3]], np.int32), np.array([[0.9, 0.5, -np.inf]])
    came, came_scores = SeriesOrder.of(table).order(np.array([0], np.int32), targets, scores)
    assert came[:, 1:].tolist() == targets.tolist()
    assert came_scores.tolist() == [[-np.inf, 0.9, 0.5, -np.inf]]


def test_an_empty_list_begins_with_the_next_volume() -> None:
    """A catalogue may have nothing else to recommend."""
    table = pd.DataFrame({"series_row": [0, 0], "volume": [1.0, 2.0], "last_volume": [np.nan] * 2, "language": "en"})
    empty = np.zeros((2, 0), np.int32)
    came, scores = SeriesOrder.of(table).order(np.array([0, 1], np.int32), empty, empty.astype(np.float64))
    assert (came[0].tolist(), scores.tolist()) == ([1], [[0.0], [-np.inf]])
