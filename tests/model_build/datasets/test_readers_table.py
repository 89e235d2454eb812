"""Readers in the order of their ids, with the facts that are known of them."""

from collections import Counter

import pandas as pd

from model_build.datasets.readers_table import readers_of


def test_readers_have_the_facts_of_their_id_and_none_beyond_belief() -> None:
    counts: Counter[str] = Counter()
    readers = readers_of(["b", "a", "c"], {"a": ("usa", 34.0), "b": ("", 244.0), "x": ("peru", 7.0)}, counts)
    assert readers["reader_id"].tolist() == ["b", "a", "c"]
    assert readers["country"].tolist() == ["", "usa", ""]
    assert readers["age"].tolist() == [pd.NA, 34, pd.NA]
    assert counts["readers' ages beyond belief, dropped"] == 1
