"""The task "after a new book": a tenth of the works loses all its ratings, as a book that has just come out has none.

The model of the training readers is made without those ratings; the questions are the held-out readers' likes of those
works, the right answers all their other likes. Beside the project's answers stand those by author and popularity, and
those of the ranker of read works, which ranked new books too before there was another one for them.
"""

from dataclasses import replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from model_build.datasets.dataset import Dataset
from model_build.evaluation.config import EVALUATION, PROJECT
from model_build.evaluation.metrics import at_most_two_by_one_author
from model_build.evaluation.results import NewBooksResults
from model_build.evaluation.scoring import MethodRankings, ScoredMethod, Scorer
from model_build.evaluation.similar import rankings_of
from model_build.rank.book_facts import BookFacts
from model_build.rank.ndcg import CUTOFF, Rankings
from model_build.rank.neighbours import Neighbours, choose_neighbours
from model_build.rank.prices import fit_prices
from model_build.rank.ranker import RANKER, Ranker, learn_ranker
from model_build.rank.scored_candidates import score_candidates
from model_build.rank.splitting import AfterBook, Questions, questions_after_books, ratings_by_row
from model_build.rank.unread.all_neighbours import rank_all
from model_build.works.gather import Works, gather_works, hash_names
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from shelftalker.recommend.recommender import RECOMMENDER

BY_AUTHOR = "Author and popularity"
AS_READ_BOOKS = "Ranker of read books"


def evaluate_new_books(
    training: Dataset, all_works: Works, held_out: NDArray[np.int64], seed: int
) -> NewBooksResults | None:
    """Measure what is recommended after books without ratings, and how often these are recommended.

    Args:
        training: The dataset without the ratings of the held-out readers.
        all_works: The works of the whole dataset.
        held_out: Rows of the held-out readers.
        seed: Seed of the bootstrap.

    Returns:
        None where no held-out reader liked one of the new books.
    """
    is_new = hash_names(all_works.books["isbn"]) / 2.0**64 < EVALUATION.new_books_share
    is_new_edition = is_new[all_works.work_of]
    is_left = ~is_new_edition[training.ratings["edition"].to_numpy()]
    works = gather_works(replace(training, ratings=training.ratings[is_left].reset_index(drop=True)))
    new = np.unique(works.work_of[is_new_edition])
    questions = questions_of(
        questions_after_books(ratings_by_row(all_works, held_out, works.work_of.astype(np.int64)), len(works.books)),
        new,
    )
    if not len(questions.work):
        return None
    return _Task(works, new, questions, seed).results()


def questions_of(after_books: AfterBook, asked: NDArray[np.int32]) -> AfterBook:
    """Return the questions after some works alone, of the readers that have any."""
    is_asked = np.isin(after_books.work, asked)
    of_all = after_books.questions
    readers, reader = np.unique(of_all.reader[is_asked], return_inverse=True)
    return AfterBook(
        after_books.work[is_asked],
        Questions(
            reader=reader,
            readers_count=len(readers),
            relevant=of_all.relevant,
            relevant_counts=of_all.relevant_counts[is_asked],
            shelf=of_all.shelf[is_asked],
        ),
    )


def rank_by_author(works: Works, of_works: NDArray[np.int32]) -> Rankings:
    """Return [works, 60] for some works the others by the author, then all others, the most read first."""
    limit = EVALUATION.ranked_works
    authors = works.books["author_row"].to_numpy()
    is_known = (works.books["author"] != UNKNOWN_AUTHOR).to_numpy()
    most_read = np.arange(min(2 * limit, len(authors)))
    rankings = np.full((len(authors), limit), -1, dtype=np.int32)
    for work in of_works.tolist():
        # Rows are in order of popularity.
        by_author = np.flatnonzero((authors == authors[work]) & is_known[work])
        ranked = np.concatenate([by_author, most_read[~np.isin(most_read, by_author)]])
        ranked = ranked[ranked != work][:limit]
        rankings[work, : len(ranked)] = ranked
    return rankings


class _Task:
    """The works, some of which are new, and the questions after these."""

    def __init__(self, works: Works, new: NDArray[np.int32], questions: AfterBook, seed: int) -> None:
        self._works, self._new = works, new
        self._facts = BookFacts(works)
        readers_count = works.books["readers_count"].to_numpy(dtype=np.int64)
        self._scorer = Scorer(questions.questions, questions.work, readers_count, (), seed)

    def results(self) -> NewBooksResults:
        """Rank by the project's model and both others, and score the rankings."""
        started = perf_counter()
        ranker = learn_ranker(self._works, self._facts)
        neighbours, exposure = rank_all(self._works, ranker, self._facts)
        seconds = perf_counter() - started
        shown = neighbours.as_lists().shown_works(self._facts, exposure.author_factor)
        ours = self._score(PROJECT, rankings_of(neighbours), shown, seconds)
        others = [self._score_plain(BY_AUTHOR, rank_by_author(self._works, self._new))]
        as_read = self._rank_as_read(ranker)
        others.append(self._score_plain(AS_READ_BOOKS, rankings_of(as_read)))
        is_new = np.isin(np.arange(len(shown)), self._new)
        return NewBooksResults(
            books=len(self._new),
            task=self._scorer.results(ours, others, [], {}, {}),
            shown_after_others=float(is_new[shown[~is_new][shown[~is_new] >= 0]].mean()),
            shown_after_new=float(is_new[shown[is_new][shown[is_new] >= 0]].mean()),
        )

    def _rank_as_read(self, ranker: Ranker | None) -> Neighbours:
        candidates = score_candidates(self._works, ranker, facts=self._facts)
        prices = fit_prices(candidates, ranker.author_factors if ranker else RANKER.author_factors)
        return choose_neighbours(candidates, prices.of_works)

    def _score_plain(self, name: str, plain: Rankings) -> ScoredMethod:
        started = perf_counter()
        shown = at_most_two_by_one_author(plain, self._works.books["author_row"].to_numpy(dtype=np.int64))
        return self._score(name, plain, shown, perf_counter() - started)

    def _score(self, name: str, plain: Rankings, shown: Rankings, seconds: float) -> ScoredMethod:
        """Score rankings of all works, of which those after new ones count, the five shown of each list."""
        is_new = np.isin(np.arange(len(plain)), self._new)[:, None]
        first_five = np.full((len(shown), CUTOFF), -1, dtype=np.int32)
        first_five[:, : RECOMMENDER.recommendations] = shown[:, : RECOMMENDER.recommendations]
        plain, first_five = np.where(is_new, plain, -1), np.where(is_new, first_five, -1)
        authors = self._facts.author_rows
        five = first_five[:, : RECOMMENDER.recommendations]
        same_author: NDArray[np.bool_] = (authors[five] == authors[:, None]) & (authors[:, None] >= 0) & (five >= 0)
        return self._scorer.score(MethodRankings(name, {}, plain, first_five, seconds), same_author)
