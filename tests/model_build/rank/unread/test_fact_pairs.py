from pathlib import Path

import numpy as np
import pytest

from model_build.rank.book_facts import BookFacts
from model_build.rank.prices import PRICE
from model_build.rank.unread.fact_pairs import FactPairs, FactSignal
from model_build.works.gather import Works
from tests.model_build.small_datasets import book
from tests.model_build.works.small_works import books_of_readers, random_works, works_of


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Works:
    return random_works(tmp_path_factory.mktemp("works"))


def signals_by_pair(works: Works, sources: list[int]) -> dict[tuple[int, int], dict[FactSignal, float]]:
    """Return the signals of each pair of some sources."""
    pairs, signals = FactPairs(BookFacts(works), works.ratings).describe(np.array(sources, dtype=np.int32))
    rows = [dict(zip(FactSignal, row, strict=True)) for row in signals.tolist()]
    return dict(zip(zip(pairs.sources.tolist(), pairs.targets.tolist(), strict=True), rows, strict=True))


def test_readers_of_a_source_change_none_of_its_signals(works: Works) -> None:
    source = int(works.books["readers_count"].to_numpy().argmax())
    without = works.ratings[works.ratings["work"] != source]
    unread = Works(works.books, works.work_of, without, works.reader_hashes)
    of_read, of_unread = signals_by_pair(works, [source]), signals_by_pair(unread, [source])
    # Without these readers other works may be the most read; of pairs in both all signals but the target's ratings are
    # those of nobody.
    in_both = of_read.keys() & of_unread.keys()
    assert len(in_both) > 40
    for pair in in_both:
        for name in (FactSignal.SOURCE_AUTHOR_READERS, FactSignal.RELATED_READERS, FactSignal.TARGET_READERS):
            assert of_read[pair][name] == of_unread[pair][name], (pair, name)


def test_readers_of_the_author_s_other_works_are_counted_for_an_unread_one(works: Works) -> None:
    read_by = [set(books) for books in books_of_readers(works).values()]
    authors = BookFacts(works).author_rows
    source = next(row for row in range(len(authors) - 1, -1, -1) if (authors == authors[row]).sum() > 3)
    others = {int(row) for row in np.flatnonzero(authors == authors[source]) if row != source and authors[row] >= 0}
    for (_, target), signals in signals_by_pair(works, [source]).items():
        expected = sum(len(books & others) for books in read_by if target in books)
        assert signals[FactSignal.RELATED_READERS] == expected
        assert signals[FactSignal.TARGET_READERS] == sum(target in books for books in read_by)


def test_the_facts_of_both_works_are_signals_and_series_and_author_are_candidates(tmp_path: Path) -> None:
    books = [
        book("0441172717", "Dune (Dune Chronicles, Book 1)", "Frank Herbert", 1965, "Ace"),
        book("0441172695", "Dune Messiah (Dune Chronicles, Book 2)", "Frank Herbert", 1969, "Ace"),
        book("0441104029", "Children of Dune (Dune Chronicles, Book 3)", "Frank Herbert", 1976, "Ace"),
        book("2070360024", "L'Étranger", "Albert Camus", 1942, "Gallimard"),
    ]
    works = works_of(tmp_path, books, [(reader, row[0], 9) for reader in range(3) for row in (books[0], books[3])])
    rows = {str(isbn): row for row, isbn in enumerate(works.books["isbn"])}
    first, second, third, french = (rows[str(row[0])] for row in books)
    signals = signals_by_pair(works, [second])
    assert {target for _, target in signals} == {first, third, french}
    to_third, to_french = signals[second, third], signals[second, french]
    assert (to_third[FactSignal.SAME_SERIES], to_third[FactSignal.VOLUMES_BETWEEN]) == (1, 1)
    assert (to_third[FactSignal.SAME_AUTHOR], to_third[FactSignal.SAME_PUBLISHER]) == (1, 1)
    assert to_third[FactSignal.YEARS_BETWEEN] == -7
    assert (to_french[FactSignal.SAME_AUTHOR], to_french[FactSignal.SAME_SERIES]) == (0, 0)
    assert (to_third[FactSignal.OTHER_LANGUAGE], to_french[FactSignal.OTHER_LANGUAGE]) == (0, 1)
    assert np.isnan(to_french[FactSignal.VOLUMES_BETWEEN])
    # All three readers of Dune have read Camus; each counts once for the author and twice for the series.
    assert to_french[FactSignal.RELATED_READERS] == 9


def test_bestsellers_among_the_candidates_are_no_more_by_an_author_than_prices_are_fitted_with(tmp_path: Path) -> None:
    books = [
        book(f"{number:010}", f"Thriller {number}", "Prolific Author", 1990, f"Press {number}") for number in range(9)
    ]
    books += [
        book("2070360024", "L'Étranger", "Albert Camus", 1942),
        book("3257062001", "Unread", "Nobody Known", 2001),
    ]
    works = works_of(tmp_path, books, [(reader, row[0], 9) for reader in range(3) for row in books[:-1]])
    (unread,) = np.flatnonzero(works.books["readers_count"].to_numpy() == 0).tolist()
    authors = works.books["author"].to_numpy()
    candidates = [authors[target] for _, target in signals_by_pair(works, [unread])]
    assert candidates.count("Prolific Author") == PRICE.by_one_author
    assert candidates.count("Albert Camus") == 1


def test_blocks_have_each_source_once(works: Works) -> None:
    sources = np.arange(0, len(works.books), 3, dtype=np.int32)
    blocks = list(FactPairs(BookFacts(works), works.ratings).blocks(sources))
    assert np.concatenate(blocks).tolist() == sources.tolist()
