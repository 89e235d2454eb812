"""The simulation of weekly trainings with readers whose tastes are known, with one week of a small dataset."""

import csv
import shutil
from pathlib import Path
from random import Random

import pytest

from infra.learning.worker import Training, run_training
from tests.bench.test_synthetic import SMALL
from tests.bench.weeks import (
    TasteReader,
    WeeksConfig,
    add_tastes_to_dataset,
    measure_weeks,
    simulate_weeks,
    tastes_of_dataset,
)
from tests.exported_shelves import opted_in
from tests.model_build.small_datasets import book, write_kaggle

ONE_WEEK = WeeksConfig(
    weeks=1, tastes=2, works_of_taste=12, readers=8, others=4, weekly_books=5, hidden_likes=4, workspaces=4
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write sixty books by twenty authors, of which sixty readers have each read five at random."""
    random = Random(1)
    isbns = [f"{isbn:09d}X" for isbn in range(1, 61)]
    books = [book(isbn, f"Book the {isbn}th of many", f"Author {number % 20}") for number, isbn in enumerate(isbns)]
    ratings = [(reader, isbn, 8) for reader in range(60) for isbn in random.sample(isbns, 5)]
    return write_kaggle(tmp_path_factory.mktemp("weeks") / "data", books, ratings)


def test_a_training_improves_the_answers_to_readers_whose_taste_it_learned(data: Path, tmp_path: Path) -> None:
    before, after = simulate_weeks(data, tmp_path / "weeks", ONE_WEEK)
    assert (before.number, before.ratings, before.refusal) == (0, 0, "")
    # Of two tastes by eight readers and eight books, few are rated twice as strays.
    assert 120 <= after.ratings <= 2 * 8 * 8
    assert (after.number, after.refusal) == (1, "")
    assert after.version != before.version
    assert after.learned > before.learned + 0.05
    assert after.others > before.others


def test_a_few_readers_of_the_dataset_have_each_taste_too(data: Path, tmp_path: Path) -> None:
    config = WeeksConfig(tastes=2, works_of_taste=12, dataset_readers=7, dataset_books=2)
    copy = Path(shutil.copytree(data, tmp_path / "data"))
    before = _rated_in(copy)
    add_tastes_to_dataset(copy, config)
    rated = _rated_in(copy)
    added = rated[len(before) :]
    assert rated[: len(before)] == before
    assert len(set(rated)) == len(rated) == len(before) + 2 * 7 * 2
    assert {user_id for user_id, _ in added} <= {user_id for user_id, _ in before}
    # Three books by each of the twenty authors: four authors make a taste.
    first, second = tastes_of_dataset(copy, config)
    assert (len(first), len(second), len(first.keys() | second.keys())) == (4, 4, 8)
    for taste, of_taste in ((first, added[:14]), (second, added[14:])):
        isbns = {isbn for of_author in taste.values() for isbn in of_author}
        assert len(isbns) == 12
        assert {isbn for _, isbn in of_taste} <= isbns
        assert len({user_id for user_id, _ in of_taste}) == 7


def test_a_refused_training_is_named_with_the_model_that_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trainings = []

    def train(arguments: list[str]) -> Training:
        trainings.append(arguments)
        return run_training(arguments) if len(trainings) == 1 else Training(2, "progress\nb is worse than a.\n")

    monkeypatch.setattr("tests.bench.weeks.run_training", train)
    first, second = measure_weeks(tmp_path / "weeks", ONE_WEEK, SMALL)
    assert first.measured == second.measured
    assert second.beside.endswith("refused: b is worse than a.")
    assert "--shelves" in trainings[1]
    svg = (tmp_path / "weeks" / "weeks.svg").read_text(encoding="utf-8")
    assert "readers who opt in" in svg


def test_a_reader_rates_more_each_week_from_the_week_of_the_choice_on() -> None:
    ratings = tuple((book_id, 5) for book_id in "abcdefghij")
    reader = TasteReader("U1", "T1", 2, ratings, frozenset("abcz"), frozenset("z"))
    config = WeeksConfig(first_books=3, weekly_books=2)
    assert [len(reader.rated_by(week, config)) for week in range(4)] == [3, 3, 5, 7]
    assert [opted_in("U1") in list(reader.items(week, config)) for week in range(4)] == [False, False, True, True]
    never = TasteReader("U1", "T1", None, ratings, frozenset("abcxyz"), frozenset("z"))
    assert never.chance == 1 / 3
    assert opted_in("U1") not in list(never.items(9, config))


def _rated_in(data: Path) -> list[tuple[str, str]]:
    with (data / "Ratings.csv").open(encoding="utf-8", newline="") as stream:
        return [(row["User-ID"], row["ISBN"]) for row in csv.DictReader(stream)]
