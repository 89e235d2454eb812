"""The protocol from end to end: hold out readers, build without them, ask every method, score what they answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model_build.build import build_from
from model_build.datasets.csv_records import DatasetError
from model_build.datasets.dataset import Dataset, read_dataset
from model_build.datasets.files import DatasetFiles
from model_build.evaluation.methods.ease import MEMORY_BUDGET_BYTES, fit_ease, fits_into_memory
from model_build.evaluation.methods.implicit_library import fit_als, fit_bm25, fit_cosine, fit_tf_idf
from model_build.evaluation.methods.method import Method, Reading, pivot_table_cosine, popularity
from model_build.evaluation.personal import PersonalTask
from model_build.evaluation.results import Results
from model_build.evaluation.scoring import Scored
from model_build.evaluation.similar import SimilarTask
from model_build.evaluation.tuning import Chosen, Trial, choose_settings, personal_grid
from model_build.rank import neighbours as similarity
from model_build.rank.splitting import (
    LIKES_TO_BE_ASKED,
    ask_after_books,
    ask_for_readers,
    ratings_by_row,
    readers_to_hold_out,
    without_readers,
)
from model_build.works.gather import Works, gather_works
from shelftalker.model.catalogue import Catalogue

PROJECT = "Shelftalker"
EASE = "EASE"
# EASE takes time by the cube of the works: its settings are chosen on so many of the most read ones. On Book-Crossing
# every lambda then stands in the same order as with all works, in both tasks.
_EASE_TRIED_ON_WORKS = 8_000
# A figure of fewer readers would be a guess.
_READERS_TO_ASK = 10
_INPUTS = ("reads", "likes")
_NEIGHBOURS = (20, 50, 100, 500)

SignalRankings = Callable[[Works], Iterable[tuple[str, similarity.Neighbours]]]


def methods_beside(works_count: int, seed: int) -> tuple[list[Method], dict[str, str]]:
    """The methods that the project's model is measured beside, and why others are left out.

    Args:
        works_count: Number of works in the catalogue.
        seed: Of what is drawn by lot in a method.
    """
    methods = [
        Method("Popularity", popularity),
        Method("Pivot-table cosine", pivot_table_cosine),
        Method("implicit: cosine", fit_cosine, {"input": _INPUTS, "K": _NEIGHBOURS}),
        Method("implicit: TF-IDF", fit_tf_idf, {"input": _INPUTS, "K": _NEIGHBOURS}),
        Method(
            "implicit: BM25",
            fit_bm25,
            {"input": _INPUTS, "K": _NEIGHBOURS, "K1": (1.2, 100.0), "B": (0.0, 0.1, 0.25, 0.75)},
        ),
        Method(
            "implicit: ALS",
            partial(fit_als, seed=seed),
            {"input": _INPUTS, "factors": (64, 128), "alpha": (1.0, 10.0, 40.0), "regularization": (0.01, 10.0)},
        ),
    ]
    left_out = {}
    if fits_into_memory(works_count):
        methods.append(
            Method(
                EASE,
                fit_ease,
                {"input": _INPUTS, "lambda": (10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0, 10_000.0)},
                tried_with={"works": _EASE_TRIED_ON_WORKS},
            )
        )
    else:
        left_out[EASE] = (
            f"Its matrix of {works_count:,} x {works_count:,} numbers does not fit into the "
            f"{MEMORY_BUDGET_BYTES / 2**30:g} GiB it is given."
        )
    return methods, left_out


def evaluate(
    files: DatasetFiles, seed: int = 7, folder: Path | None = None, signals: SignalRankings | None = None
) -> Results:
    """Measure how good the recommendations are that a dataset's build gives to readers it didn't see.

    Args:
        files: The dataset's tables.
        seed: Of all that is drawn by lot; the same seed gives the same figures.
        folder: Where the model of the training readers is built and left; by default it is thrown away.
        signals: The ranking by each of the project's signals alone; by default those of the build.

    Raises:
        DatasetError: The dataset can't be built from, or too few of its readers liked five books.
    """
    started = perf_counter()
    dataset = read_dataset(files)
    with TemporaryDirectory() as temporary:
        protocol = Protocol.of(dataset, folder or Path(temporary) / "model", seed)
        try:
            return protocol.results(
                files.ratings.path.resolve().parent.name, signals or similarity.rank_by_each_signal, started
            )
        finally:
            protocol.catalogue.close()


@dataclass(frozen=True, slots=True)
class Protocol:
    """A dataset parted into what the methods learn from and what they are asked.

    Attributes:
        dataset: All of it.
        catalogue: The model built on the training part, open.
        works: Of the training part; a work's row here is its book_row less 1.
        similar: The task "after this book".
        personal: The task "for this reader".
        build_seconds: What building the model took.
        seed: Of all that is drawn by lot.
        counts: Of the dataset, and of what was held out.
    """

    dataset: Dataset
    catalogue: Catalogue
    works: Works
    similar: SimilarTask
    personal: PersonalTask
    build_seconds: float
    seed: int
    counts: dict[str, int]

    @classmethod
    def of(cls, dataset: Dataset, folder: Path, seed: int) -> "Protocol":
        """Hold readers out and build the model of the others into a folder."""
        all_works = gather_works(dataset)
        held_out = readers_to_hold_out(all_works.ratings, seed)
        if len(held_out) < _READERS_TO_ASK:
            raise DatasetError(
                f"Too few readers to evaluate on: a fifth of those who liked {LIKES_TO_BE_ASKED} books or more is "
                f"{len(held_out)}, and at least {_READERS_TO_ASK} are needed. Use a dataset with more ratings."
            )
        training = without_readers(dataset, held_out)
        started = perf_counter()
        build_from(training, folder)
        build_seconds = perf_counter() - started
        works = gather_works(training)
        catalogue = Catalogue.open(folder)
        asked = ratings_by_row(all_works, held_out, _row_of_edition(dataset, catalogue))
        return cls(
            dataset=dataset,
            catalogue=catalogue,
            works=works,
            similar=SimilarTask(ask_after_books(asked, len(works.books)), works, seed),
            personal=PersonalTask(ask_for_readers(asked, len(works.books), seed), works, seed),
            build_seconds=build_seconds,
            seed=seed,
            counts={
                "editions": len(dataset.editions),
                "works": len(works.books),
                "readers": len(dataset.readers),
                "ratings": len(all_works.ratings),
                "liked": int(all_works.ratings["liked"].sum()),
                "held-out readers": len(held_out),
                "held-out ratings": len(asked),
                "held-out liked": int(asked["liked"].sum()),
                "training readers": works.ratings["reader"].nunique(),
                "training ratings": len(works.ratings),
            },
        )

    def results(self, dataset_name: str, signals: SignalRankings, started: float) -> Results:
        """Ask every method and score what it answers.

        Args:
            dataset_name: For people.
            signals: The ranking by each signal alone.
            started: When the evaluation began, by perf_counter.
        """
        reading = Reading(self.works.ratings, len(self.works.books))
        methods, left_out = methods_beside(reading.works_count, self.seed)
        similar, personal = self._others(methods, reading)
        grid = {method.name: method.grid for method in methods if method.grid}
        return Results(
            dataset=dataset_name,
            counts=self.counts,
            fingerprint=self.dataset.fingerprint,
            seed=self.seed,
            similar=self.similar.scorer.results(
                self.similar.project(self.catalogue, PROJECT, self.build_seconds),
                similar,
                list(self.similar.signals(signals(self.works))),
                grid,
                left_out,
            ),
            personal=self.personal.scorer.results(
                self.personal.project(self.catalogue, PROJECT, self.build_seconds),
                personal,
                [],
                {name: personal_grid(of_method) for name, of_method in grid.items()},
                left_out,
            ),
            seconds=perf_counter() - started,
        )

    def _others(self, methods: list[Method], reading: Reading) -> tuple[list[Scored], list[Scored]]:
        """Both tasks by the other methods, their settings chosen first."""
        # Another lot than the evaluation's own.
        trial = Trial.of(reading, self.seed + 1)
        similar, personal = [], []
        trials = sum(len(method.combinations()) for method in methods if method.grid)
        with tqdm(total=trials, desc="Trying settings", unit=" fits", disable=None, leave=False) as progress:
            for method in methods:
                progress.set_postfix_str(method.name)
                chosen = choose_settings(method, trial, progress.update)
                of_similar, of_personal = self._by_method(method, chosen, reading)
                similar.append(of_similar)
                personal.append(of_personal)
        return similar, personal

    def _by_method(self, method: Method, chosen: Chosen, reading: Reading) -> tuple[Scored, Scored]:
        started = perf_counter()
        fitted = method.fit(reading, chosen.similar)
        seconds = perf_counter() - started
        similar = self.similar.method(method.name, chosen.similar, fitted, seconds)
        if chosen.personal != chosen.similar:
            del fitted  # EASE's weights would be in memory twice
            started = perf_counter()
            fitted = method.fit(reading, chosen.personal)
            seconds = perf_counter() - started
        settings = {**chosen.personal, "history": chosen.history} if method.grid else {}
        return similar, self.personal.method(method.name, settings, fitted, chosen.history, seconds)


def _row_of_edition(dataset: Dataset, catalogue: Catalogue) -> NDArray[np.int64]:
    """[editions] the row, from 0, that the model gives each edition."""
    row_of = {source_id: book_row - 1 for source_id, book_row, _ in catalogue.editions()}
    return np.array([row_of[source_id] for source_id in dataset.editions["source_id"]], dtype=np.int64)
