"""Weekly trainings with readers whose tastes are known: how much better the models answer them, week by week.

A taste is some authors whom a few readers of the dataset read together, and the others no more than by chance. Each
week some readers of each taste opt in, those who have opted in rate a few more books, and the command of the weekly
training learns from all of them. Some likes of each reader are never rated, and the model has to find them from the
reader's first books, which stay the same: only the models change. As in the bot, no list has a book that its reader
rates. Other readers of the same tastes are in the exports too, and did not opt in.
"""

import csv
import logging
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import fmean

import numpy as np

from infra.learning.worker import Training, run_training
from infra.local.aws.services import RESOURCES, local_aws
from model_build.publish.dataset_store import DatasetStore
from model_build.publish.publish import ModelStore
from model_build.rank.ndcg import CUTOFF, DISCOUNTS, ideal_dcg
from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.contributions import ShelfEntry
from shelftalker.recommend.personal_ranking import rank_for_reader
from tests.bench.figures import Figure
from tests.bench.synthetic import Size, write_dataset
from tests.bench.weeks_plot import Line, draw_lines
from tests.exported_shelves import KEY, Item, opted_in, stars_of, write_export

_SVG = "weeks.svg"
_DATASET = f"s3://{RESOURCES.bucket}/datasets/a"


@dataclass(frozen=True, slots=True)
class WeeksConfig:
    """Numbers of the simulation.

    Attributes:
        weeks: Number of weekly trainings.
        tastes: Number of tastes; no two have an author in common.
        works_of_taste: Least number of works of a taste's authors.
        dataset_readers: Readers of the dataset who have each taste besides their own.
        dataset_books: Number of books of a taste that each of them has rated.
        readers: Readers of each taste who opt in, as many each week.
        others: Readers of each taste who did not.
        first_books: Number of books that a reader has rated before opting in, and that the model is asked with.
        weekly_books: Number of books that a reader rates each week from then on.
        hidden_likes: Number of books that a reader likes and never rates.
        stray_share: Share of the weekly ratings that are of any book.
        workspaces: Number of workspaces that the readers are spread over.
        seed: Seed of the generator.
    """

    weeks: int = 8
    tastes: int = 5
    works_of_taste: int = 40
    dataset_readers: int = 20
    dataset_books: int = 3
    readers: int = 24
    others: int = 24
    first_books: int = 3
    weekly_books: int = 3
    hidden_likes: int = 10
    stray_share: float = 0.15
    workspaces: int = 12
    seed: int = 194


WEEKS = WeeksConfig()
SIZE = Size(
    editions=1_500, readers=5_000, authors=500, ratings=100_000, most_by_one_reader=300, most_of_one_edition=1_000,
    most_by_one_author=12, words=4_000,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TasteReader:
    """A reader whose taste is known.

    Attributes:
        user_id: Id of the user in Slack.
        workspace_id: Id of the workspace.
        opts_in: Number of the week in which the reader opts in; None for one who never does.
        ratings: Ids of the rated books with their stars, in the order of time; the first ones are asked with.
        taste: Ids of the books of the taste.
        hidden: Ids of those that the reader likes and never rates.
    """

    user_id: str
    workspace_id: str
    opts_in: int | None
    ratings: tuple[tuple[str, int], ...]
    taste: frozenset[str]
    hidden: frozenset[str]

    @property
    def chance(self) -> float:
        """NDCG@10 to be expected of unrated books of the taste in any order: who knows the taste knows no more."""
        return len(self.hidden) / len(self.taste - {book_id for book_id, _ in self.ratings})

    def rated_by(self, week: int, config: WeeksConfig) -> tuple[tuple[str, int], ...]:
        """Return the books that the reader has rated by a week, with their stars."""
        return self.ratings[: config.first_books + max(0, week - (self.opts_in or 1) + 1) * config.weekly_books]

    def has_opted_in(self, week: int) -> bool:
        """Return whether the reader has opted in by a week."""
        return self.opts_in is not None and self.opts_in <= week

    def items(self, week: int, config: WeeksConfig) -> Iterator[Item]:
        """Yield the items of the shelves' table after a week."""
        if self.has_opted_in(week):
            yield opted_in(self.user_id, self.workspace_id)
        for time, (book_id, stars) in enumerate(self.rated_by(week, config)):
            yield stars_of(self.user_id, book_id, stars, 1_700_000_000 + time, self.workspace_id)


@dataclass(frozen=True, slots=True)
class Week:
    """The model that is current after a week, and its figures.

    Attributes:
        number: Number of the week; 0 before the first training.
        version: Version of the model.
        ratings: Number of ratings that the training was given by readers who opted in.
        refusal: The last line of the training's error where it published nothing, else empty.
        learned: Mean nDCG@10 of the readers who opt in, now or in a later week.
        others: The same of those who did not.
        bound: Mean nDCG@10 to be expected of lists that know the tastes and no more.
        dataset: The nDCG@10 in the manifest, of the dataset's own readers and those who opted in; None without one.
    """

    number: int
    version: str
    ratings: int
    refusal: str
    learned: float
    others: float
    bound: float
    dataset: float | None


def measure_weeks(folder: Path, config: WeeksConfig = WEEKS, size: Size = SIZE) -> list[Figure]:
    """Simulate the weeks of a made-up dataset, draw their plot into a folder, and return a line for each week.

    Args:
        folder: The folder for the dataset, the exports, the models and the plot, which is emptied.
        config: The numbers.
        size: Size of the dataset.
    """
    shutil.rmtree(folder, ignore_errors=True)
    write_dataset(folder / "data", size)
    add_tastes_to_dataset(folder / "data", config)
    weeks = list(simulate_weeks(folder / "data", folder, config, run_training))
    (folder / _SVG).write_text(draw_weeks(weeks), encoding="utf-8")
    return list(map(_figure, weeks))


def draw_weeks(weeks: Sequence[Week]) -> str:
    """Return the plot of the weeks as SVG."""
    lines = [
        Line("readers who opt in", [week.learned for week in weeks], is_ours=True),
        Line("others of the same tastes", [week.others for week in weeks]),
        Line("lists that know the tastes", [week.bound for week in weeks], is_bound=True),
    ]
    return draw_lines("week", "nDCG@10", [week.number for week in weeks], lines)


def _figure(week: Week) -> Figure:
    dataset = f"{week.dataset:.3f}" if week.dataset is not None else "none"
    ending = f"refused: {week.refusal}" if week.refusal else f"model {week.version}"
    return Figure(
        f"after week {week.number}, {week.ratings:,} ratings by readers who opted in",
        f"{week.learned:.3f}",
        beside=f"{week.others:.3f} of the others, {week.bound:.3f} by the tastes, {dataset} in the manifest; {ending}",
    )


def simulate_weeks(
    data: Path, folder: Path, config: WeeksConfig, train: Callable[[Sequence[str]], Training] = run_training
) -> Iterator[Week]:
    """Yield the state before the first week, and after each.

    Args:
        data: The folder of a dataset.
        folder: The folder for exports and models.
        config: The numbers.
        train: Runs the command `train` with its arguments.
    """
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # moto logs a line for each request
    folder.mkdir(parents=True, exist_ok=True)
    key_file = folder / "key"
    key_file.write_text(KEY)
    to = ["--data", _DATASET, "--to", RESOURCES.models_url]
    with local_aws("no secret is needed here"):
        DatasetStore.at(_DATASET).upload(data)
        first = train(to)
        if first.code:
            raise RuntimeError(f"expected a first model, got: {first.error}")
        with closing(_current_model(folder / "model-0")) as catalogue:
            readers = make_readers(catalogue, tastes_of_dataset(data, config), config)
            yield Week(0, catalogue.version, 0, "", *_measure(catalogue, readers, config))
        for number in range(1, config.weeks + 1):
            export = folder / f"export-{number}"
            write_export(export, (item for reader in readers for item in reader.items(number, config)))
            training = train([*to, "--shelves", str(export), "--pseudonym-key-file", str(key_file)])
            refusal = training.error.strip().rpartition("\n")[2] if training.code else ""
            ratings = sum(len(reader.rated_by(number, config)) for reader in readers if reader.has_opted_in(number))
            with closing(_current_model(folder / f"model-{number}")) as catalogue:
                figures = _measure(catalogue, readers, config)
                yield Week(number, catalogue.version, ratings, refusal, *figures)


def tastes_of_dataset(data: Path, config: WeeksConfig) -> list[dict[str, list[str]]]:
    """Return the authors of each taste with the ISBNs of their editions, the same for the same dataset and numbers."""
    with (data / "Books.csv").open(encoding="utf-8", newline="") as stream:
        books = list(csv.DictReader(stream))
    editions: dict[str, list[str]] = {}
    titles: dict[str, set[str]] = {}
    for book in books:
        editions.setdefault(book["Book-Author"], []).append(book["ISBN"])
        titles.setdefault(book["Book-Author"], set()).add(book["Book-Title"])
    authors = sorted(editions)
    Random(config.seed).shuffle(authors)
    tastes: list[dict[str, list[str]]] = []
    for _ in range(config.tastes):
        taste: dict[str, list[str]] = {}
        while sum(len(titles[author]) for author in taste) < config.works_of_taste:
            author = authors.pop()
            taste[author] = editions[author]
        tastes.append(taste)
    return tastes


def add_tastes_to_dataset(data: Path, config: WeeksConfig) -> None:
    """Add some ratings of each taste's books, by readers whom the dataset has, to a folder's Ratings.csv."""
    random = Random(config.seed)
    ratings_file = data / "Ratings.csv"
    with ratings_file.open(encoding="utf-8", newline="") as stream:
        rated = {(row["User-ID"], row["ISBN"]) for row in csv.DictReader(stream)}
    user_ids = sorted({user_id for user_id, _ in rated})
    with ratings_file.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for taste in tastes_of_dataset(data, config):
            isbns = [isbn for of_author in taste.values() for isbn in of_author]
            for user_id in random.sample(user_ids, config.dataset_readers):
                unrated = [isbn for isbn in isbns if (user_id, isbn) not in rated]
                for isbn in random.sample(unrated, config.dataset_books):
                    rated.add((user_id, isbn))
                    writer.writerow([user_id, isbn, random.choice((8, 9, 10))])


def make_readers(catalogue: Catalogue, tastes: Iterable[Collection[str]], config: WeeksConfig) -> list[TasteReader]:
    """Return the readers of all tastes, each with the books that they will rate and those that they will not.

    Args:
        catalogue: The books.
        tastes: The authors of each taste.
        config: The numbers.
    """
    random = Random(config.seed)
    by_author: dict[str, list[str]] = {}
    for book in catalogue.all_books():
        if book.ratings_count:
            by_author.setdefault(book.author, []).append(book.book_id)
    all_ids = sorted(book_id for ids in by_author.values() for book_id in ids)
    readers: list[TasteReader] = []
    for taste in tastes:
        works = [book_id for author in taste for book_id in by_author.get(author, ())]
        for _ in range(config.readers + config.others):
            readers.append(_make_reader(len(readers), works, all_ids, config, random))
    return readers


def _make_reader(
    number: int, works: Sequence[str], all_ids: Sequence[str], config: WeeksConfig, random: Random
) -> TasteReader:
    likes = random.sample(works, len(works))
    hidden, rated = likes[: config.hidden_likes], likes[config.hidden_likes :]
    ratings = {book_id: random.choice((4, 5)) for book_id in rated[: config.first_books]}
    for book_id in rated[config.first_books :][: config.weeks * config.weekly_books]:
        stray = random.choice(all_ids)
        if random.random() < config.stray_share and stray not in hidden:
            ratings.setdefault(stray, random.choice((2, 3, 4, 5)))
        else:
            ratings.setdefault(book_id, random.choice((4, 5)))
    in_taste = number % (config.readers + config.others)
    return TasteReader(
        user_id=f"U{number:05d}",
        workspace_id=f"T{number % config.workspaces:05d}",
        opts_in=1 + in_taste * config.weeks // config.readers if in_taste < config.readers else None,
        ratings=tuple(ratings.items()),
        taste=frozenset(works),
        hidden=frozenset(hidden),
    )


def _current_model(folder: Path) -> Catalogue:
    ModelStore.at(RESOURCES.models_url).download_current(folder)
    return Catalogue.open(folder)


def _measure(
    catalogue: Catalogue, readers: Sequence[TasteReader], config: WeeksConfig
) -> tuple[float, float, float, float | None]:
    """Return the figures of a week: of readers who opt in, of the others, by the tastes, and that in the manifest."""

    def mean_of(readers_of_kind: Iterable[TasteReader]) -> float:
        return fmean(ndcg_of(catalogue, reader, config.first_books) for reader in readers_of_kind)

    [current] = [version for version in ModelStore.at(RESOURCES.models_url).versions() if version.is_current]
    learned = mean_of(reader for reader in readers if reader.opts_in)
    others = mean_of(reader for reader in readers if not reader.opts_in)
    bound = fmean(reader.chance for reader in readers)
    return learned, others, bound, current.quality.ndcg_at_10 if current.quality else None


def ndcg_of(catalogue: Catalogue, reader: TasteReader, books: int) -> float:
    """Return the nDCG@10 of the ten books that a reader's first books bring, without those that the reader rates."""
    rows = catalogue.rows_with_ids([book_id for book_id, _ in reader.ratings[:books]])
    shelf = [ShelfEntry(rows[book_id], stars * catalogue.rating_scale / 5) for book_id, stars in reader.ratings[:books]]
    known = {book_id for book_id, _ in reader.ratings}
    ranked = [
        recommendation.book.book_id
        for recommendation in rank_for_reader(catalogue, shelf, CUTOFF + len(known))
        if recommendation.book.book_id not in known
    ]
    gain = sum(
        float(discount) for discount, book_id in zip(DISCOUNTS, ranked, strict=False) if book_id in reader.hidden
    )
    return gain / float(ideal_dcg(np.array([len(reader.hidden)]))[0])
