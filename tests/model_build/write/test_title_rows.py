"""Rows that titles are found by."""

from pathlib import Path

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.joined_sources import read_dataset
from model_build.works.gather import gather_works
from model_build.write.title_rows import gather_titles
from shelftalker.model.number_index import Entry
from shelftalker.model.other_titles import decode_other_titles
from tests.model_build.small_datasets import book, write_kaggle


def test_a_work_is_found_by_the_titles_of_all_its_editions(tmp_path: Path) -> None:
    books = [
        book("0441172717", "Dune", "Frank Herbert"),
        book("0340839937", "Dune: A Novel of Arrakis", "Frank Herbert"),
        book("0141439580", "Emma", "Jane Austen"),
    ]
    ratings = [(1, "0441172717", 8), (2, "0441172717", 8), (1, "0141439580", 7), (3, "0340839937", 7)]
    write_kaggle(tmp_path, books, ratings)
    dataset = read_dataset(DatasetFiles.found_in(tmp_path))
    rows = gather_titles(dataset, gather_works(dataset))
    assert ("dune", Entry(1)) in rows.keys
    assert ("emma", Entry(2)) in rows.keys
    assert rows.keys == sorted(rows.keys)
    ((row, packed),) = rows.others
    assert (row, decode_other_titles("dune", packed)) == (1, ["dune a novel of arrakis"])
    assert [row for row, _ in rows.documents] == [1, 2]
    assert " frank herbert " in rows.documents[0][1]
    assert all(works == sorted(works) for _, works in rows.prefixes)
