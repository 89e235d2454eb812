"""Ten thousand made-up shelves of one workspace, beside the ratings of the sample."""

import json
import random
from dataclasses import asdict
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse as sp

from model_build.datasets.dataset import Dataset
from model_build.learning.joined_shelves import join_shelves
from model_build.learning.shelf_ratings import ShelfRatings
from model_build.learning.workspace_caps import WorkspaceCaps
from model_build.publish.comparison import compare
from model_build.publish.model_figures import ModelFigures
from model_build.rank.book_facts import BookFacts
from model_build.rank.gate.gate_figures import measure_gate_figures
from model_build.rank.ranker import learn_ranker
from model_build.rank.training_folds import measured_readers
from model_build.sample.make_sample import SAMPLE_DIRECTORY
from model_build.works.gather import JoinedEditions, gather_works, join_editions
from model_build.works.previous_books import PreviousIds
from tests.model_build.small_datasets import read

SHELVES = 10_000


class Sample(NamedTuple):
    """The sample, with works by popularity."""

    dataset: Dataset
    joined: JoinedEditions
    works: NDArray[np.int64]

    def previous(self) -> PreviousIds:
        """Return the ids of a model of the sample: each work's number is its id."""
        source_ids = self.dataset.editions["source_id"].tolist()
        return PreviousIds(
            id_of_edition={name: str(work) for name, work in zip(source_ids, self.joined.groups, strict=True)},
            rank={str(work): rank for rank, work in enumerate(self.works.tolist())},
            aliases={},
            id_of_isbn={},
            descriptions={
                str(work): (edition.title, edition.author)
                for work, edition in zip(self.joined.groups, self.joined.editions, strict=True)
            },
        )

    def works_with_most_readers_in_common(self, dataset: Dataset, work: int) -> int:
        """Return the number of much read works for which a work is among the five with most readers in common."""
        works = self.joined.groups[dataset.ratings["edition"]]
        ones = np.ones(len(works), dtype=np.int32)
        read = sp.csr_array((ones, (dataset.ratings["reader"], works)), shape=(len(dataset.readers), len(self.works)))
        much_read = self.works[:200]
        in_common = (read[:, much_read].T @ read).toarray()
        in_common[np.arange(200), much_read] = 0
        fifth = np.sort(in_common, axis=1)[:, -5]
        return int(((in_common[:, work] >= fifth) & (in_common[:, work] > 0)).sum())


@pytest.fixture(scope="module")
def sample() -> Sample:
    dataset = read(SAMPLE_DIRECTORY)
    joined = join_editions(dataset)
    readers = np.bincount(joined.groups[dataset.ratings["edition"]])
    return Sample(dataset, joined, np.argsort(-readers, kind="stable"))


def attack(works: NDArray[np.int64], promoted: int) -> ShelfRatings:
    """Return shelves with a book to promote and five of the two hundred that are read most."""
    generator = random.Random(5)
    others = [work for work in works[:200].tolist() if work != promoted]
    book_ids = sorted(map(str, [promoted, *others]))
    row_of = {book_id: row for row, book_id in enumerate(book_ids)}
    books = [row_of[str(work)] for _ in range(SHELVES) for work in (promoted, *generator.sample(others, 5))]
    return ShelfRatings(
        pseudonyms=tuple(f"{number:016x}" for number in range(SHELVES)),
        workspaces=np.zeros(SHELVES, dtype=np.int32),
        book_ids=tuple(book_ids),
        reader=np.repeat(np.arange(SHELVES, dtype=np.int32), 6),
        book=np.array(books, dtype=np.int32),
        stars=np.full(len(books), 5, dtype=np.int8),
    )


def admit_all(_: WorkspaceCaps, __: NDArray[np.int32], ___: NDArray[np.int32], works: NDArray[np.int32]) -> object:
    return np.ones(len(works), dtype=bool)


@pytest.mark.parametrize("rank", [50, 400], ids=["much read", "little read"])
def test_a_workspace_cannot_promote_a_book(sample: Sample, rank: int, monkeypatch: pytest.MonkeyPatch) -> None:
    promoted = int(sample.works[rank])
    shelves = attack(sample.works, promoted)

    def after() -> Dataset:
        return join_shelves(sample.dataset, sample.joined, sample.previous(), shelves).dataset

    capped = after()
    counts = [len(dataset.ratings) for dataset in (sample.dataset, capped)]
    assert 0 < counts[1] - counts[0] < 0.4 * counts[0]
    before = sample.works_with_most_readers_in_common(sample.dataset, promoted)
    assert sample.works_with_most_readers_in_common(capped, promoted) <= before + 10

    monkeypatch.setattr(WorkspaceCaps, "admit", admit_all)
    assert sample.works_with_most_readers_in_common(after(), promoted) > 190


def figures_of(sample: Sample, dataset: Dataset, readers: range) -> ModelFigures:
    """Return the figures that a training on a dataset writes into its manifest, but for the counts.

    Args:
        sample: The sample.
        dataset: The dataset, perhaps with shelves.
        readers: Rows of the readers of the shelves.
    """
    works = gather_works(dataset, sample.joined)
    facts, measured = BookFacts(works), measured_readers(works, readers)
    ranker = learn_ranker(works, facts, measured)
    assert ranker is not None
    gate = measure_gate_figures(works, facts, ranker, measured)
    assert gate is not None
    manifest = {"model_version": dataset.fingerprint, "quality": asdict(ranker.quality), "gate": asdict(gate)}
    return ModelFigures.from_manifest(json.dumps(manifest))


def test_made_up_shelves_do_not_stop_the_trainings(sample: Sample) -> None:
    joined = join_shelves(sample.dataset, sample.joined, sample.previous(), attack(sample.works, int(sample.works[50])))
    before, after = figures_of(sample, sample.dataset, range(0)), figures_of(sample, joined.dataset, joined.readers)
    assert before.quality
    assert after.quality
    assert before.quality.readers == after.quality.readers
    comparison = compare(before, after)
    assert comparison.worse == ()
    assert "on the same readers" in comparison.summary

    # Measured too, they would: nothing predicts the books that were chosen at random.
    on_all = figures_of(sample, joined.dataset, range(0))
    assert on_all.quality
    assert on_all.quality.readers > before.quality.readers + 500
    assert on_all.quality.ndcg_at_10 < 0.9 * before.quality.ndcg_at_10
