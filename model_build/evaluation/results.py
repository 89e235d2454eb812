"""Results of an evaluation: figures with their uncertainty, ready to be printed or plotted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from model_build.evaluation.series_shares import SeriesShares

Setting = float | int | str
Grid = Mapping[str, Sequence[Setting]]


@dataclass(frozen=True, slots=True)
class Estimate:
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
class Exposure:
    """Shares of the shown books that are the same few, see `exposure.measure_exposure`; NaN where nothing is shown.

    Attributes:
        most_shown: Share of the answers that hold the most shown book.
        five_most_shown: Share of all places in the answers that the five most shown books fill.
        coverage_at_5: Share of the catalogue's books that stand in at least one answer.
    """

    most_shown: float
    five_most_shown: float
    coverage_at_5: float


@dataclass(frozen=True, slots=True)
class GroupScores:
    """Figures of one method on some of the questions: by ratings of the asked book, length of shelf, or source.

    Attributes:
        name: The group's name in the report: "5 to 19", or the source's.
        readers: Number of held-out readers with a question in the group.
        queries: Number of questions in the group.
        ndcg_at_10: nDCG@10 of the plain ranking, as in `MethodScores`, over these questions.
        hit_at_5: Share of these questions with a relevant book among the plain ranking's first five.
        hit_at_5_shown: The same of the five as shown.
    """

    name: str
    readers: int
    queries: int
    ndcg_at_10: Estimate
    hit_at_5: Estimate
    hit_at_5_shown: Estimate


@dataclass(frozen=True, slots=True)
class GroupLead:
    """Lead of the project's model over another method on the questions of one group.

    Attributes:
        name: The group's name in the report.
        ndcg_at_10: The project's nDCG@10 less the other's, paired by reader.
    """

    name: str
    ndcg_at_10: Estimate


@dataclass(frozen=True, slots=True)
class MethodScores:
    """Figures of one method's recommendations. All shares are between 0 and 1.

    Attributes:
        name: The method's name in the report.
        settings: Settings chosen from the method's grid; empty where there is nothing to choose.
        ndcg_at_10: nDCG@10 of the plain ranking. Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR
            techniques" (2002), with gains of 0 and 1.
        hit_at_5: Share of queries with a relevant book among the plain ranking's first five.
        ndcg_at_10_shown: nDCG@10 of the first ten as they would be shown: the project's by the bot's own rules, the
            others' with at most two by one author.
        hit_at_5_shown: Share of queries with a relevant book among the five as shown.
        answered: Share of queries answered with five books.
        coverage_at_5: Share of the catalogue's books that are shown at least once: after any of its books, each
            taken once (similar books), or to any held-out reader (personal recommendations).
        median_popularity: Number of training readers of a shown book, the median over all shown; NaN if none was.
        same_author_share: Share of shown books by the author of the question's book (similar books), or by an
            author of the reader's known books (personal recommendations); NaN if none was shown.
        seconds: Duration of the fit with the chosen settings and of the ranking, without the search for settings.
        ndcg_at_5_shown: nDCG@5 of the five as shown.
        exposure_plain: Exposure of the plain ranking's first five.
        exposure_shown: Exposure of the five as shown.
        groups: Figures by the size of the question, the smallest first; groups without a question are left out.
        series_shown: The order of series in the answers as shown, after every work of the catalogue; None for readers,
            who may have read the volumes that a list goes on from.
        sources: Figures by the source of the reader, in the order of the dataset's; empty where there is one source.
    """

    name: str
    settings: Mapping[str, Setting]
    ndcg_at_10: Estimate
    hit_at_5: Estimate
    ndcg_at_10_shown: Estimate
    hit_at_5_shown: Estimate
    answered: float
    coverage_at_5: float
    median_popularity: float
    same_author_share: float
    seconds: float
    ndcg_at_5_shown: Estimate
    exposure_plain: Exposure
    exposure_shown: Exposure
    groups: tuple[GroupScores, ...]
    series_shown: SeriesShares | None = None
    sources: tuple[GroupScores, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead:
    """Lead of the project's model over another method.

    Attributes:
        over: The other method's name.
        ndcg_at_10: The project's nDCG@10 less the other's, paired by reader; beyond chance where `low` is above 0.
        ratio: The project's nDCG@10 over the other's; infinite where the other has no hit.
        groups: The lead by the size of the question, in the order of `MethodScores.groups`.
        sources: The lead by the source of the reader, in the order of `MethodScores.sources`.
    """

    over: str
    ndcg_at_10: Estimate
    ratio: float
    groups: tuple[GroupLead, ...]
    sources: tuple[GroupLead, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskResults:
    """Results of all methods in one task.

    Attributes:
        methods: The project's model first, the others by nDCG@10, best first.
        leads: Lead over each of the others, in their order.
        ablation: Each of the project's signals alone, best first; empty in a task without signals.
        readers: Number of held-out readers.
        queries: Number of questions: liked books (similar books) or shelves with likes hidden (personal ones).
        grid: For each method that has settings, the values of each; all combinations were fitted.
        left_out: Methods that could not run here, and the reason.
        variants: A method at every value of a setting, whichever was chosen: EASE at every lambda, for readers.
        variant_leads: Lead over each of the variants, in their order.
    """

    methods: tuple[MethodScores, ...]
    leads: tuple[Lead, ...]
    ablation: tuple[MethodScores, ...]
    readers: int
    queries: int
    grid: Mapping[str, Grid]
    left_out: Mapping[str, str]
    variants: tuple[MethodScores, ...] = ()
    variant_leads: tuple[Lead, ...] = ()


@dataclass(frozen=True, slots=True)
class NewBooksResults:
    """Results of the task "after a new book", see new_books.py.

    Attributes:
        books: Number of books that lost their ratings.
        task: The results of the methods; nDCG@10 as shown is that of the five shown.
        shown_after_others: Share of the places in the answers after all other books that new ones fill.
        shown_after_new: Share of those in the answers after new ones.
    """

    books: int
    task: TaskResults
    shown_after_others: float
    shown_after_new: float


@dataclass(frozen=True, slots=True)
class Results:
    """An evaluation of one dataset.

    Attributes:
        dataset: The name of the folder that the dataset's ratings are in.
        counts: Sizes of the whole dataset and of its held-out part: editions, works, readers, ratings, and so on.
        fingerprint: SHA-256 of the dataset's files, in hex.
        seed: Seed of the held-out readers and of all other random numbers.
        similar: The task "after a book", for each book that a held-out reader liked.
        personal: The task "for a reader", with 80% of each held-out reader's likes known.
        seconds: Duration of the whole evaluation.
        new_books: The task "after a new book"; None where no held-out reader liked one of those books.
        quality: The `quality` of the manifest of the training readers' model, by name; None where the formula ranks.
    """

    dataset: str
    counts: Mapping[str, int]
    fingerprint: str
    seed: int
    similar: TaskResults
    personal: TaskResults
    seconds: float
    new_books: NewBooksResults | None = None
    quality: Mapping[str, float | None] | None = None
