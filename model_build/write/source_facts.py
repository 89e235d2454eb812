"""The manifest's facts of each source of a model: its terms, its sizes, and the books that it shares with others."""

from typing import Any

import numpy as np

from model_build.datasets.dataset import Dataset
from model_build.works.gather import Works


def describe_sources(dataset: Dataset, works: Works) -> list[dict[str, Any]]:
    """Return for each source its name, terms, scale and counts, as the manifest has them.

    Its counts are those of its own rows: editions, books, readers, ratings (with a number), reads (rated or not) and
    likes; joined_books are those that other sources have as well.
    """
    works_of_sources = [
        np.unique(works.work_of[source.editions.start : source.editions.stop]) for source in dataset.sources
    ]
    sources_of_work = np.bincount(np.concatenate([[], *works_of_sources]).astype(np.int64), minlength=len(works.books))
    described = []
    for source, works_of_source in zip(dataset.sources, works_of_sources, strict=True):
        reader = works.ratings["reader"]
        ratings = works.ratings[(reader >= source.readers.start) & (reader < source.readers.stop)]
        described.append({
            "name": source.name,
            "licence": source.licence,
            "notice": source.notice,
            "citation": source.citation,
            "rating_scale": source.rating_scale,
            "like_threshold": source.like_threshold if source.rating_scale else None,
            "counts": {
                "editions": len(source.editions),
                "books": len(works_of_source),
                "joined_books": int((sources_of_work[works_of_source] > 1).sum()),
                "readers": int(ratings["reader"].nunique()),
                "ratings": int((ratings["rating"] > 0).sum()),
                "reads": len(ratings),
                "likes": int(ratings["liked"].sum()),
            },
        })  # fmt: skip
    return described
