"""Which works are popular, with everyone and within a country or an age band."""

import pandas as pd

from model_build.datasets.dataset import Dataset
from model_build.works.gather import Works
from shelftalker.model.format import SEGMENT_NAMES

POPULAR_BOOKS = 50
# With fewer readers than this a segment's list would be a few people's taste.
READERS_IN_A_SEGMENT = 100
_AGE_BANDS = {"under 18": (0, 18), "18-24": (18, 25), "25-34": (25, 35), "35-49": (35, 50), "50 and over": (50, 200)}


def popular_works(dataset: Dataset, works: Works) -> dict[str, list[int]]:
    """Rows of the works that most readers liked, the most first, by segment: everyone, `country:usa`, `age:25-34`."""
    readers = dataset.readers
    segments = {SEGMENT_NAMES.everyone: readers.index.to_series()}
    for country, members in readers[readers["country"] != ""].groupby("country"):
        segments[f"{SEGMENT_NAMES.country_prefix}{country}"] = members.index.to_series()
    for band, (youngest, too_old) in _AGE_BANDS.items():
        members = readers[readers["age"].between(youngest, too_old - 1).fillna(value=False)]
        segments[f"{SEGMENT_NAMES.age_prefix}{band}"] = members.index.to_series()
    ratings = works.ratings
    return {
        segment: _most_liked(ratings[ratings["reader"].isin(members)])
        for segment, members in segments.items()
        if segment == SEGMENT_NAMES.everyone or len(members) >= READERS_IN_A_SEGMENT
    }


def _most_liked(ratings: pd.DataFrame) -> list[int]:
    counts = ratings.groupby("work")["liked"].agg(["sum", "size"]).reset_index()
    ranked = counts.sort_values(["sum", "size", "work"], ascending=[False, False, True])
    rows: list[int] = ranked["work"].head(POPULAR_BOOKS).tolist()
    return rows
