"""The join of several sources: ids, readers, scales, likes and what the dataset says of each source."""

from dataclasses import replace

import pytest

from model_build.datasets.contract import SourceTables
from model_build.datasets.dataset import Dataset
from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.joined_sources import join_sources
from tests.model_build.source_tables import source_tables

DUNE, EMMA = ("17", "Dune", "Frank Herbert"), ("18", "Emma", "Jane Austen")
ISBN = ("0441172717", "Dune", "Frank Herbert", {"isbns": ("0441172717", "0340839937"), "year": 1965})


def ratings_by_id(dataset: Dataset) -> list[tuple[str, str, float, bool]]:
    """Return (reader, edition, rating, liked) by the dataset's ids."""
    readers, editions = dataset.readers["source_id"].tolist(), dataset.editions["source_id"].tolist()
    return [
        (readers[reader], editions[edition], rating, liked)
        for reader, edition, rating, liked in dataset.ratings.itertuples(index=False)
    ]


@pytest.fixture
def stars() -> SourceTables:
    return source_tables(
        [DUNE, EMMA],
        [("a", "17", 4), ("a", "18", 2.5), ("b", "17", 0)],
        name="stars",
        rating_scale=5,
        like_threshold=4,
        readers={"a": ("usa", 30)},
    )


@pytest.fixture
def loans() -> SourceTables:
    return source_tables([EMMA, DUNE, ISBN], [("b", "17", None), ("c", "0441172717", None)],
                         name="loans", rating_scale=None, notice="Lent by a library.")  # fmt: skip


@pytest.fixture
def points() -> SourceTables:
    return source_tables([ISBN, DUNE], [("b", "17", 6), ("a", "0441172717", 7)], name="points", notice="Points.")


def test_a_single_source_stays_as_it_is(stars: SourceTables) -> None:
    dataset = join_sources([stars])
    assert ratings_by_id(dataset) == [("a", "17", 4, True), ("a", "18", 2.5, False), ("b", "17", 0, False)]
    assert dataset.rating_scale == 5
    assert dataset.readers[["country", "age"]].fillna(0).to_numpy().tolist() == [["usa", 30], ["", 0]]
    assert dataset.editions["isbn"].tolist() == ["17", "18"]
    assert (dataset.fingerprint, dataset.counts) == (stars.fingerprint, stars.counts)
    (source,) = dataset.sources
    assert (source.name, source.editions, source.readers) == ("stars", range(2), range(2))


def test_readers_and_books_of_different_sources_never_collide(stars: SourceTables, points: SourceTables) -> None:
    dataset = join_sources([stars, points])
    assert dataset.readers["source_id"].tolist() == ["stars:a", "stars:b", "points:b", "points:a"]
    assert dataset.editions["source_id"].tolist() == ["17", "18", "0441172717", "points:17"]
    assert dataset.editions["isbn"].tolist() == ["17", "18", "0441172717", "points:17"]
    assert [source.editions for source in dataset.sources] == [range(2), range(2, 4)]
    assert [source.readers for source in dataset.sources] == [range(2), range(2, 4)]


def test_ratings_are_brought_to_the_first_scale_and_likes_stay_each_sources_own(
    stars: SourceTables, loans: SourceTables, points: SourceTables
) -> None:
    dataset = join_sources([loans, stars, points])
    assert dataset.rating_scale == 5
    assert ratings_by_id(dataset) == [
        ("loans:b", "17", 0, True), ("loans:c", "0441172717", 0, True),
        ("stars:a", "stars:17", 4, True), ("stars:a", "stars:18", 2.5, False), ("stars:b", "stars:17", 0, False),
        ("points:b", "points:17", 3, False), ("points:a", "points:0441172717", 3.5, True),
    ]  # fmt: skip
    assert dataset.ratings.dtypes.astype(str).tolist() == ["int32", "int32", "float32", "bool"]


def test_loans_alone_have_a_scale_for_the_stars_of_slack(loans: SourceTables) -> None:
    dataset = join_sources([loans])
    assert dataset.rating_scale == 5
    assert dataset.sources[0].rating_scale is None


def test_all_isbns_of_a_book_are_kept_and_the_first_is_shown(points: SourceTables) -> None:
    first = join_sources([points]).editions.iloc[0]
    assert (first["isbn"], first["isbns"], first["year"]) == ("0441172717", ("0441172717", "0340839937"), 1965)


def test_two_sources_of_one_name_get_names_of_their_own(stars: SourceTables) -> None:
    dataset = join_sources([stars, *(replace(stars, fingerprint=other) for other in ("b", "c"))])
    assert [source.name for source in dataset.sources] == ["stars", "stars 2", "stars 3"]
    assert dataset.editions["source_id"].is_unique
    assert dataset.readers["source_id"].is_unique


def test_an_id_that_looks_like_that_of_another_source_is_still_unique() -> None:
    first = source_tables([("b:1", "Dune", "Herbert"), DUNE], [("a", "17", 8)], name="a")
    second = source_tables([("1", "Emma", "Austen"), ("b:1", "Ubik", "Dick")], [("a", "1", 8)], name="b")
    ids = join_sources([first, second]).editions["source_id"]
    assert ids.is_unique
    assert ids.tolist()[:2] == ["b:1", "17"]


def test_notices_counts_and_fingerprints_are_those_of_all(loans: SourceTables, points: SourceTables) -> None:
    more = replace(loans, fingerprint="more")
    dataset = join_sources([points, loans, more])
    assert dataset.notice == "Points. Lent by a library."
    assert dataset.counts["points: ratings rows"] == 2
    assert dataset.counts["loans 2: books rows"] == 3
    assert dataset.fingerprint != join_sources([loans, points]).fingerprint
    assert dataset.fingerprint == join_sources([points, loans, more]).fingerprint


def test_a_catalogue_beside_ratings_has_books_and_no_readers(stars: SourceTables) -> None:
    catalogue = source_tables([("OL1W", "Dune", "Frank Herbert", {"year": 1965})], [], name="catalogue",
                              rating_scale=None)  # fmt: skip
    dataset = join_sources([stars, catalogue])
    assert dataset.editions["source_id"].tolist() == ["17", "18", "OL1W"]
    assert dataset.sources[1].readers == range(2, 2)
    assert str(dataset.editions["year"].dtype) == "Int32"
    assert str(dataset.readers["age"].dtype) == "Int16"


def test_books_without_any_reader_are_refused() -> None:
    catalogue = source_tables([DUNE], [], name="catalogue", rating_scale=None)
    with pytest.raises(DatasetError, match=r"No rating and no loan in catalogue.*by --data"):
        join_sources([catalogue])


def test_the_same_files_named_twice_are_refused(stars: SourceTables, points: SourceTables) -> None:
    with pytest.raises(DatasetError, match=r"stars, points, stars 2 are of the same files.*Name each dataset once"):
        join_sources([stars, points, stars])
