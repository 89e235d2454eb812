"""Works that are left out: as a whole, with their editions and ratings, of every table and every answer of a model."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from model_build.build import build_from
from model_build.datasets.dataset import Dataset
from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.joined_sources import join_sources
from model_build.left_out.book_rules import Action, BookRule
from model_build.left_out.left_out import leave_out
from model_build.works.gather import join_editions
from model_build.works.previous_books import PreviousIds
from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.missed_titles import nearest_books
from shelftalker.recommend.recommender import popular_books, similar_books
from shelftalker.search.questions import find_books
from shelftalker.search.titles import NotFound, Suggestions
from tests.model_build.source_tables import BookRow, source_tables

EROTICA = {"tags": ("Fiction", "Erotic stories")}
BOOKS: list[BookRow] = [
    ("1", "Delta of Sand", "Ann Author", {"isbns": ("0441172717",)}),
    ("2", "Delta of Sand (Paperback)", "Ann Author", {**EROTICA, "isbns": ("0340839937",)}),
    ("3", "Emma", "Jane Austen", {"tags": ("Romance",)}),
    ("4", "Ubik", "Philip K. Dick", {"isbns": ("0679734473",)}),
    ("5", "Solaris", "Stanislaw Lem"),
    ("6", "Nights of Silk", "Bea Writer", EROTICA),
    *((str(number), f"Novel {number}", f"Author {number}") for number in range(7, 15)),
]
# Everybody read the first edition, and the second is read by a reader of nothing else.
RATINGS = [(str(reader), row[0], 8.0) for reader in range(6) for row in BOOKS if row[0] != "2"] + [("silk", "2", 9.0)]
BLOCK_UBIK = BookRule(2, Action.BLOCK, "0679734473", "", "")


@pytest.fixture
def dataset() -> Dataset:
    other = source_tables([("1", "Kim", "R. Kipling")], [("x", "1", 7)], name="school")
    return join_sources([source_tables(BOOKS, RATINGS), other])


def build(dataset: Dataset, output: Path, *rules: BookRule, previous: Path | None = None) -> dict[str, Any]:
    ids = None
    if previous:
        with closing(Catalogue.open(previous)) as catalogue:
            ids = PreviousIds.read(catalogue)
    return build_from(dataset, output, ids, rules)


def ids_of(directory: Path) -> dict[str, str]:
    with closing(Catalogue.open(directory)) as catalogue:
        return {book.title: book.book_id for book in catalogue.all_books()}


def test_a_work_is_left_out_with_all_its_editions_and_the_rows_of_the_others_fit(dataset: Dataset) -> None:
    remainder = leave_out(dataset, join_editions(dataset), [BLOCK_UBIK])
    kept = remainder.dataset
    assert remainder.left_out.source_ids == ["1", "2", "4", "6"]
    assert remainder.left_out.work_of.tolist() == [0, 0, 1, 2]
    source_ids = kept.editions["source_id"].tolist()
    assert source_ids == ["3", "5", *map(str, range(7, 15)), "school:1"]
    assert [edition.title for edition in remainder.joined.editions] == kept.editions["title"].tolist()
    assert remainder.joined.groups.tolist() == list(range(11))
    names, readers = dataset.readers["source_id"], kept.readers["source_id"]
    before = {
        (names[reader], dataset.editions["source_id"][edition])
        for reader, edition in dataset.ratings[["reader", "edition"]].itertuples(index=False)
    }
    after = {
        (readers[reader], source_ids[edition])
        for reader, edition in kept.ratings[["reader", "edition"]].itertuples(index=False)
    }
    assert after == {(reader, source_id) for reader, source_id in before if source_id in source_ids}
    assert [(source.editions.start, source.editions.stop) for source in kept.sources] == [(0, 10), (10, 11)]
    assert kept.fingerprint != dataset.fingerprint


def test_the_counts_are_by_reason_and_name_the_most_read(dataset: Dataset) -> None:
    rules = [BLOCK_UBIK, BookRule(3, Action.ALLOW, "", "Nights of Silk", "Bea Writer"),
             BookRule(4, Action.BLOCK, "", "Nowhere", "Nobody")]  # fmt: skip
    assert leave_out(dataset, join_editions(dataset), rules).left_out.describe() == {
        "books": 2, "by_subjects": 1, "by_rules": 1, "by_readers": 0, "allowed": 1, "reads": 13,
        "examples": ['"Delta of Sand" by Ann Author'],
        "rules_without_a_book": ['line 4: block "Nowhere" by Nobody'],
    }  # fmt: skip


def test_books_that_few_have_read_are_left_out_but_those_allowed_and_those_of_the_catalogue(dataset: Dataset) -> None:
    listed: list[BookRow] = [("OL1W", "Kim", "R. Kipling"), ("OL2W", "Persuasion", "Jane Austen")]
    catalogue = source_tables(listed, [], name="Open Library", rating_scale=None)
    titles = ("Lady Susan", "Sanditon", "Emma", "Nobody's")
    read: list[BookRow] = [("1", "Kim", "R. Kipling")]
    read += [(str(number), title, "Jane Austen") for number, title in enumerate(titles, start=2)]
    ratings = [("a", "1", 8.0), ("a", "2", 8.0), ("a", "3", 8.0), ("a", "4", 8.0), ("b", "4", 0.0)]
    whole = join_sources([source_tables(read, ratings), catalogue])
    allowed = BookRule(2, Action.ALLOW, "", "Sanditon", "Jane Austen")
    remainder = leave_out(whole, join_editions(whole), [allowed], smallest_readers=2)
    assert sorted(set(remainder.dataset.editions["title"])) == ["Emma", "Kim", "Persuasion", "Sanditon"]
    assert (remainder.left_out.by_readers, remainder.left_out.reads) == (2, 1)
    few = join_sources([source_tables(read[:4], ratings)])
    with pytest.raises(DatasetError, match=r"4 for want of readers.* lower --smallest-readers"):
        leave_out(few, join_editions(few), smallest_readers=3)


def test_without_erotica_and_rules_a_dataset_stays_as_it_is() -> None:
    plain = join_sources([source_tables(BOOKS[2:5], [("a", "3", 8), ("a", "4", 8)])])
    joined = join_editions(plain)
    remainder = leave_out(plain, joined, [BookRule(2, Action.ALLOW, "", "Emma", "Jane Austen")])
    assert remainder.dataset is plain
    assert remainder.joined is joined
    assert remainder.left_out.describe()["books"] == 0


def test_rules_that_contradict_each_other_are_refused_by_their_lines(dataset: Dataset) -> None:
    rules = [BLOCK_UBIK, BookRule(9, Action.ALLOW, "", "Ubik", "Philip K. Dick")]
    with pytest.raises(DatasetError, match="line 2: block 0679734473; line 9: allow"):
        leave_out(dataset, join_editions(dataset), rules)


def test_a_dataset_of_which_nothing_is_left_is_refused() -> None:
    dataset = join_sources([source_tables([("6", "Nights of Silk", "Bea Writer", EROTICA)], [("a", "6", 8)])])
    with pytest.raises(DatasetError, match="All books that somebody read are left out: 1 because of their subjects"):
        leave_out(dataset, join_editions(dataset))


def test_a_book_that_is_left_out_is_neither_shown_nor_found_nor_suggested(dataset: Dataset, tmp_path: Path) -> None:
    manifest = build(dataset, tmp_path, BLOCK_UBIK)
    assert manifest["left_out"]["books"] == 3
    assert manifest["counts"]["books"] == 11
    with closing(Catalogue.open(tmp_path)) as catalogue:
        gone = {"Delta of Sand", "Nights of Silk", "Ubik"}
        assert not gone & {book.title for book in catalogue.all_books()}
        assert not gone & {book.title for book in popular_books(catalogue, limit=20)}
        for book in catalogue.all_books():
            assert not gone & {each.book.title for each in similar_books(catalogue, book, 20)}
        for isbn in ("0441172717", "0340839937", "0679734473"):
            assert catalogue.book_with_isbn(isbn) is None
        for typed in ("Delta of Sand", "delta of sandd", "Ubik", "Ann Author", "nights silk", "0340839937"):
            found = find_books(catalogue, typed)
            assert isinstance(found, NotFound | Suggestions)
            shown = found.books if isinstance(found, Suggestions) else nearest_books(catalogue, typed)
            assert not gone & {book.title for book in shown}


def test_a_rule_that_allows_a_book_is_stronger_than_its_subjects(dataset: Dataset, tmp_path: Path) -> None:
    build(dataset, tmp_path, BookRule(2, Action.ALLOW, "0340839937", "", ""))
    assert "Delta of Sand" in ids_of(tmp_path)
    assert "Nights of Silk" not in ids_of(tmp_path)


def test_other_ratings_of_its_readers_stay(dataset: Dataset, tmp_path: Path) -> None:
    build(dataset, tmp_path)
    with closing(Catalogue.open(tmp_path)) as catalogue:
        assert {book.title: book.ratings_count for book in catalogue.all_books()}["Emma"] == 6


def test_the_id_of_a_book_that_is_left_out_is_nobody_elses_and_is_its_own_again_later(tmp_path: Path) -> None:
    # Two works of one title and author, which final work ids tell apart, and one ISBN printed on both.
    books: list[BookRow] = [
        ("1", "Poems", "John Smith", {"work_id": "a", "isbns": ("0441172717",)}),
        ("2", "Poems", "John Smith", {"work_id": "b", "isbns": ("0441172717",)}),
        *BOOKS[2:],
    ]
    ratings = [(str(reader), row[0], 8.0) for reader in range(6) for row in books]
    both = join_sources([source_tables(books, ratings, final_work_ids=True)])
    first, second, third = tmp_path / "first", tmp_path / "second", tmp_path / "third"
    build(join_sources([source_tables([books[0], *books[2:]], [row for row in ratings if row[1] != "2"],
                                      final_work_ids=True)]), first)  # fmt: skip
    erotica: list[BookRow] = [
        ("1", "Poems", "John Smith", {**EROTICA, "work_id": "a", "isbns": ("0441172717",)}), *books[1:],
    ]  # fmt: skip
    build(join_sources([source_tables(erotica, ratings, final_work_ids=True)]), second, previous=first)
    assert ids_of(second)["Poems"] != ids_of(first)["Poems"]
    assert {title: ids_of(second)[title] for title in ("Emma", "Ubik")} == {
        title: ids_of(first)[title] for title in ("Emma", "Ubik")
    }
    build(both, third, previous=second)
    with closing(Catalogue.open(third)) as catalogue:
        of_edition = {source_id: book_id for source_id, _, book_id in catalogue.editions()}
    assert of_edition["2"] == ids_of(second)["Poems"]
    assert of_edition["1"] == ids_of(first)["Poems"]
