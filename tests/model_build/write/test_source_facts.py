"""The facts of each source in a manifest."""

from pathlib import Path

from model_build.build import build_from
from model_build.datasets.joined_sources import join_sources
from tests.model_build.source_tables import source_tables


def test_a_manifest_says_what_came_from_where(tmp_path: Path) -> None:
    stars = source_tables(
        [("1", "Dune", "Frank Herbert"), ("2", "Dune (Paperback)", "Frank Herbert"), ("3", "Emma", "Jane Austen")],
        [("a", "1", 9), ("a", "2", 8), ("a", "3", 0), ("b", "3", 2)],
        name="stars",
        notice="A notice.",
    )
    loans = source_tables(
        [("1", "Dune", "F. Herbert"), ("2", "Ubik", "Philip K. Dick")],
        [("a", "1", None), ("b", "2", None), ("c", "2", None)],
        name="loans",
        rating_scale=None,
    )
    manifest = build_from(join_sources([stars, loans]), tmp_path)
    assert manifest["sources"] == [
        {
            "name": "stars", "licence": "licence of stars", "notice": "A notice.", "citation": "", "rating_scale": 10,
            "like_threshold": 7,
            "counts": {"editions": 3, "books": 2, "joined_books": 1, "readers": 2, "ratings": 2, "reads": 3,
                       "likes": 1},
        },
        {
            "name": "loans", "licence": "licence of loans", "notice": "", "citation": "", "rating_scale": None,
            "like_threshold": None,
            "counts": {"editions": 2, "books": 2, "joined_books": 1, "readers": 3, "ratings": 0, "reads": 3,
                       "likes": 3},
        },
    ]  # fmt: skip
    assert manifest["counts"]["ratings"] == 2
    assert manifest["counts"]["reads"] == 6
    assert manifest["counts"]["readers"] == 5
    assert manifest["rating_scale"] == 10
    assert set(manifest["joins"]) == {"by_work_id", "by_isbn", "isbns_refused", "refused_example", "kept_apart"}
