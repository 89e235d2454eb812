"""The step from editions to works: the editions of one book joined, with its ratings, title and author.

`same_work` groups the editions by titles and authors and `identified_works` by work ids and ISBNs, `authors` determines
the author, `series` the series and volume, and `shown_titles` the title that is shown; here ratings are joined and
works sorted by popularity.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model_build.datasets.dataset import Dataset
from model_build.datasets.last_ratings import ReaderRows
from model_build.engine import THREADS, Engine, map_values
from model_build.works.authors import authors_of_works, lead_author, shown_credit
from model_build.works.identified_works import IdentifiedEdition, JoinCounts, join_identified
from model_build.works.name_case import with_names_in_case
from model_build.works.plain_titles import titles_without_series, with_articles, without_kind
from model_build.works.same_work import group_editions
from model_build.works.series import series_of_works
from model_build.works.series_tags import without_series_tags
from model_build.works.shown_titles import order_to_show, shown_titles


@dataclass(frozen=True, slots=True)
class GatheringConfig:
    """The numbers of the gathering.

    Attributes:
        most_tags: Most tags of a work. Classics have hundreds of subjects at Open Library, the last of them chance.
        covers_by_id: Beginning of the addresses of covers that Open Library knows by an id of its own.
    """

    most_tags: int = 30
    covers_by_id: str = "https://covers.openlibrary.org/b/id/"


GATHERING = GatheringConfig()


@dataclass(frozen=True, slots=True)
class Works:
    """The works of a dataset, sorted by popularity: row 0 has the most readers.

    Attributes:
        books: [works] title (as the catalogue has it), title_without_series (as shown), author, credit (None where it
            adds nothing), author_row (from 0), year (<NA> where unknown), isbn, image_url, publisher, language (None
            where unknown), readers_count, ratings_count, rating_mean (NaN without ratings), series_row (-1 for none),
            volume (NaN where unknown; of an omnibus its first), last_volume (of an omnibus; NaN for any other work,
            which is how they are told apart), tags (tuple of the tags of its editions, the most frequent first).
        work_of: [editions] row of the edition's work.
        ratings: [ratings] reader, work, rating (0 = read, not rated), liked; one a (reader, work) pair. A loan is a
            like without a rating.
        reader_hashes: [readers] uint64, a hash of each reader's source id: the same in every build, whoever else joins.
        series_names: [series] name of each series.
        editions: [editions] what identifies each edition.
        joins: Counts of what work ids and ISBNs joined.
    """

    books: pd.DataFrame
    work_of: NDArray[np.int32]
    ratings: pd.DataFrame
    reader_hashes: NDArray[np.uint64]
    series_names: Sequence[str] = ()
    editions: Sequence[IdentifiedEdition] = ()
    joins: JoinCounts = field(default_factory=JoinCounts)

    @property
    def has_likes_without_rating(self) -> bool:
        """True where some likes have no rating, as loans have none."""
        return bool((self.ratings["liked"] & (self.ratings["rating"] == 0)).any())


@dataclass(frozen=True, slots=True)
class JoinedEditions:
    """The editions of a dataset with the works that they are.

    Attributes:
        editions: [editions] what identifies each, with title and author as the works have them.
        groups: [editions] number of each edition's work, from 0 without gaps, in the order of their first editions.
        joins: Counts of what work ids and ISBNs joined.
    """

    editions: Sequence[IdentifiedEdition]
    groups: NDArray[np.int32]
    joins: JoinCounts


def join_editions(dataset: Dataset, engine: Engine = THREADS) -> JoinedEditions:
    """Join the editions of one title by one author, of one work id and of one ISBN.

    Args:
        dataset: The dataset.
        engine: Splits the titles into their parts and compares those of each author.
    """
    authors = with_names_in_case(dataset.editions["author"].tolist())
    titles = without_series_tags(dataset.editions["title"].tolist(), authors)
    identified = _identified_editions(dataset, titles, authors)
    readers_of_edition = np.bincount(dataset.ratings["edition"], minlength=len(identified))
    groups = group_editions(titles, authors, engine)
    return JoinedEditions(identified, *join_identified(identified, groups, readers_of_edition))


def gather_works(dataset: Dataset, joined: JoinedEditions | None = None, engine: Engine = THREADS) -> Works:
    """Gather the editions of a dataset and their ratings into works.

    Args:
        dataset: The dataset.
        joined: Its joined editions, if they are known already.
        engine: Works on titles, and finds each reader's last rating of a work.
    """
    joined = joined or join_editions(dataset, engine)
    groups = joined.groups
    titles = [edition.title for edition in joined.editions]
    authors = [edition.author for edition in joined.editions]
    editions = dataset.editions.assign(author=authors, title=titles)
    lead_of = {author: lead_author(author) for author in dict.fromkeys(authors)}
    leads = [lead_of[author] for author in authors]
    readers_of_edition = np.bincount(dataset.ratings["edition"], minlength=len(editions))
    ratings, counts = _ratings_of_works(dataset, groups, engine)
    # Of equally popular works the one with the lowest source id comes first, so that the order of works does not
    # depend on the order of rows in the dataset.
    by_source_id = np.argsort(editions["source_id"].to_numpy(), kind="stable")
    first_ids = np.full(len(counts), len(editions))
    np.minimum.at(first_ids, groups[by_source_id], np.arange(len(editions)))
    order = np.lexsort((first_ids, -counts["ratings_count"].to_numpy(), -counts["readers_count"].to_numpy()))
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    work_of = rank[groups]
    ranked = order_to_show(editions.assign(lead=leads, work=work_of, readers=readers_of_edition), engine)
    shown = _shown_editions(ranked, editions["title"], engine, has_several_sources=_has_several_sources(dataset))
    author_rows = shown["author_row"].to_numpy()
    series = series_of_works(editions.assign(readers=readers_of_edition), work_of, author_rows, engine)
    bare = titles_without_series(shown["title"].tolist(), shown["author"].tolist(), series)
    plain = with_articles(list(map(without_kind, bare)), work_of.tolist(), titles, readers_of_edition.tolist())
    books = shown.join(counts.iloc[order].reset_index(drop=True)).assign(
        title_without_series=plain,
        series_row=series.rows,
        volume=series.volumes,
        last_volume=series.last_volumes,
        tags=pd.Series(_tags_of_works(editions["tags"].tolist(), work_of, len(shown)), dtype="object"),
    )
    return Works(
        books,
        work_of,
        ratings.assign(work=rank[ratings["work"]]),
        hash_names(dataset.readers["source_id"]),
        series.names,
        joined.editions,
        joined.joins,
    )


def _has_several_sources(dataset: Dataset) -> bool:
    """Return True where editions are of several sources; readers' shelves are a source without any."""
    return sum(len(source.editions) > 0 for source in dataset.sources) > 1


def _identified_editions(dataset: Dataset, titles: Sequence[str], authors: Sequence[str]) -> list[IdentifiedEdition]:
    """Return the editions of a dataset with what identifies them.

    Args:
        dataset: The dataset.
        titles: [editions] their titles.
        authors: [editions] the authors named on them.
    """
    isbns, work_ids = dataset.editions["isbns"].tolist(), dataset.editions["work_id"].tolist()
    numbers, are_final = [0] * len(titles), [False] * len(titles)
    for number, source in enumerate(dataset.sources):
        rows = slice(source.editions.start, source.editions.stop)
        numbers[rows] = [number] * len(source.editions)
        are_final[rows] = [source.work_ids_are_final] * len(source.editions)
    return list(map(IdentifiedEdition, titles, authors, isbns, work_ids, numbers, are_final))


def hash_names(names: Iterable[str]) -> NDArray[np.uint64]:
    """Return [names] the first eight bytes of BLAKE2b of each name."""
    digests = b"".join(blake2b(name.encode(), digest_size=8).digest() for name in names)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def _ratings_of_works(dataset: Dataset, groups: NDArray[np.int32], engine: Engine) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the ratings by work, one a reader, and the counts of each work, see `ReaderRows.replaced_rows`."""
    ratings = dataset.ratings.assign(work=groups[dataset.ratings["edition"]]).drop(columns="edition")
    readers, works, values = (ratings[name].to_numpy() for name in ("reader", "work", "rating"))
    stands = np.ones(len(ratings), dtype=bool)
    stands[ReaderRows(readers, works, values, np.empty(0, np.int64)).replaced_rows(engine)] = False
    ratings = ratings[stands].reset_index(drop=True)
    ratings["rated"] = ratings["rating"] > 0
    by_work = ratings.groupby("work")
    counts = pd.DataFrame({"readers_count": by_work.size(), "ratings_count": by_work["rated"].sum()})
    counts["rating_mean"] = by_work["rating"].sum() / counts["ratings_count"].where(counts["ratings_count"] > 0)
    counts = counts.reindex(range(int(groups.max()) + 1)).fillna({"readers_count": 0, "ratings_count": 0})
    counts = counts.astype({"readers_count": "int32", "ratings_count": "int32"})
    return ratings.drop(columns="rated"), counts


def _tags_of_works(
    tags_of_editions: Sequence[tuple[str, ...]], work_of: NDArray[np.int32], works_count: int
) -> list[tuple[str, ...]]:
    """Return [works] the tags of each work's editions, those of most editions first, of equals in their order."""
    if not any(tags_of_editions):
        return [()] * works_count
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for tags, work in zip(tags_of_editions, work_of.tolist(), strict=True):
        counts[work].update(dict.fromkeys(tags, 1))
    most = GATHERING.most_tags
    return [
        tuple(tag for tag, _ in counts[work].most_common(most)) if work in counts else () for work in range(works_count)
    ]


def _shown_editions(
    ranked: pd.DataFrame, titles: "pd.Series[str]", engine: Engine, *, has_several_sources: bool
) -> pd.DataFrame:
    """Return the shown columns of each work [works], see `order_to_show`, with its editions' earliest year.

    Args:
        ranked: The editions in that order.
        titles: [editions] all titles of the catalogue.
        engine: Works on titles.
        has_several_sources: True where one source may know of a work what the source of its shown edition does not.
    """
    shown = ranked.drop_duplicates("work").set_index("work")
    if has_several_sources:
        shown = shown.assign(**_known_facts(ranked))
    author_rows, names = authors_of_works(ranked["work"].tolist(), ranked["lead"].tolist(), ranked["readers"].tolist())
    return pd.DataFrame({
        "title": shown_titles(shown["title"].tolist(), shown["publisher"].tolist(), titles, engine),
        "author": names,
        "author_row": author_rows,
        "credit": map_values(engine, shown_credit, shown["author"].tolist(), shown["lead"].tolist()),
        "year": ranked.groupby("work")["year"].min(),
        "isbn": shown["isbn"],
        "image_url": shown["image_url"],
        "publisher": shown["publisher"],
        "language": shown["language"],
    })  # fmt: skip


def _known_facts(ranked: pd.DataFrame) -> dict[str, "pd.Series[str]"]:
    """Return for each work [works] the ISBN, cover, publisher and language of its first edition that has one.

    A cover of Open Library by its id comes before others: it exists, where addresses by ISBN may lead to nothing.
    """
    by_cover_id = ranked["image_url"].str.startswith(GATHERING.covers_by_id)
    in_order = {
        "image_url": ranked.iloc[np.argsort(~by_cover_id.to_numpy(), kind="stable")].sort_values("work", kind="stable")
    }
    is_known = {
        "isbn": ranked["isbns"].map(len) > 0,
        "image_url": ranked["image_url"] != "",
        "publisher": ranked["publisher"] != "",
        "language": ranked["language"].notna(),
    }
    facts = {}
    first = ranked.drop_duplicates("work").set_index("work")
    for column, known in is_known.items():
        editions = in_order.get(column, ranked)
        found = editions[known.loc[editions.index]].drop_duplicates("work").set_index("work")[column]
        facts[column] = found.reindex(first.index).where(lambda values: values.notna(), first[column])
    return facts
