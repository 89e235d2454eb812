"""Popular works, with everyone and within a country or an age band."""

from dataclasses import dataclass

import pandas as pd

from model_build.datasets.dataset import Dataset
from model_build.works.gather import Works
from shelftalker.model.format import SEGMENT_NAMES


@dataclass(frozen=True, slots=True)
class PopularityConfig:
    """The numbers of the lists of popular works.

    Attributes:
        books_in_list: Most works in a segment's list.
        min_readers: Fewest readers of a segment: with fewer its list would be a few people's taste.
        age_bands: (name, youngest age, age in years from which a reader is too old) of each band.
    """

    books_in_list: int = 50
    min_readers: int = 100
    age_bands: tuple[tuple[str, int, int], ...] = (
        ("under 18", 0, 18),
        ("18-24", 18, 25),
        ("25-34", 25, 35),
        ("35-49", 35, 50),
        ("50 and over", 50, 200),
    )


POPULARITY = PopularityConfig()


def popular_works(dataset: Dataset, works: Works) -> dict[str, list[int]]:
    """Return the rows of the works that most readers liked, the most first, by the name of a segment of readers."""
    readers = dataset.readers
    segments = {SEGMENT_NAMES.everyone: readers.index.to_series()}
    for country, members in readers[readers["country"] != ""].groupby("country"):
        segments[f"{SEGMENT_NAMES.country_prefix}{country}"] = members.index.to_series()
    for band, youngest, too_old in POPULARITY.age_bands:
        members = readers[readers["age"].between(youngest, too_old - 1).fillna(value=False)]
        segments[f"{SEGMENT_NAMES.age_prefix}{band}"] = members.index.to_series()
    ratings = works.ratings
    return {
        segment: _most_liked(ratings[ratings["reader"].isin(members)])
        for segment, members in segments.items()
        if segment == SEGMENT_NAMES.everyone or len(members) >= POPULARITY.min_readers
    }


def _most_liked(ratings: pd.DataFrame) -> list[int]:
    counts = ratings.groupby("work")["liked"].agg(["sum", "size"]).reset_index()
    ranked = counts.sort_values(["sum", "size", "work"], ascending=[False, False, True])
    rows: list[int] = ranked["work"].head(POPULARITY.books_in_list).tolist()
    return rows
