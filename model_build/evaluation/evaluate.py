"""The protocol from end to end: hold out readers, build without them, rank by every method, score the rankings."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model_build.build import Yardstick, build_from
from model_build.datasets.dataset import Dataset
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.joined_sources import CatalogueReader, read_dataset
from model_build.engine import THREADS, Engine
from model_build.evaluation.config import EVALUATION, PROJECT
from model_build.evaluation.groups import ReadersOfSources
from model_build.evaluation.methods.ease import fit_ease, fit_edlae, fits_into_memory
from model_build.evaluation.methods.implicit_library import fit_als, fit_bm25, fit_cosine, fit_tf_idf
from model_build.evaluation.methods.method import Interactions, Method, pivot_table_cosine, popularity
from model_build.evaluation.methods.rp3beta import fit_rp3beta
from model_build.evaluation.new_books import evaluate_new_books
from model_build.evaluation.personal import PersonalTask
from model_build.evaluation.results import NewBooksResults, Results
from model_build.evaluation.scoring import ScoredMethod
from model_build.evaluation.similar import SimilarTask
from model_build.evaluation.tuning import BestSettings, Validation, choose_settings, personal_grid
from model_build.left_out.book_rules import BookRule
from model_build.left_out.left_out import leave_out
from model_build.rank import neighbours
from model_build.rank.splitting import (
    SPLIT,
    questions_after_books,
    questions_for_readers,
    ratings_by_row,
    readers_to_hold_out,
    without_readers,
)
from model_build.works.gather import Works, gather_works, join_editions
from shelftalker.model.catalogue import Catalogue

EASE = "EASE"
BuildModel = Callable[..., dict[str, Any]]
SignalRankings = Callable[[Works], Iterable[tuple[str, neighbours.Neighbours]]]


def methods_beside(works_count: int, seed: int) -> tuple[list[Method], dict[str, str]]:
    """Return the methods beside the project's model, and the reasons for which others are left out, by name.

    Args:
        works_count: Number of works in the catalogue.
        seed: Seed of a method's random numbers.
    """
    inputs, neighbour_counts = ("reads", "likes"), (20, 50, 100, 500)
    methods = [
        Method("Popularity", popularity),
        Method("Pivot-table cosine", pivot_table_cosine),
        Method("implicit: cosine", fit_cosine, {"input": inputs, "K": neighbour_counts}),
        Method("implicit: TF-IDF", fit_tf_idf, {"input": inputs, "K": neighbour_counts}),
        Method(
            "implicit: BM25",
            fit_bm25,
            {"input": inputs, "K": neighbour_counts, "K1": (1.2, 100.0), "B": (0.0, 0.1, 0.25, 0.75)},
        ),
        Method(
            "implicit: ALS",
            partial(fit_als, seed=seed),
            {"input": inputs, "factors": (64, 128), "alpha": (1.0, 10.0, 40.0), "regularization": (0.01, 10.0)},
        ),
        Method(
            "RP3beta",
            fit_rp3beta,
            {"input": inputs, "K": (50, 100), "alpha": (0.1, 0.3, 0.5, 0.8), "beta": (0.0, 0.15, 0.3, 0.5)},
        ),
    ]
    fewer_works = {"works": EVALUATION.ease_validation_works}
    linear_models = [
        Method(EASE, fit_ease, {"input": inputs, "lambda": EVALUATION.ease_lambdas}, validation_settings=fewer_works),
        Method(
            "EDLAE",
            fit_edlae,
            {"input": inputs, "lambda": EVALUATION.edlae_lambdas, "dropout": EVALUATION.edlae_dropouts},
            validation_settings=fewer_works,
        ),
    ]
    if fits_into_memory(works_count):
        return methods + linear_models, {}
    reason = (
        f"Its matrix of {works_count:,} x {works_count:,} numbers does not fit into the "
        f"{EVALUATION.ease_memory_bytes / 2**30:g} GiB it is given."
    )
    return methods, {method.name: reason for method in linear_models}


def evaluate(
    files: DatasetFiles,
    seed: int = 7,
    folder: Path | None = None,
    signals: SignalRankings | None = None,
    *,
    beside: Sequence[DatasetFiles] = (),
    catalogue: CatalogueReader | None = None,
    rules: Sequence[BookRule] = (),
    accept_losses: bool = False,
    engine: Engine = THREADS,
    yardstick: Yardstick | None = None,
) -> Results:
    """Measure the recommendations that a dataset's build gives to readers it did not see.

    Args:
        files: The dataset's tables.
        seed: Seed of all random numbers; the same seed gives the same figures.
        folder: Folder in which the model of the training readers is built and left; by default it is deleted.
        signals: The ranking by each of the project's signals alone; by default those of the build.
        beside: The tables of further sources; the figures are given for the readers of each source as well.
        catalogue: Reads a catalogue of books that is joined with them.
        rules: The operator's rules on books to leave out or to keep, as the build has them.
        accept_losses: True to evaluate on sources of which too many rows are lost.
        engine: Runs the longest parts of the build.
        yardstick: As of `build_model`.

    Raises:
        DatasetError: The dataset can't be built from, or too few of its readers liked five books.
    """
    name = " + ".join(source.folder.resolve().name for source in (files, *beside))
    dataset = read_dataset(files, *beside, catalogue=catalogue, accept_losses=accept_losses, engine=engine)
    return evaluate_dataset(
        dataset, name, seed, folder, signals, rules=rules, build=partial(build_from, engine=engine, yardstick=yardstick)
    )


def evaluate_dataset(
    dataset: Dataset,
    name: str,
    seed: int = 7,
    folder: Path | None = None,
    signals: SignalRankings | None = None,
    *,
    rules: Sequence[BookRule] = (),
    build: BuildModel = build_from,
) -> Results:
    """Measure the recommendations for a dataset in memory, of one source or several, see `evaluate`.

    Args:
        dataset: The dataset; of several sources the figures are given for the readers of each as well.
        name: Name of the dataset in the report.
        seed: Seed of all random numbers; the same seed gives the same figures.
        folder: Folder in which the model of the training readers is built and left; by default it is deleted.
        signals: The ranking by each of the project's signals alone; by default those of the build.
        rules: The operator's rules on books to leave out or to keep.
        build: Builds the model of the training readers, as `build_from`.

    Raises:
        DatasetError: Too few of the readers liked five books.
    """
    started = perf_counter()
    with TemporaryDirectory() as temporary:
        protocol = Protocol.of(dataset, folder or Path(temporary) / "model", seed, rules, build)
        try:
            return protocol.results(name, signals or neighbours.rank_by_each_signal, started)
        finally:
            protocol.catalogue.close()


@dataclass(frozen=True, slots=True)
class Protocol:
    """A dataset split into the training ratings of all methods and the questions for held-out readers.

    Attributes:
        dataset: The whole dataset.
        catalogue: The model built on the training part, open.
        works: Works of the training part; a work's row here is its book_row less 1.
        similar: The task "after this book".
        personal: The task "for this reader".
        build_seconds: Duration of the model's build.
        seed: Seed of all random numbers.
        counts: Sizes of the dataset and of its held-out part, by name.
        new_books: The results of the task "after a new book".
        quality: The quality in the model's manifest.
    """

    dataset: Dataset
    catalogue: Catalogue
    works: Works
    similar: SimilarTask
    personal: PersonalTask
    build_seconds: float
    seed: int
    counts: dict[str, int]
    new_books: NewBooksResults | None
    quality: dict[str, float | None] | None

    @classmethod
    def of(
        cls,
        whole_dataset: Dataset,
        folder: Path,
        seed: int,
        rules: Sequence[BookRule] = (),
        build: BuildModel = build_from,
    ) -> "Protocol":
        """Hold readers out and build the model of the others into a folder."""
        # The books that a build leaves out are no answers.
        dataset, joined, _ = leave_out(whole_dataset, join_editions(whole_dataset), rules)
        all_works = gather_works(dataset, joined)
        held_out = readers_to_hold_out(all_works.ratings, seed)
        if len(held_out) < EVALUATION.min_held_out_readers:
            raise DatasetError(
                f"Too few readers to evaluate on: a fifth of those who liked {SPLIT.min_likes} books or more is "
                f"{len(held_out)}, and at least {EVALUATION.min_held_out_readers} are needed. Use a dataset with more "
                "ratings."
            )
        training = without_readers(dataset, held_out)
        started = perf_counter()
        manifest = build(training, folder, rules=rules)
        build_seconds = perf_counter() - started
        works = gather_works(training)
        catalogue = Catalogue.open(folder)
        held_out_ratings = ratings_by_row(all_works, held_out, _row_of_edition(dataset, catalogue))
        readers = ReadersOfSources(held_out, dataset.sources)
        return cls(
            dataset=dataset,
            catalogue=catalogue,
            works=works,
            similar=SimilarTask(questions_after_books(held_out_ratings, len(works.books)), works, seed, readers),
            personal=PersonalTask(
                questions_for_readers(held_out_ratings, len(works.books), seed, EVALUATION.hidings),
                works,
                seed,
                readers,
            ),
            build_seconds=build_seconds,
            seed=seed,
            counts={
                "editions": len(dataset.editions),
                "works": len(works.books),
                "readers": len(dataset.readers),
                "ratings": len(all_works.ratings),
                "liked": int(all_works.ratings["liked"].sum()),
                "held-out readers": len(held_out),
                "held-out ratings": len(held_out_ratings),
                "held-out liked": int(held_out_ratings["liked"].sum()),
                "training readers": works.ratings["reader"].nunique(),
                "training ratings": len(works.ratings),
            },
            new_books=evaluate_new_books(training, all_works, held_out, seed),
            quality=manifest["quality"],
        )

    def results(self, dataset_name: str, signals: SignalRankings, started: float) -> Results:
        """Rank by every method and score the rankings.

        Args:
            dataset_name: The dataset's name in the report.
            signals: The ranking by each signal alone.
            started: Time at which the evaluation began, by perf_counter.
        """
        interactions = Interactions(self.works.ratings, len(self.works.books))
        methods, left_out = methods_beside(interactions.works_count, self.seed)
        similar, personal, variants = self._score_methods(methods, interactions)
        grids = {method.name: method.grid for method in methods if method.grid}
        return Results(
            dataset=dataset_name,
            counts=self.counts,
            fingerprint=self.dataset.fingerprint,
            seed=self.seed,
            similar=self.similar.scorer.results(
                self.similar.score_project(self.catalogue, PROJECT, self.build_seconds),
                similar,
                list(self.similar.score_signals(signals(self.works))),
                grids,
                left_out,
            ),
            personal=self.personal.scorer.results(
                self.personal.score_project(self.catalogue, PROJECT, self.build_seconds),
                personal,
                [],
                {name: personal_grid(grid) for name, grid in grids.items()},
                left_out,
                variants=variants,
            ),
            seconds=perf_counter() - started,
            new_books=self.new_books,
            quality=self.quality,
        )

    def _score_methods(
        self, methods: list[Method], interactions: Interactions
    ) -> tuple[list[ScoredMethod], list[ScoredMethod], list[ScoredMethod]]:
        """Choose the settings of each method, then score it in both tasks; EASE at every lambda for readers as well."""
        # Not the evaluation's own seed, so that validation readers are another random choice.
        validation = Validation.of(interactions, self.seed + 1)
        similar, personal, variants = [], [], []
        fits_count = sum(len(method.combinations()) for method in methods if method.grid)
        with tqdm(total=fits_count, desc="Trying settings", unit=" fits", disable=None, leave=False) as progress:
            for method in methods:
                progress.set_postfix_str(method.name)
                best = choose_settings(method, validation, progress.update)
                in_similar, in_personal = self._score_method(method, best, interactions)
                similar.append(in_similar)
                personal.append(in_personal)
                if method.name == EASE:
                    variants = list(self._score_at_every_lambda(method, best, interactions))
        return similar, personal, variants

    def _score_at_every_lambda(
        self, method: Method, best: BestSettings, interactions: Interactions
    ) -> Iterator[ScoredMethod]:
        """Score EASE for readers at each lambda, its other settings as they were best with it in validation."""
        works_count = min(EVALUATION.ease_variant_works, interactions.works_count)
        for trial in best.best_by("lambda"):
            started = perf_counter()
            settings = {**trial.settings, "works": works_count}
            fitted = method.fit(interactions, settings)
            yield self.personal.score_method(
                f"{method.name}, lambda {trial.settings['lambda']:g}",
                {**settings, "history": trial.history},
                fitted,
                trial.history,
                perf_counter() - started,
            )

    def _score_method(
        self, method: Method, best: BestSettings, interactions: Interactions
    ) -> tuple[ScoredMethod, ScoredMethod]:
        started = perf_counter()
        fitted = method.fit(interactions, best.similar)
        seconds = perf_counter() - started
        similar = self.similar.score_method(method.name, best.similar, fitted, seconds)
        if best.personal != best.similar:
            del fitted  # EASE's weights would be in memory twice
            started = perf_counter()
            fitted = method.fit(interactions, best.personal)
            seconds = perf_counter() - started
        settings = {**best.personal, "history": best.history} if method.grid else {}
        return similar, self.personal.score_method(method.name, settings, fitted, best.history, seconds)


def _row_of_edition(dataset: Dataset, catalogue: Catalogue) -> NDArray[np.int64]:
    """Return [editions] the row, from 0, that the model gives each edition."""
    row_of = {source_id: book_row - 1 for source_id, book_row, _ in catalogue.editions()}
    return np.array([row_of[source_id] for source_id in dataset.editions["source_id"]], dtype=np.int64)
