"""What speaks for reading one book after another: the signals that the ranker weighs.

The signals of a pair come from what is known of the two books (`BookFacts`) and from what a set of readers read
(`Signals`); the ranker learns from readers who are not in that set.
"""

from threading import Lock

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from model_build.datasets.languages import language_of_isbn
from model_build.rank.cooccurrence import CoOccurrence, Pairs
from model_build.works.gather import Works
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from shelftalker.model.title_keys import normalise_title

# c^2 / (c + 5): three readers in common may be an accident, thirty are not.
_PAIR_DAMPING = 5.0
# (n_i * n_j)^0.2: just enough that bestsellers are not everybody's neighbours; cosine's 0.5 favours accidents.
_POPULARITY_DAMPING = 0.2
# A book by the same author counts double, and 0.05 * n_j^0.3 even where no reader has both.
_SAME_AUTHOR_FACTOR = 2.0
_SAME_AUTHOR_SHARE = 0.05
# Means of few ratings are drawn towards the mean of all, as if five more readers had given that.
_MEAN_PRIOR = 5
_FACTORS = 32
# Randomised subspace iteration: each step costs two products with the ratings, and three settle the leading factors.
_SUBSPACE_STEPS = 3

DAMPED_COOCCURRENCE = "damped co-occurrence"
READERS_OF_ASKED = "readers of the asked book"
READERS_OF_OTHER = "readers of the other book"
YEARS_BETWEEN = "years between"
SIGNALS_OF_ASKED_BOOK = (READERS_OF_ASKED, "mean rating of the asked book")
SIGNALS = (
    DAMPED_COOCCURRENCE,
    "readers in common, weighted",
    "readers in common",
    "share of the asked book's readers",
    "share of the other book's readers",
    READERS_OF_ASKED,
    READERS_OF_OTHER,
    "likes of the other book",
    "liked share of the other book",
    "same author",
    "readers of the other book's author",
    "factors",
    YEARS_BETWEEN,
    "year of the other book",
    "same publisher",
    "same language",
    "words of the title",
    "mean rating of the other book",
    "mean rating of the asked book",
)


class BookFacts:
    """What is known of the books themselves, whoever read them.

    Attributes:
        author_rows: [works] the author of each; -1 where unknown.
        years: [works] float32, NaN where unknown.
        publishers: [works] a number a publisher; -1 where unknown.
        languages: [works] a number a registration group of the ISBNs, which stands for a language; -1 where none.
        title_words: [works, words] the words of the titles, tf-idf, each row of length 1.
    """

    def __init__(self, works: Works) -> None:
        books = works.books
        self.works_count = len(books)
        self.author_rows = np.where(books["author"] == UNKNOWN_AUTHOR, -1, books["author_row"]).astype(np.int32)
        self.years = books["year"].astype("Float64").to_numpy(dtype=np.float32, na_value=np.nan)
        self.publishers = _numbered(books["publisher"].str.casefold().str.strip().tolist())
        self.languages = _numbered([language_of_isbn(isbn) for isbn in books["isbn"].tolist()])
        self.title_words = _title_words(books["title"].tolist())

    def same_author(self, one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.bool_]:
        """[pairs] whether both works are by one known author."""
        same: NDArray[np.bool_] = (self.author_rows[one] == self.author_rows[other]) & (self.author_rows[one] >= 0)
        return same


class Signals:
    """The signals of pairs of works by what a set of readers read.

    Attributes:
        cooccurrence: What those readers read together.
    """

    def __init__(self, facts: BookFacts, ratings: pd.DataFrame) -> None:
        """Count `ratings` (reader, work, rating, liked; one a pair)."""
        self._facts = facts
        works = facts.works_count
        self.cooccurrence = CoOccurrence(ratings, works)
        self._readers_count = self.cooccurrence.readers_count
        self._ratings = ratings
        self._factors: NDArray[np.float32] | None = None
        self._one_at_a_time = Lock()
        self._likes = np.bincount(ratings["work"][ratings["liked"]], minlength=works).astype(np.float32)
        rated = ratings[ratings["rating"] > 0]
        mean = float(rated["rating"].mean()) if len(rated) else 0.0
        totals = np.bincount(rated["work"], weights=rated["rating"], minlength=works)
        counts = np.bincount(rated["work"], minlength=works)
        self._mean_ratings = ((totals + _MEAN_PRIOR * mean) / (counts + _MEAN_PRIOR)).astype(np.float32)
        self._damping: NDArray[np.float32] = np.maximum(self._readers_count, 1) ** -np.float32(_POPULARITY_DAMPING)
        known = facts.author_rows >= 0
        readers_of_author = np.bincount(facts.author_rows[known], weights=self._readers_count[known])
        # An unknown author's row is -1: the last place, which no author has.
        self._readers_of_author = np.append(readers_of_author, 0).astype(np.float32)[facts.author_rows]

    def of(self, pairs: Pairs) -> NDArray[np.float32]:
        """[pairs, signals] each signal of `SIGNALS` for each pair; NaN where a year is unknown."""
        facts, readers_count = self._facts, self._readers_count
        one, other = pairs.works, pairs.others
        with self._one_at_a_time:
            # The formula does without them, and they are the dearest of the signals.
            if self._factors is None:
                self._factors = _factors(self._ratings, readers_count)
        factors = self._factors
        columns = (
            self.damped_cooccurrence(pairs),
            pairs.weights,
            pairs.readers,
            pairs.weights / np.maximum(readers_count[one], 1),
            pairs.weights / np.maximum(readers_count[other], 1),
            readers_count[one],
            readers_count[other],
            self._likes[other],
            self._likes[other] / np.maximum(readers_count[other], 1),
            facts.same_author(one, other),
            self._readers_of_author[other],
            np.einsum("ij,ij->i", factors[one], factors[other]),
            facts.years[one] - facts.years[other],
            facts.years[other],
            (facts.publishers[one] == facts.publishers[other]) & (facts.publishers[one] >= 0),
            (facts.languages[one] == facts.languages[other]) & (facts.languages[one] >= 0),
            facts.title_words[one].multiply(facts.title_words[other]).sum(axis=1),
            self._mean_ratings[other],
            self._mean_ratings[one],
        )
        signals = np.empty((len(one), len(SIGNALS)), dtype=np.float32)
        for number, column in enumerate(columns):
            signals[:, number] = column
        return signals

    def cooccurrence_by_author(self, pairs: Pairs) -> NDArray[np.float32]:
        """[pairs] c^2 / (c + 5) from the weighted readers in common c, more where both are by one author."""
        one, other = pairs.works, pairs.others
        score: NDArray[np.float32] = np.square(pairs.weights) / (pairs.weights + np.float32(_PAIR_DAMPING))
        same_author = self._facts.same_author(one, other)
        share = _SAME_AUTHOR_SHARE * np.maximum(self._readers_count[other[same_author]], 1) ** 0.5
        score[same_author] *= _SAME_AUTHOR_FACTOR
        score[same_author] += share / self._damping[one[same_author]]
        return score

    def damped_cooccurrence(self, pairs: Pairs) -> NDArray[np.float32]:
        """[pairs] the same over (n_i n_j)^0.2, n being the readers of a work.

        The best single signal there is, and what ranks where there are too few readers to learn from.
        """
        return self.cooccurrence_by_author(pairs) * self._damping[pairs.works] * self._damping[pairs.others]


def _factors(ratings: pd.DataFrame, readers_count: NDArray[np.float32]) -> NDArray[np.float32]:
    """[works, factors] directions in which works differ by who read them, each of length 1.

    A truncated SVD of the ratings by randomised subspace iteration (Halko, Martinsson, Tropp, "Finding structure
    with randomness", SIAM Review 2011, algorithm 4.4), avid readers and bestsellers damped.
    """
    readers, works = ratings["reader"].to_numpy(), ratings["work"].to_numpy()
    books_of_reader = np.bincount(readers)
    weights = books_of_reader[readers] ** -0.3 * readers_count[works] ** -0.3
    shape = (len(books_of_reader), len(readers_count))
    reading = sp.csr_array((weights.astype(np.float32), (readers, works)), shape=shape)
    read_by = sp.csr_array(reading.T)
    basis = np.random.default_rng(0).standard_normal((shape[1], min(_FACTORS, *shape))).astype(np.float32)
    for _ in range(_SUBSPACE_STEPS):
        basis = _orthonormal(read_by @ (reading @ basis))
    projected = (reading @ basis).astype(np.float64)
    _, squares, rotation = np.linalg.svd(projected.T @ projected)
    factors = (basis @ rotation.T) * np.sqrt(squares)
    factors /= np.maximum(np.linalg.norm(factors, axis=1, keepdims=True), 1e-9)
    return np.asarray(factors, dtype=np.float32)


def _orthonormal(basis: NDArray[np.float32]) -> NDArray[np.float32]:
    """An orthonormal basis of the columns, from their small Gram matrix: ten times as fast as QR of tall columns."""
    exact = basis.astype(np.float64)
    squares, rotation = np.linalg.eigh(exact.T @ exact)
    return np.asarray(exact @ (rotation / np.sqrt(np.maximum(squares, squares[-1] * 1e-12))), dtype=np.float32)


def _numbered(names: list[str]) -> NDArray[np.int32]:
    """A number a distinct name, -1 for an empty one."""
    number_of = {"": -1}
    for name in names:
        number_of.setdefault(name, len(number_of) - 1)
    return np.array([number_of[name] for name in names], dtype=np.int32)


def _title_words(titles: list[str]) -> sp.csr_array:
    """[works, words] tf-idf of the words of each title, of length 1 where there are any."""
    words_of = [sorted(set(normalise_title(title).split())) for title in titles]
    column_of: dict[str, int] = {}
    columns = [column_of.setdefault(word, len(column_of)) for words in words_of for word in words]
    starts = np.cumsum([0, *(len(words) for words in words_of)])
    titles_with = np.bincount(columns, minlength=len(column_of))
    weights = np.log(len(titles) / titles_with).astype(np.float32)[columns]
    lengths = np.sqrt(np.add.reduceat(np.append(weights**2, 0), starts[:-1]) * (np.diff(starts) > 0))
    weights /= np.maximum(np.repeat(lengths, np.diff(starts)), 1e-9)
    words = sp.csr_array((weights, columns, starts), shape=(len(titles), max(1, len(column_of))))
    words.sort_indices()
    return words
