"""What an evaluation found: figures with their uncertainty, ready to be printed or plotted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Setting = float | int | str
Grid = Mapping[str, Sequence[Setting]]


@dataclass(frozen=True, slots=True)
class Measured:
    """A mean over readers, and the 95% bootstrap interval around it.

    Attributes:
        value: The mean.
        low: The 2.5th percentile of the means of resampled readers.
        high: The 97.5th percentile of them.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class MethodScores:
    """How good one method's recommendations are. All shares are between 0 and 1.

    Attributes:
        name: The method's name for people.
        settings: What was chosen from the method's grid; empty where there is nothing to choose.
        ndcg_at_10: Of the plain ranking. Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques"
            (2002), with gains of 0 and 1.
        hit_at_5: Share of queries with a relevant book among the plain ranking's first five.
        ndcg_at_10_shown: Of the first ten as they would be shown: at most two by one author.
        hit_at_5_shown: Share of queries with a relevant book among the five as shown.
        answered: Share of queries answered with five books.
        coverage_at_5: Share of the catalogue's books that are shown at least once: after any of its books, every one
            asked once (similar books), or to any held-out reader (personal recommendations).
        median_popularity: Training readers of a shown book, the median over all that was shown; NaN if nothing was.
        same_author_share: Share of shown books by the author of the book asked about (similar books), or by an
            author of the reader's known books (personal recommendations); NaN if nothing was shown.
        seconds: What it took to fit the method as chosen, without the search for its settings, and to rank.
    """

    name: str
    settings: Mapping[str, Setting]
    ndcg_at_10: Measured
    hit_at_5: Measured
    ndcg_at_10_shown: Measured
    hit_at_5_shown: Measured
    answered: float
    coverage_at_5: float
    median_popularity: float
    same_author_share: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Lead:
    """How far the project's model is ahead of another method.

    Attributes:
        over: The other method's name.
        ndcg_at_10: The project's less the other's, paired by reader; ahead beyond chance where `low` is above 0.
        ratio: The project's nDCG@10 over the other's; infinite where the other found nothing.
    """

    over: str
    ndcg_at_10: Measured
    ratio: float


@dataclass(frozen=True, slots=True)
class TaskResults:
    """One task, by all methods.

    Attributes:
        methods: The project's model first, the others by nDCG@10, best first.
        leads: Over each of the others, in their order.
        ablation: Each of the project's signals alone, best first; empty where the task has no such thing.
        readers: Held-out readers who were asked for.
        queries: Questions asked: liked books (similar books) or readers (personal recommendations).
        grid: For each method that has settings, the values tried of each; all combinations were.
        left_out: Methods that could not run here, and why.
    """

    methods: tuple[MethodScores, ...]
    leads: tuple[Lead, ...]
    ablation: tuple[MethodScores, ...]
    readers: int
    queries: int
    grid: Mapping[str, Grid]
    left_out: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Results:
    """An evaluation of one dataset.

    Attributes:
        dataset: The name of the folder that the dataset's ratings are in.
        counts: Of the whole dataset and of what was held out: editions, works, readers, ratings, and so on.
        fingerprint: SHA-256 of the dataset's files, in hex.
        seed: What readers are held out and all else that is drawn by lot depends on.
        similar: "What to read after this book", asked for each book that a held-out reader liked.
        personal: "What should I read", asked with 80% of each held-out reader's likes known.
        seconds: What it all took.
    """

    dataset: str
    counts: Mapping[str, int]
    fingerprint: str
    seed: int
    similar: TaskResults
    personal: TaskResults
    seconds: float
