"""Rows that titles are found by: their keys, common prefixes, those of other editions, and the words of the index."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from model_build.datasets.dataset import Dataset
from model_build.works.gather import Works
from model_build.write.title_prefixes import common_title_prefixes
from shelftalker.model.catalogue import series_ending
from shelftalker.model.number_index import Entry
from shelftalker.model.other_titles import encode_other_titles
from shelftalker.model.title_keys import indexed_words, normalise_title, shortened_title, whole_titles


@dataclass(frozen=True, slots=True)
class TitleRows:
    """Rows of the tables that titles are found by; rows of books count from 1.

    Attributes:
        keys: (normalised title, entry) in order; the flag says that the subtitle was left off.
        prefixes: (prefix, rows of the most read books with it, ascending), in order.
        others: (book_row, the titles of other editions, packed), in order.
        documents: (book_row, the words that are indexed by their trigrams), in order.
    """

    keys: list[tuple[str, Entry]]
    prefixes: list[tuple[str, list[int]]]
    others: list[tuple[int, str]]
    documents: list[tuple[int, str]]


def gather_titles(dataset: Dataset, works: Works) -> TitleRows:
    """Return the rows that the titles of a dataset's works are found by."""
    editions = dataset.editions["title"].tolist()
    titles: defaultdict[int, set[str]] = defaultdict(set)
    shortened: defaultdict[int, set[str]] = defaultdict(set)
    for title, work in zip(editions, works.work_of.tolist(), strict=True):
        titles[work].update(whole_titles(title))
        shortened[work].add(shortened_title(title))
    books = works.books
    endings = _series_endings(works)
    # The shown titles may be tidier than any edition's; people type them with the series and without.
    shown_titles = books["title_without_series"].tolist()
    for work, (title, listed_title, ending) in enumerate(zip(shown_titles, books["title"], endings, strict=True)):
        titles[work].update(whole_titles(title))
        if ending or title != listed_title:
            titles[work].update([*whole_titles(listed_title), *whole_titles(title + ending)])
    keys = sorted(
        (key, Entry(work + 1, flag=is_shortened))
        for work, whole in titles.items()
        for is_shortened, of_work in ((False, whole), (True, shortened[work] - whole))
        for key in of_work
    )
    prefixes = common_title_prefixes([(key, entry.row - 1) for key, entry in keys], shown_titles)
    documents, others = [], []
    shown = zip(shown_titles, books["author"], books["credit"], strict=True)
    for work, (title, author, credit) in enumerate(shown):
        key = normalise_title(title)
        other_keys = sorted(titles[work] - set(whole_titles(title)) - {shortened_title(title)})
        if other_keys:
            others.append((work + 1, encode_other_titles(key, other_keys)))
        names = author if pd.isna(credit) else credit
        indexed = dict.fromkeys([key, shortened_title(title), *other_keys])
        documents.append((work + 1, f" {'  '.join([*map(indexed_words, indexed), normalise_title(names)])} "))
    return TitleRows(
        keys,
        [
            (prefix, [work + 1 for _, work in of_prefix])
            for prefix, of_prefix in groupby(prefixes, key=lambda of_prefix: of_prefix[0])
        ],
        others,
        documents,
    )


def _series_endings(works: Works) -> list[str]:
    """Return [works] the ending that names the work's series in its title."""
    columns = (works.books[name].tolist() for name in ("title_without_series", "series_row", "volume", "last_volume"))
    return [
        series_ending(
            title, works.series_names[row], None if pd.isna(volume) else volume, None if pd.isna(last) else last
        )
        if row >= 0
        else ""
        for title, row, volume, last in zip(*columns, strict=True)
    ]
