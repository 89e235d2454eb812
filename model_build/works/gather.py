"""The step from editions to works: the editions of one book joined, with its ratings, title and author.

`same_work` groups the editions, `authors` determines the author, `series` the series and volume, and `shown_titles` the
title that is shown; here ratings are joined and works sorted by popularity.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model_build.datasets.dataset import Dataset
from model_build.works.authors import authors_of_works, lead_author, shown_credit
from model_build.works.name_case import with_names_in_case
from model_build.works.plain_titles import with_articles, without_kind
from model_build.works.same_work import group_editions
from model_build.works.series import series_of_works
from model_build.works.series_tags import without_series_tags
from model_build.works.series_titles import titles_without_series
from model_build.works.shown_titles import order_to_show, shown_titles


@dataclass(frozen=True, slots=True)
class Works:
    """The works of a dataset, sorted by popularity: row 0 has the most readers.

    Attributes:
        books: [works] title (as the catalogue has it), title_without_series (as shown), author, credit (None where it
            adds nothing), author_row (from 0), year (<NA> where unknown), isbn, image_url, publisher, language (None
            where unknown), readers_count, ratings_count, rating_mean (NaN without ratings), series_row (-1 for none),
            volume (NaN where unknown; of an omnibus its first), last_volume (of an omnibus; NaN for any other work,
            which is how they are told apart).
        work_of: [editions] row of the edition's work.
        ratings: [ratings] reader, work, rating (0 = read, not rated), liked; one a (reader, work) pair.
        reader_hashes: [readers] uint64, a hash of each reader's source id: the same in every build, whoever else joins.
        series_names: [series] name of each series.
    """

    books: pd.DataFrame
    work_of: NDArray[np.int32]
    ratings: pd.DataFrame
    reader_hashes: NDArray[np.uint64]
    series_names: Sequence[str] = ()


def gather_works(dataset: Dataset) -> Works:
    """Join editions of one title by one author, and their ratings, into works."""
    authors = with_names_in_case(dataset.editions["author"].tolist())
    titles = without_series_tags(dataset.editions["title"].tolist(), authors)
    editions = dataset.editions.assign(author=authors, title=titles)
    lead_of = {author: lead_author(author) for author in dict.fromkeys(authors)}
    leads = [lead_of[author] for author in authors]
    groups = group_editions(titles, authors)
    ratings, counts = _ratings_of_works(dataset, groups)
    # Of equally popular works the one with the lowest source id comes first, so that the order of works does not
    # depend on the order of rows in the dataset.
    by_source_id = np.argsort(editions["source_id"].to_numpy(), kind="stable")
    first_ids = np.full(len(counts), len(editions))
    np.minimum.at(first_ids, groups[by_source_id], np.arange(len(editions)))
    order = np.lexsort((first_ids, -counts["ratings_count"].to_numpy(), -counts["readers_count"].to_numpy()))
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    work_of = rank[groups]
    readers_of_edition = np.bincount(dataset.ratings["edition"], minlength=len(editions))
    shown = _shown_editions(editions, leads, work_of, readers_of_edition)
    series = series_of_works(editions.assign(readers=readers_of_edition), work_of, shown["author_row"].to_numpy())
    bare = titles_without_series(shown["title"].tolist(), shown["author"].tolist(), series)
    plain = with_articles(list(map(without_kind, bare)), work_of.tolist(), titles, readers_of_edition.tolist())
    books = shown.join(counts.iloc[order].reset_index(drop=True)).assign(
        title_without_series=plain,
        series_row=series.rows,
        volume=series.volumes,
        last_volume=series.last_volumes,
    )
    return Works(
        books,
        work_of,
        ratings.assign(work=rank[ratings["work"]]),
        hash_names(dataset.readers["source_id"]),
        series.names,
    )


def hash_names(names: Iterable[str]) -> NDArray[np.uint64]:
    """Return [names] the first eight bytes of BLAKE2b of each name."""
    digests = b"".join(blake2b(name.encode(), digest_size=8).digest() for name in names)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def _ratings_of_works(dataset: Dataset, groups: NDArray[np.int32]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the ratings by work, one a reader, and the counts of each work.

    Of a reader's several ratings of a work the last one stands, and any number before a mere "read".
    """
    ratings = dataset.ratings.assign(work=groups[dataset.ratings["edition"]]).drop(columns="edition")
    ratings["rated"] = ratings["rating"] > 0
    ratings = ratings.sort_values("rated", kind="stable").drop_duplicates(["reader", "work"], keep="last")
    by_work = ratings.groupby("work")
    counts = pd.DataFrame({"readers_count": by_work.size(), "ratings_count": by_work["rated"].sum()})
    counts["rating_mean"] = by_work["rating"].sum() / counts["ratings_count"].where(counts["ratings_count"] > 0)
    counts = counts.reindex(range(int(groups.max()) + 1)).fillna({"readers_count": 0, "ratings_count": 0})
    counts = counts.astype({"readers_count": "int32", "ratings_count": "int32"})
    return ratings.drop(columns="rated").sort_index(ignore_index=True), counts


def _shown_editions(
    editions: pd.DataFrame, leads: list[str], work_of: NDArray[np.int32], readers_count: NDArray[np.int64]
) -> pd.DataFrame:
    """Return the shown columns of each work [works], see `order_to_show`, with its editions' earliest year."""
    ranked = order_to_show(editions.assign(lead=leads, work=work_of, readers=readers_count))
    shown = ranked.drop_duplicates("work").set_index("work")
    author_rows, names = authors_of_works(ranked["work"].tolist(), ranked["lead"].tolist(), ranked["readers"].tolist())
    return pd.DataFrame({
        "title": shown_titles(shown["title"], shown["publisher"], editions["title"]),
        "author": names,
        "author_row": author_rows,
        "credit": [shown_credit(credit, lead) for credit, lead in zip(shown["author"], shown["lead"], strict=True)],
        "year": ranked.groupby("work")["year"].min(),
        "isbn": shown["isbn"],
        "image_url": shown["image_url"],
        "publisher": shown["publisher"],
        "language": shown["language"],
    })  # fmt: skip
