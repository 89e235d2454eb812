"""Public ids of works, from one build to the next."""

import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from model_build.works.book_ids import BookIds, assign_book_ids
from model_build.works.identified_works import IdentifiedEdition
from model_build.works.previous_books import PreviousIds
from shelftalker.model.catalogue import Catalogue
from tests.model_build.conftest import Build
from tests.model_build.small_datasets import Row, book, write_kaggle

BOOKS = [book("01", "Dune", "Frank Herbert"), book("02", "Emma", "Jane Austen"), book("03", "Ubik", "Philip K. Dick")]
RATINGS: list[Row] = [(1, "01", 7), (2, "01", 8), (3, "01", 9), (1, "02", 7), (2, "02", 5), (1, "03", 6)]


def ids_of_editions(catalogue: Catalogue) -> dict[str, str]:
    return {source_id: book_id for source_id, _, book_id in catalogue.editions()}


def edition_of(source_id: str) -> IdentifiedEdition:
    """Return an edition of a title of its own by an author whom all have in common."""
    return IdentifiedEdition(f"Title {source_id}", "Ann Author", (), "", 0, has_final_id=False)


def test_ids_do_not_depend_on_the_order_of_rows_or_on_other_books(build: Build, tmp_path: Path) -> None:
    first = ids_of_editions(build(write_kaggle(tmp_path / "a", BOOKS, RATINGS), tmp_path / "model-a"))
    assert len(set(first.values())) == 3
    more = [book("00", "It", "Stephen King"), *BOOKS[::-1], book("99", "Solaris", "Stanislaw Lem")]
    second = build(
        write_kaggle(tmp_path / "b", more, [(9, "99", 9), (9, "00", 9), *RATINGS[::-1]]), tmp_path / "model-b"
    )
    assert ids_of_editions(second).items() >= first.items()


def test_a_work_keeps_its_id_when_an_edition_with_a_lower_isbn_joins_it(build: Build, tmp_path: Path) -> None:
    model = tmp_path / "model-a"
    before = ids_of_editions(build(write_kaggle(tmp_path / "a", BOOKS, RATINGS), model))
    joined = [book("00", "Dune (Paperback)", "Frank Herbert"), *BOOKS]
    anew = ids_of_editions(build(write_kaggle(tmp_path / "b", joined, RATINGS), tmp_path / "model-b"))
    assert anew["01"] != before["01"]
    carried = ids_of_editions(build(tmp_path / "b", tmp_path / "model-c", model))
    assert carried == before | {"00": before["01"]}


def test_a_build_may_take_its_own_output_for_the_previous_model(build: Build, tmp_path: Path) -> None:
    model = tmp_path / "model"
    before = ids_of_editions(build(write_kaggle(tmp_path / "a", BOOKS, RATINGS), model))
    joined = [book("00", "Dune (Paperback)", "Frank Herbert"), *BOOKS]
    after = build(write_kaggle(tmp_path / "b", joined, RATINGS), model, model)
    assert ids_of_editions(after) == before | {"00": before["01"]}


def test_when_works_merge_the_more_read_ones_id_stays_and_the_others_leads_to_it(build: Build, tmp_path: Path) -> None:
    separate = [book("01", "Dune 1", "Frank Herbert"), book("02", "Dune", "Frank Herbert"), BOOKS[2]]
    before = ids_of_editions(build(write_kaggle(tmp_path / "a", separate, RATINGS), tmp_path / "model-a"))
    together = [book("01", "Dune", "Frank Herbert"), book("02", "Dune", "Frank Herbert"), BOOKS[2]]
    merged = build(write_kaggle(tmp_path / "b", together, RATINGS), tmp_path / "model-b", tmp_path / "model-a")
    assert ids_of_editions(merged) == {"01": before["01"], "02": before["01"], "03": before["03"]}
    dune = merged.book_with_id(before["01"])
    assert dune is not None
    assert dune.title == "Dune"
    assert merged.book_with_id(before["02"]) == dune


def test_when_a_work_is_split_the_part_with_most_editions_keeps_its_id(build: Build, tmp_path: Path) -> None:
    together = [book(f"0{number}", "Dune", "Frank Herbert") for number in range(1, 4)]
    ratings = [(1, "03", 7), (2, "03", 7), (3, "03", 7), (4, "01", 7)]
    before = build(write_kaggle(tmp_path / "a", together, ratings), tmp_path / "model-a")
    (former_id,) = set(ids_of_editions(before).values())
    separate = [*together[:2], book("03", "Dune Messiah", "Frank Herbert")]
    # More people read the smaller part, but ids follow editions.
    after = build(write_kaggle(tmp_path / "b", separate, ratings), tmp_path / "model-b", tmp_path / "model-a")
    ids = ids_of_editions(after)
    assert ids["01"] == ids["02"] == former_id != ids["03"]
    kept = after.book_with_id(former_id)
    assert kept is not None
    assert kept.title == "Dune"


def test_aliases_live_on_through_further_builds(build: Build, tmp_path: Path) -> None:
    titles = [("Dune 1", "Dune 2", "Dune 3"), ("Dune 1", "Dune 1", "Dune 3"), ("Dune 1", "Dune 1", "Dune 1")]
    models = []
    for number, trio in enumerate(titles):
        books = [
            book(f"0{number_in_trio}", title, "Frank Herbert") for number_in_trio, title in enumerate(trio, start=1)
        ]
        dataset_folder = write_kaggle(tmp_path / f"data-{number}", books, RATINGS)
        model = tmp_path / f"model-{number}"
        models.append(build(dataset_folder, model, tmp_path / f"model-{number - 1}" if number else None))
    former = ids_of_editions(models[0])
    assert len(set(former.values())) == 3
    (survivor,) = set(ids_of_editions(models[2]).values())
    assert survivor == former["01"]
    found = [models[2].book_with_id(former_id) for former_id in former.values()]
    assert {book_found.book_id for book_found in found if book_found} == {survivor}
    assert all(found)


def test_a_work_merged_away_gets_its_id_back_when_it_is_split_off_again(build: Build, tmp_path: Path) -> None:
    separate = [book("01", "Dune", "Frank Herbert"), book("02", "Dune Messiah", "Frank Herbert")]
    together = [book("01", "Dune", "Frank Herbert"), book("02", "Dune", "Frank Herbert")]
    models = [
        build(
            write_kaggle(tmp_path / f"data-{number}", books, RATINGS),
            tmp_path / f"model-{number}",
            tmp_path / f"model-{number - 1}" if number else None,
        )
        for number, books in enumerate([separate, together, separate])
    ]
    first, _, last = map(ids_of_editions, models)
    assert last == first
    messiah = models[2].book_with_id(first["02"])
    assert messiah is not None
    assert messiah.title == "Dune Messiah"


def test_the_id_of_a_book_that_left_the_catalogue_leads_nowhere(build: Build, tmp_path: Path) -> None:
    before = ids_of_editions(build(write_kaggle(tmp_path / "a", BOOKS, RATINGS), tmp_path / "model-a"))
    after = build(write_kaggle(tmp_path / "b", BOOKS[:2], RATINGS), tmp_path / "model-b", tmp_path / "model-a")
    assert after.book_with_id(before["03"]) is None
    assert after.book_with_id("no such id") is None


def test_ids_are_short_and_safe_in_a_button(build: Build, tmp_path: Path) -> None:
    for book_id in ids_of_editions(build(write_kaggle(tmp_path, BOOKS, RATINGS))).values():
        assert len(book_id) == 8
        assert book_id.isascii()
        assert book_id.isalnum()


@pytest.mark.parametrize("seed", range(20))
def test_ids_follow_the_rules_through_random_merges_and_splits(seed: int) -> None:
    generator = random.Random(seed)
    editions = [f"{number:03}" for number in range(40)]
    previous: PreviousIds | None = None
    for _ in range(4):
        generator.shuffle(editions)
        works: list[list[str]] = [[] for _ in range(12)]
        for source_id in editions[:36]:
            works[generator.randrange(12)].append(source_id)
        works = [work for work in works if work]
        source_ids = [source_id for work in works for source_id in work]
        work_of = np.repeat(np.arange(len(works), dtype=np.int32), list(map(len, works)))
        assigned = assign_book_ids(source_ids, list(map(edition_of, source_ids)), work_of, previous)
        assert len(set(assigned.ids)) == len(works)
        assert not set(assigned.aliases) & set(assigned.ids)
        assert set(assigned.aliases.values()) <= set(assigned.ids)
        if previous:
            for former_id in previous.rank:
                shared = Counter(
                    row
                    for row, work in enumerate(works)
                    for source_id in work
                    if previous.id_of_edition.get(source_id) == former_id
                )
                # The id leads to a work that has most of its editions, or nowhere where none is left.
                leads_to = assigned.aliases.get(former_id, former_id)
                if shared:
                    assert shared[assigned.ids.index(leads_to)] == max(shared.values())
        previous = PreviousIds(
            id_of_edition={source_id: assigned.ids[row] for row, work in enumerate(works) for source_id in work},
            rank={book_id: row for row, book_id in enumerate(assigned.ids)},
            aliases=assigned.aliases,
            id_of_isbn={},
            descriptions=dict.fromkeys(assigned.ids, ("A title", "Ann Author")),
        )


def test_the_ids_of_the_first_works_have_no_former_ids_of_others() -> None:
    ids = BookIds(["a", "b", "c"], {"former a": "a", "former c": "c"})
    assert ids.of_first(2) == BookIds(["a", "b"], {"former a": "a"})
    assert ids.of_first(3) == ids
