"""The quality of joining editions into works, on pairs of titles labelled by hand.

`edition_pairs.csv` labels each pair as one work or two, with the reason. The pairs come from Book-Crossing and
goodbooks-10k, with some of our own making for cases that neither has; those with `set_aside` were chosen and labelled
before the rules were written, which were then developed on the others. There are two collections: `titles`, where the
titles differ, and `authors and subtitles`, where the authors' spellings or the subtitles do.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from model_build.works.gather import gather_works
from tests.model_build.small_datasets import book, read, write_kaggle

_PAIRS = Path(__file__).with_name("edition_pairs.csv")
_COLLECTIONS = ("titles", "authors and subtitles")
_LEAST_PRECISION = 0.99
_LEAST_RECALL = 0.97

Pair = dict[str, str]


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    with _PAIRS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def same_work(pairs: list[Pair], tmp_path_factory: pytest.TempPathFactory) -> list[bool]:
    """Return True for each pair [pairs] that the build joins into one work, in a dataset of all the titles."""
    editions = sorted({edition for pair in pairs for edition in _editions(pair)})
    isbns = {edition: f"{number:010}" for number, edition in enumerate(editions)}
    directory = write_kaggle(
        tmp_path_factory.mktemp("pairs"),
        [book(isbn, title, author) for (title, author), isbn in isbns.items()],
        [(1, "0000000000", 7)],
    )
    dataset = read(directory)
    works = gather_works(dataset)
    work_of = dict(zip(dataset.editions["source_id"], works.work_of.tolist(), strict=True))
    return [len({work_of[isbns[edition]] for edition in _editions(pair)}) == 1 for pair in pairs]


@pytest.mark.parametrize("set_aside", ["no", "yes", "no yes"])
def test_editions_of_one_work_are_joined_and_different_works_are_not(
    set_aside: str, pairs: list[Pair], same_work: list[bool]
) -> None:
    chosen = [(pair, one) for pair, one in zip(pairs, same_work, strict=True) if pair["set_aside"] in set_aside.split()]
    precision, recall = _precision_and_recall(chosen)
    wrong = [f"{_editions(pair)} {pair['why']}" for pair, one in chosen if one != (pair["same_work"] == "yes")]
    figures = f"precision {precision:.3f}, recall {recall:.3f} on {len(chosen)} pairs; wrong:\n" + "\n".join(wrong)
    assert precision >= _LEAST_PRECISION, figures
    assert recall >= _LEAST_RECALL, figures


def test_the_pairs_are_many_and_of_both_kinds(pairs: list[Pair]) -> None:
    for collection in _COLLECTIONS:
        collected = [pair for pair in pairs if pair["collection"] == collection]
        assert len(collected) >= 150
        assert min(Counter(pair["same_work"] for pair in collected).values()) >= len(collected) * 0.4
        assert sum(pair["set_aside"] == "yes" for pair in collected) >= len(collected) * 0.3
    assert {pair["collection"] for pair in pairs} == set(_COLLECTIONS)
    assert all(pair["same_work"] in ("yes", "no") and pair["why"] for pair in pairs)
    assert len({frozenset(_editions(pair)) for pair in pairs}) == len(pairs)


def _precision_and_recall(pairs: list[tuple[Pair, bool]]) -> tuple[float, float]:
    true_positives = sum(one for pair, one in pairs if pair["same_work"] == "yes")
    return (
        true_positives / sum(one for _, one in pairs),
        true_positives / sum(pair["same_work"] == "yes" for pair, _ in pairs),
    )


def _editions(pair: Pair) -> tuple[tuple[str, str], tuple[str, str]]:
    return (pair["title"], pair["author"]), (pair["other_title"], pair["other_author"])
