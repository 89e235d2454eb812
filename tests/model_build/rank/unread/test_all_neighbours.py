from dataclasses import replace

import numpy as np

from model_build.datasets.dataset import Dataset
from model_build.rank.book_facts import BookFacts
from model_build.rank.neighbours import NEIGHBOURS, NEIGHBOURS_BY_FACTS, choose_neighbours
from model_build.rank.prices import fit_prices
from model_build.rank.ranker import RANKER, learn_ranker
from model_build.rank.scored_candidates import score_candidates
from model_build.rank.unread.all_neighbours import rank_all
from model_build.works.gather import Works, gather_works


def works_with_unread(dataset: Dataset, unread_editions: int) -> Works:
    """Return the works of a dataset without the ratings of its first editions."""
    ratings = dataset.ratings[dataset.ratings["edition"] >= unread_editions].reset_index(drop=True)
    return gather_works(replace(dataset, ratings=ratings))


def test_read_works_are_ranked_by_readers_and_unread_ones_by_facts(readers_of_tastes: Dataset) -> None:
    works = works_with_unread(readers_of_tastes, 15)
    neighbours, exposure = rank_all(works, learn_ranker(works), BookFacts(works))
    counts = np.diff(neighbours.starts)
    is_read = works.books["readers_count"].to_numpy() > 0
    assert 60 < is_read.sum() <= 85
    readers_count = works.books["readers_count"].to_numpy()
    assert (counts[is_read] >= NEIGHBOURS.least_of(readers_count[is_read])).all()
    assert (counts[~is_read] >= NEIGHBOURS_BY_FACTS.neighbours).all()
    assert not neighbours.readers_in_common[neighbours.starts[is_read.sum()] :].any()
    # Some answers of so small a catalogue are filled up with books that a price would keep out.
    assert exposure.most_shown <= exposure.limit + 0.03


def test_without_unread_works_nothing_changes(readers_of_tastes: Dataset) -> None:
    read = readers_of_tastes.ratings["edition"].unique()
    editions = readers_of_tastes.editions.iloc[sorted(read)]
    row_of = {edition: row for row, edition in enumerate(sorted(read))}
    ratings = readers_of_tastes.ratings.assign(edition=readers_of_tastes.ratings["edition"].map(row_of).astype("int32"))
    works = gather_works(replace(readers_of_tastes, editions=editions.reset_index(drop=True), ratings=ratings))
    facts, ranker = BookFacts(works), learn_ranker(works)
    assert ranker is not None
    neighbours, exposure = rank_all(works, ranker, facts)
    candidates = score_candidates(works, ranker, facts=facts)
    prices = fit_prices(candidates, ranker.author_factors)
    expected = choose_neighbours(candidates, prices.of_works)
    np.testing.assert_array_equal(neighbours.works, expected.works)
    np.testing.assert_array_equal(neighbours.scores, expected.scores)
    assert exposure.author_factor == prices.author_factor


def test_a_dataset_of_few_readers_is_ranked_by_the_formulas(readers_of_tastes: Dataset) -> None:
    few = readers_of_tastes.ratings
    few = few[(few["reader"] < 30) & (few["edition"] >= 15)].reset_index(drop=True)
    works = gather_works(replace(readers_of_tastes, ratings=few))
    neighbours, exposure = rank_all(works, None, BookFacts(works))
    assert (np.diff(neighbours.starts) >= 5).all()
    assert exposure.author_factor in RANKER.author_factors
