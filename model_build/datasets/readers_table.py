"""The facts of a source's readers: their countries and ages."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from model_build.datasets.book_index import plain_id


@dataclass(frozen=True, slots=True)
class ReaderConfig:
    """Limits of believable values.

    Attributes:
        ages: Ages of readers in years.
    """

    ages: range = range(5, 101)


READERS = ReaderConfig()


def readers_of(reader_ids: Sequence[str], facts: Mapping[str, tuple[str, float]], counts: Counter[str]) -> pd.DataFrame:
    """Return readers as `SourceTables` has them, in the order of their ids.

    Args:
        reader_ids: [readers] their ids, as the ratings name them.
        facts: Reader id, as `plain_id` gives it -> country ('' where unknown) and age in years (NaN where unknown).
        counts: Counts of faults by kind, to add to.
    """
    people = pd.DataFrame(
        [facts.get(plain_id(reader_id), ("", np.nan)) for reader_id in reader_ids], columns=["country", "age"]
    )
    believable = people["age"].between(READERS.ages.start, READERS.ages.stop - 1)
    counts["readers' ages beyond belief, dropped"] += int((people["age"].notna() & ~believable).sum())
    return pd.DataFrame({
        "reader_id": pd.Series(reader_ids, dtype="object"),
        "country": people["country"].astype("object"),
        "age": people["age"].where(believable).round().astype("Int16"),
    })  # fmt: skip
