"""Works alike by facts: by words of their titles and by publisher, in one language, for sources of few readers."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from model_build.datasets.joined_sources import join_sources
from model_build.rank.book_facts import BookFacts
from model_build.rank.candidates import Candidates
from model_build.rank.fact_neighbours import FACT_NEIGHBOURS, FactNeighbours, fact_factors
from model_build.rank.features import SignalName, Signals
from model_build.works.gather import Works, gather_works
from tests.model_build.small_datasets import Row, book
from tests.model_build.source_tables import BookRow, source_tables
from tests.model_build.works.small_works import books_by_title, works_of


@pytest.fixture
def works(tmp_path: Path) -> Works:
    """Return works of which each was read once, but for one that nine have read."""
    books = [
        book("0000000001", "Vampires of the Mist", "Ann A", 1990, "Tor"),
        book("0000000002", "A Vampires Kiss", "Bob B", 1950, "Knopf"),
        book("3000000003", "Vampires", "Cy C", 1990, "Heyne"),
        book("0000000004", "Red Sea", "Dan D", 1991, "Tor"),
        book("0000000005", "Blue Hill", "Eve E", 1960, "Penguin"),
        book("0000000006", "Famous", "Fay F", 1990, "Bantam"),
        book("0000000007", "Green Field", "Gus G", 1970, ""),
    ]
    ratings: list[Row] = [(f"r{row[0]}", row[0], 8) for row in books]
    ratings += [(f"x{number}", "0000000006", 8) for number in range(9)]
    return works_of(tmp_path, books, ratings)


def alike(works: Works, title: str) -> set[str]:
    rows = {name: row for row, name in enumerate(works.books["title"].tolist())}
    _, targets = FactNeighbours(BookFacts(works)).of(np.array([rows[title]], dtype=np.int32))
    return {works.books["title"].tolist()[target] for target in targets}


def test_works_are_alike_by_a_word_of_the_title_or_by_publisher_in_one_language(works: Works) -> None:
    assert alike(works, "Vampires of the Mist") == {"A Vampires Kiss", "Red Sea"}
    assert alike(works, "Vampires") == set()
    assert alike(works, "Green Field") == set()


def test_a_work_of_few_readers_has_works_alike_among_its_candidates_and_a_famous_one_has_none(works: Works) -> None:
    facts = BookFacts(works)
    rows = {name: int(works.books["title"].tolist().index(name)) for name in books_by_title(works)}
    pairs = Candidates(facts, Signals(facts, works.ratings)).of(np.arange(7, dtype=np.int32), damped=False)
    keys = list(zip(pairs.sources.tolist(), pairs.targets.tolist(), strict=True))
    assert len(set(keys)) == len(keys)
    assert (rows["Vampires of the Mist"], rows["Red Sea"]) in keys
    assert (np.diff(pairs.sources) >= 0).all()


def signals_with(**values: float) -> NDArray[np.float32]:
    signals = np.zeros((1, len(SignalName)), dtype=np.float32)
    for name, value in values.items():
        signals[0, SignalName[name].column] = value
    return signals


def test_a_score_beside_a_little_read_work_goes_by_what_is_known_of_both() -> None:
    few: dict[str, float] = {"SOURCE_READERS": 4, "SAME_LANGUAGE": 1}
    famous = fact_factors(signals_with(**few, TARGET_READERS=1000))[0]
    assert famous == pytest.approx(1000**-FACT_NEIGHBOURS.popularity_exponent)
    alike = fact_factors(signals_with(**few, TARGET_READERS=1, TITLE_WORDS=0.5, SAME_PUBLISHER=1))[0]
    assert alike == pytest.approx(1 + 0.5 * FACT_NEIGHBOURS.title_weight + FACT_NEIGHBOURS.publisher_weight)
    assert fact_factors(signals_with(SOURCE_READERS=4))[0] == pytest.approx(FACT_NEIGHBOURS.other_language_factor)
    assert fact_factors(signals_with(SOURCE_READERS=5, TARGET_READERS=1000))[0] == 1


def test_works_are_alike_by_rare_subjects_before_common_ones() -> None:
    tags = {"Moby Dick": ("Whaling", "Sea"), "In the Heart of the Sea": ("Whaling", "History"), "Emma": ("Manners",)}
    others = {f"Novel {'abcdefgh'[number]}": ("Sea",) for number in range(8)}
    books: list[BookRow] = [
        (str(number), title, f"Author {number}", {"tags": of_book, "language": "en"})
        for number, (title, of_book) in enumerate((tags | others).items())
    ]
    works = gather_works(join_sources([source_tables(books, [("a", str(number), 8.0) for number in range(11)])]))
    assert alike(works, "Moby Dick") == {"In the Heart of the Sea", *others}
    assert alike(works, "Emma") == set()
