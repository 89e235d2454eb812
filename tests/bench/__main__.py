"""Benchmarks of builds, answers and starts against their targets: python -m tests.bench [PART ...] [--data DIR]."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import model_build  # noqa: F401 # puts functions/ on the import path
from infra.local.local_model import MODELS, SAMPLE, prepare_model
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.format import ModelError
from tests.bench.build_speed import FULL_SIZE, REAL_DATA, measure_build, measure_growth
from tests.bench.catalogue import measure_catalogue
from tests.bench.cold_start import measure_cold_starts
from tests.bench.engines import measure_engines
from tests.bench.figures import print_figures, print_heading
from tests.bench.flood import measure_flood
from tests.bench.gate import measure_gate
from tests.bench.newcomers import measure_newcomers
from tests.bench.page_reads import measure_page_reads
from tests.bench.reading import measure_reading
from tests.bench.several_people import measure_several_people
from tests.bench.shelf_exports import measure_shelf_exports
from tests.bench.shelf_imports import measure_shelf_imports
from tests.bench.shelf_lists import measure_shelf_lists
from tests.bench.synthetic import Size, write_dataset
from tests.bench.title_search import measure_titles
from tests.bench.type_ahead import measure_type_ahead
from tests.bench.warm_handler import measure_warm_handler
from tests.bench.weeks import measure_weeks

_DIRECTORY = Path(".bench")
_PARTS = (
    "build",
    "titles",
    "typeahead",
    "shelves",
    "cold",
    "warm",
    "pages",
    "weeks",
    "reading",
    "newcomers",
    "gate",
    "imports",
    "shelf-exports",
    "catalogue",
    "groups",
    "engines",
    "tenfold",
    "flood",
)


def main() -> int:
    """Measure the parts on the command line, by default all but the last eleven, and print the figures."""
    options = _parse_options()
    # The last needs an idle machine, the one before it a quarter of an hour and much memory, the seven before that
    # twenty more builds, that of weeks nine; those of reading and of the catalogue write a gigabyte of files.
    parts = options.parts or _PARTS[:-11]

    _measure_without_the_dataset(parts)
    synthetic = _DIRECTORY / "synthetic"
    is_needed = (
        not set(parts) <= {"weeks", "reading", "shelf-exports", "catalogue", "flood"}
        and not (synthetic / "Users.csv").exists()
    )
    if is_needed or {"build", "tenfold"} & set(parts):
        _make_dataset(synthetic, Size())
    datasets = {"synthetic": (synthetic, FULL_SIZE)}
    if options.data:
        datasets["real"] = (options.data, REAL_DATA)
    for name, (data, targets) in datasets.items():
        model = _DIRECTORY / f"model-{name}"
        builds_none = set(parts) <= set(_PARTS[-11:])
        if "build" in parts or not (builds_none or _is_usable(model)):
            print_heading(f"Build, {name} data")
            print_figures(measure_build(data, model, targets))
        if "titles" in parts:
            print_heading(f"Titles, {name} data")
            print_figures(measure_titles(model))
        if "typeahead" in parts:
            print_heading(f"Titles while typing and in messages, {name} data")
            print_figures(measure_type_ahead(model))
        if "shelves" in parts:
            print_heading(f"Books for a reader, {name} data")
            print_figures(measure_shelf_lists(model))
    model = _DIRECTORY / "model-synthetic"
    if "cold" in parts:
        print_heading("Cold starts, synthetic data")
        print_figures(measure_cold_starts(synthetic, model, _best_known_title(model), _DIRECTORY / "cold"))
    if "warm" in parts:
        print_heading("Warm handler, synthetic data")
        print_figures(measure_warm_handler(model))
    if "pages" in parts:
        print_heading("Reads of first answers, synthetic data")
        print_figures(measure_page_reads(model))
    _measure_builds_of(options.data or synthetic, parts)
    if "tenfold" in parts:
        tenfold = _DIRECTORY / "synthetic-tenfold"
        _make_dataset(tenfold, Size().times(10))
        print_heading("Builds, synthetic data and ten times that")
        print_figures(measure_growth(synthetic, model, tenfold, _DIRECTORY / "model-tenfold"))
    return 0


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure builds, answers and starts.")
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"any of {', '.join(_PARTS)}; all but the last eleven by default"
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="a real dataset, measured beside the synthetic one")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(_PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; the parts are {', '.join(_PARTS)}")
    return options


def _measure_without_the_dataset(parts: Sequence[str]) -> None:
    """Measure the parts that make their own files, or have the bundled sample."""
    if "weeks" in parts:
        print_heading("Weekly trainings with readers whose tastes are known, a made-up dataset")
        print_figures(measure_weeks(_DIRECTORY / "weeks"))
    if "reading" in parts:
        print_heading("Reading of each source, books and all")
        print_figures(measure_reading(_DIRECTORY / "reading"))
    if "shelf-exports" in parts:
        print_heading("An export of the shelves' table")
        print_figures(measure_shelf_exports(_DIRECTORY / "shelf-exports"))
    if "catalogue" in parts:
        print_heading("A catalogue of Open Library's dumps")
        print_figures(measure_catalogue(_DIRECTORY / "catalogue"))
    if "flood" in parts:
        print_heading("Slack's requests in a flood, the bundled sample")
        print_figures(measure_flood(prepare_model(SAMPLE, MODELS).directory, _DIRECTORY / "flood"))


def _measure_builds_of(data: Path, parts: Sequence[str]) -> None:
    """Measure the parts that build models of a dataset for themselves."""
    for part, heading, measure in (
        ("newcomers", "Builds without twenty readers and with them", measure_newcomers),
        ("gate", "Weekly models with up to 20 newcomers each", lambda data, _: measure_gate(data)),
        ("imports", "Exports of readers, imported into a model without every tenth book", measure_shelf_imports),
        ("groups", "Books for several people, by rules that join their tastes", measure_several_people),
        ("engines", "The same build by either engine", measure_engines),
    ):
        if part in parts:
            print_heading(heading)
            print_figures(measure(data, _DIRECTORY / part))


def _make_dataset(directory: Path, size: Size) -> None:
    print(f"Making the synthetic dataset in {directory} ...", flush=True)  # noqa: T201 - a command-line program prints
    write_dataset(directory, size)


def _is_usable(model: Path) -> bool:
    try:
        Catalogue.open(model).close()
    except ModelError:
        return False
    return True


def _best_known_title(model: Path) -> str:
    catalogue = Catalogue.open(model)
    (book,) = catalogue.ordered_books([1])
    catalogue.close()
    return book.title


if __name__ == "__main__":
    sys.exit(main())
