"""The build from a dataset's files to a model, step by step."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model_build.datasets.dataset import Dataset
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.joined_sources import CatalogueReader, SourceReporter, read_dataset
from model_build.engine import THREADS, Engine
from model_build.learning.joined_shelves import join_shelves
from model_build.learning.reading_reasons import withhold_few_readers
from model_build.learning.shelf_ratings import ShelfRatings
from model_build.left_out.book_rules import BookRule
from model_build.left_out.left_out import LeftOut, leave_out
from model_build.questions.likelihood_fit import fit_title_weights
from model_build.rank.book_facts import BookFacts
from model_build.rank.gate.gate_figures import measure_gate_figures
from model_build.rank.popularity import popular_works
from model_build.rank.ranker import Quality, Ranker, learn_ranker
from model_build.rank.second_stage import learn_shelf_ranking
from model_build.rank.training_folds import measured_readers
from model_build.rank.unread.all_neighbours import rank_all
from model_build.works.book_ids import BookIds, assign_book_ids
from model_build.works.former_formats import read_former_ids
from model_build.works.gather import Works, gather_works, join_editions
from model_build.works.previous_books import PreviousIds
from model_build.write.model_file import write_model
from model_build.write.tables import Model
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.connection import ModelConnection
from shelftalker.model.format import MODEL_FORMAT

# (works, facts of them, measured readers) -> nDCG@10 of another method by the ranker's protocol, None where it can't be
# measured.
Yardstick = Callable[[Works, BookFacts, NDArray[np.bool_] | None], float | None]


@contextmanager
def _without_garbage_collector() -> Iterator[None]:
    """Pause the search for cycles among objects: millions of small ones live as long as the build, and few in cycles.

    It takes a tenth of the time of the works, and more of that of the model file.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_without_garbage_collector()
def build_model(
    files: DatasetFiles,
    output: Path,
    previous: Path | None = None,
    *,
    beside: Sequence[DatasetFiles] = (),
    catalogue: CatalogueReader | None = None,
    rules: Sequence[BookRule] = (),
    smallest_readers: int = 0,
    shelves: ShelfRatings | None = None,
    accept_losses: bool = False,
    report: SourceReporter | None = None,
    engine: Engine = THREADS,
    yardstick: Yardstick | None = None,
    measures_gate: bool = False,
) -> dict[str, Any]:
    """Build the model of a dataset's files into a folder and return its manifest.

    Args:
        files: The dataset's tables.
        output: The folder; a model that is already there is replaced once the new one is whole.
        previous: The folder of an earlier model, of this format or of the two before, whose book ids are kept.
        beside: The tables of further sources, see datasets/joined_sources.py.
        catalogue: Reads a catalogue of books that is joined with them, see open_library/source.py.
        rules: The operator's rules on books to leave out or to keep.
        smallest_readers: Least number of readers of a work, see left_out/left_out.py.
        shelves: Ratings of readers in Slack who opted in; their books have the ids of the previous model.
        accept_losses: True to build of sources of which too many rows are lost.
        report: Called with each source that was read.
        engine: Runs the parts that take longest; the model is the same bytes by any.
        yardstick: Measures MLlib's ALS, whose figure stands in the manifest beside the model's.
        measures_gate: True to measure the figures that `publish` compares models by on the same readers.

    Raises:
        DatasetError: The dataset can't be built from, or there are shelves and no previous model.
        ModelError: The previous model can't be read.
    """
    previous_ids = _read_previous_ids(previous) if previous else None
    dataset = read_dataset(
        files, *beside, catalogue=catalogue, accept_losses=accept_losses, report=report, engine=engine
    )
    return build_from(
        dataset,
        output,
        previous_ids,
        rules,
        smallest_readers,
        shelves=shelves,
        engine=engine,
        yardstick=yardstick,
        measures_gate=measures_gate,
    )


@_without_garbage_collector()
def build_from(
    whole_dataset: Dataset,
    output: Path,
    previous_ids: PreviousIds | None = None,
    rules: Sequence[BookRule] = (),
    smallest_readers: int = 0,
    *,
    shelves: ShelfRatings | None = None,
    engine: Engine = THREADS,
    yardstick: Yardstick | None = None,
    measures_gate: bool = False,
) -> dict[str, Any]:
    """Build the model of a dataset in memory into a folder and return its manifest, see `build_model`."""
    joined_editions = join_editions(whole_dataset, engine)
    learned = join_shelves(whole_dataset, joined_editions, previous_ids, shelves)
    dataset, joined, left_out = leave_out(learned.dataset, joined_editions, rules, smallest_readers)
    works = gather_works(dataset, joined, engine)
    facts = BookFacts(works)
    measured = measured_readers(works, learned.readers)
    ranker = learn_ranker(works, facts, measured)
    # Where the datasets have too few readers, those in Slack are measured too, and no manifest has sums of them.
    measures_gate = measures_gate and (measured is not None or not learned.readers)
    neighbours, exposure = rank_all(works, ranker, facts, engine)
    model = Model(
        dataset=dataset,
        works=works,
        left_out=left_out,
        book_ids=_book_ids(dataset, works, left_out, previous_ids),
        neighbours=withhold_few_readers(neighbours, works, learned.readers),
        shelf_ranking=learn_shelf_ranking(works, ranker, neighbours, dataset.rating_scale, facts),
        quality=_quality(works, ranker, facts, measured, yardstick),
        gate=measure_gate_figures(works, facts, ranker, measured) if ranker and measures_gate else None,
        exposure=exposure,
        popular=popular_works(dataset, works),
    )
    return write_model(model, output, _fit_titles)


def _fit_titles(catalogue: Path) -> dict[str, float]:
    """Return the weights of titles in questions, fitted to a catalogue's own titles; none where it has too few."""
    with closing(Catalogue(ModelConnection(catalogue))) as opened:
        weights = fit_title_weights(opened)
    return weights.by_name() if weights else {}


def _quality(
    works: Works,
    ranker: Ranker | None,
    facts: BookFacts,
    measured: NDArray[np.bool_] | None,
    yardstick: Yardstick | None,
) -> Quality | None:
    """Return the quality of the ranker beside that of the yardstick; None where the formula ranks."""
    if ranker is None or yardstick is None:
        return ranker.quality if ranker else None
    return replace(ranker.quality, als_ndcg_at_10=yardstick(works, facts, measured))


def _book_ids(dataset: Dataset, works: Works, left_out: LeftOut, previous_ids: PreviousIds | None) -> BookIds:
    """Return the ids of the works. Those left out get theirs too, so that no other work inherits an id of theirs."""
    count = len(works.books)
    ids = assign_book_ids(
        [*dataset.editions["source_id"], *left_out.source_ids],
        [*works.editions, *left_out.editions],
        np.concatenate([works.work_of, left_out.work_of + np.int32(count)]),
        previous_ids,
    )
    return ids.of_first(count)


def _read_previous_ids(directory: Path) -> PreviousIds:
    if former_ids := read_former_ids(directory / MODEL_FORMAT.catalogue_name):
        return former_ids
    catalogue = Catalogue.open(directory)
    try:
        return PreviousIds.read(catalogue)
    finally:
        catalogue.close()
