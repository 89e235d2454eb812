"""The command line: python -m model_build COMMAND.

The commands: build, check, query, answers, recommend-for, import-shelf, evaluate, export, publish, rollback, versions,
upload-dataset, train.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from model_build.arguments import PROGRAM, command_parser
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.format import ModelError

if TYPE_CHECKING:
    from model_build.datasets.formats.files import DatasetFiles
    from model_build.datasets.joined_sources import CatalogueReader
    from shelftalker.recommend.filters import Filters


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0, or 2 if the input or the model can't be used; one sentence on standard error gives the reason.
    """
    options = command_parser().parse_args(arguments)
    # Imported when a command needs them: `query` starts without pandas, `build` without boto3.
    from model_build.datasets.formats.table_file import DatasetError  # noqa: PLC0415
    from model_build.publish.publish import PublishError  # noqa: PLC0415

    try:
        _COMMANDS[options.command](options)
        sys.stdout.flush()
    except BrokenPipeError:  # the program that reads the output, `head` perhaps, has closed it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (DatasetError, ModelError, PublishError, OSError) as error:
        print(f"{PROGRAM} {options.command}: {error}", file=sys.stderr)
        return 2
    return 0


def _filters(options: argparse.Namespace, catalogue: Catalogue) -> "Filters | None":
    """Return the filters of a command's options, or None where it has none."""
    from shelftalker.recommend.filters import FilterError, Filters  # noqa: PLC0415

    if not (options.without_author or options.language or options.years):
        return None
    try:
        return Filters.of(catalogue, options.without_author, options.language, options.years or (None, None))
    except FilterError as error:
        raise ModelError(str(error)) from error


def _dataset_files(options: argparse.Namespace) -> "tuple[DatasetFiles, ...]":
    """Return the files of each source, the main one first."""
    from model_build.datasets.formats.files import DatasetFiles  # noqa: PLC0415

    has_files = bool(options.books and options.ratings)
    if bool(options.data) == has_files or (options.data and (options.books or options.ratings or options.users)):
        options.parser.error("name the dataset by --data DIR, or by --books FILE and --ratings FILE")
    if has_files:
        return (DatasetFiles.at_paths(options.books, options.ratings, options.users),)
    return tuple(map(DatasetFiles.found_in, options.data))


def _catalogue(options: argparse.Namespace) -> "CatalogueReader | None":
    """Return the reader of the catalogue that a command names, or None where it names none."""
    from model_build.open_library.catalogue import CATALOGUE  # noqa: PLC0415
    from model_build.open_library.source import read_catalogue_tables  # noqa: PLC0415

    if options.catalogue:
        least_readers = options.catalogue_readers or CATALOGUE.least_readers
        return partial(
            read_catalogue_tables, directory=options.catalogue, least_readers=least_readers, warn=_print_warning
        )
    if options.catalogue_readers:
        options.parser.error("--catalogue-readers goes with --catalogue DIR")
    return None


def _reading_options(options: argparse.Namespace) -> dict[str, Any]:
    """Return the arguments of the commands that build: the catalogue, the book rules, the losses, the engine."""
    from model_build.commands.engines import engine_by_name  # noqa: PLC0415
    from model_build.left_out.book_rules import read_book_rules  # noqa: PLC0415

    engine, yardstick = engine_by_name(options.engine)
    return {
        "engine": engine,
        "yardstick": yardstick,
        "catalogue": _catalogue(options),
        "rules": read_book_rules(options.book_rules) if options.book_rules else [],
        "accept_losses": options.accept_losses,
    }


def _print_warning(sentence: str) -> None:
    print(f"Note: {sentence}", file=sys.stderr)


def _build(options: argparse.Namespace) -> None:
    from model_build.build import build_model  # noqa: PLC0415
    from model_build.commands.check import summarise_source  # noqa: PLC0415

    files, *beside = _dataset_files(options)
    understood: list[str] = []
    manifest = build_model(
        files,
        options.output,
        options.previous,
        beside=beside,
        **_reading_options(options),
        smallest_readers=options.smallest_readers or 0,
        measures_gate=options.gate_figures,
        report=lambda source: understood.extend(summarise_source(source)),
    )
    counts = manifest["counts"]
    print(
        f"Model {manifest['model_version']} in {options.output}: {counts['books']:,} books of {counts['editions']:,} "
        f"editions, {counts['ratings']:,} ratings by {counts['readers']:,} readers, {manifest['size_bytes']:,} bytes."
    )
    for source in manifest["sources"] if len(manifest["sources"]) > 1 else ():
        of_it = source["counts"]
        print(
            f"  {source['name']}: {of_it['books']:,} books, of which other sources have {of_it['joined_books']:,}; "
            f"readers: {of_it['readers']:,}, books read by them: {of_it['reads']:,}."
        )
    print("\n".join(understood))
    _print_left_out(manifest["left_out"])
    if refused := manifest["joins"]["isbns_refused"]:
        print(
            f"ISBNs on books that agree in neither title nor author, which joined nothing: {refused:,}; for example "
            f"{manifest['joins']['refused_example']}."
        )
    print("Read, repaired and dropped:")
    for kind, number in manifest["cleaning"].items():
        print(f"  {number:>11,}  {kind}")


def _print_left_out(left_out: dict[str, Any]) -> None:
    if left_out["books"] or left_out["allowed"]:
        print(
            f"Left out of the model: books whose subjects say erotica: {left_out['by_subjects']:,}; books that the "
            f"rules block: {left_out['by_rules']:,}; books that too few have read: {left_out['by_readers']:,}; their "
            f"ratings and loans: {left_out['reads']:,}."
        )
        print(f"  kept by the rules, though their subjects say erotica: {left_out['allowed']:,}")
    for example in left_out["examples"]:
        print(f"  by its subjects: {example}")
    for rule in left_out["rules_without_a_book"]:
        print(f"A book rule names no book of the dataset: {rule}")


def _check(options: argparse.Namespace) -> None:
    from model_build.commands.check import check_datasets  # noqa: PLC0415

    for line in check_datasets(_dataset_files(options), accept_losses=options.accept_losses):
        print(line)
    print("Nothing was written.")


def _query(options: argparse.Namespace) -> None:
    from model_build.commands.query import answer_as_json, answer_as_text, read_titles  # noqa: PLC0415

    with closing(Catalogue.open(options.model)) as catalogue:
        filters = _filters(options, catalogue)
        for title in read_titles(options.titles) if options.titles else [options.title]:
            if options.json or options.titles:
                print(json.dumps(answer_as_json(catalogue, title, filters), ensure_ascii=False))
            else:
                print(answer_as_text(catalogue, title, filters))


def _answers(options: argparse.Namespace) -> None:
    from model_build.build import build_model  # noqa: PLC0415
    from model_build.commands.answers import print_out, query_of, rare_books, well_known_books  # noqa: PLC0415

    with TemporaryDirectory() as temporary:
        if not options.model:
            files, *beside = _dataset_files(options)
            build_model(
                files,
                Path(temporary) / "model",
                beside=beside,
                **_reading_options(options),
            )
        with closing(Catalogue.open(options.model or Path(temporary) / "model")) as catalogue:
            if options.list:
                print("\n".join(map(query_of, well_known_books(catalogue) + rare_books(catalogue))))
            else:
                for line in print_out(catalogue, options.before):
                    print(line)


def _recommend_for(options: argparse.Namespace) -> None:
    from model_build.commands.recommend_for import recommend_for, report_lines  # noqa: PLC0415

    with closing(Catalogue.open(options.model)) as catalogue:
        filters = _filters(options, catalogue)
        written = recommend_for(catalogue, options.shelves, options.output, options.limit, filters)
    for line in report_lines(written, options.shelves, options.output):
        print(line)


def _import_shelf(options: argparse.Namespace) -> None:
    from model_build.commands.import_shelf import (  # noqa: PLC0415
        read_shelf,
        report_lines,
        write_not_found,
        write_shelf,
    )

    with closing(Catalogue.open(options.model)) as catalogue:
        shelf = read_shelf(catalogue, options.file)
    for line in report_lines(shelf, options.file, lists_all=options.not_found is not None):
        print(line)
    if options.not_found:
        write_not_found(shelf, options.not_found)
        print(f"{options.not_found}: the books not found.")
    if options.output:
        write_shelf(shelf, options.output, options.reader)
        print(f"{options.output}: the shelf of {options.reader!r}, for recommend-for --shelves.")
    else:
        print("The shelf was not written; --output FILE writes it.")
    print("Reviews, notes and dates of the export were not kept, and nothing was sent anywhere.")


def _evaluate(options: argparse.Namespace) -> None:
    try:
        from model_build.evaluation.evaluate import evaluate  # noqa: PLC0415
        from model_build.evaluation.report.folder import write_report  # noqa: PLC0415
        from model_build.evaluation.report.report import Report, installed_versions  # noqa: PLC0415
        from model_build.evaluation.report.terminal import summary  # noqa: PLC0415
        from model_build.evaluation.titles.title_search import evaluate_suggestions  # noqa: PLC0415
    except ModuleNotFoundError as error:
        options.parser.error(f"{error.name} is not installed; evaluating needs: make .venv/evaluate.stamp")
    files, *beside = _dataset_files(options)
    options.report.mkdir(parents=True, exist_ok=True)  # a folder that can't be made is an error now, not at the end
    with TemporaryDirectory() as temporary:
        model = Path(temporary) / "model"
        results = evaluate(
            files,
            options.seed,
            model,
            beside=beside,
            **_reading_options(options),
        )
        with closing(Catalogue.open(model)) as catalogue:
            suggestions = evaluate_suggestions(catalogue, options.seed)
    report = Report(results, suggestions, catalogue.notice, installed_versions())
    page = write_report(report, options.report)
    print(summary(report))
    print(f"Report: {page}")


def _export(options: argparse.Namespace) -> None:
    from model_build.commands.export import export_model  # noqa: PLC0415

    with closing(Catalogue.open(options.model)) as catalogue:
        for path, rows in export_model(catalogue, options.output).items():
            print(f"{path}: {rows:,} rows")


def _publish(options: argparse.Namespace) -> None:
    from model_build.publish.publish import ModelStore  # noqa: PLC0415

    version = ModelStore.at(options.to).publish(
        options.model,
        even_if_worse=options.even_if_worse,
        temporary_megabytes=options.ephemeral_storage,
        is_mounted=options.mounted,
        report=print,
    )
    print(f"Model {version} is now current at {options.to}.")


def _rollback(options: argparse.Namespace) -> None:
    from model_build.publish.publish import ModelStore  # noqa: PLC0415

    version = ModelStore.at(options.to).rollback(options.version)
    print(f"Model {version} is current again at {options.to}.")


def _versions(options: argparse.Namespace) -> None:
    from model_build.publish.publish import ModelStore  # noqa: PLC0415

    for version in ModelStore.at(options.to).versions():
        print(version)


def _upload_dataset(options: argparse.Namespace) -> None:
    from model_build.commands.check import check_datasets  # noqa: PLC0415
    from model_build.datasets.formats.files import DatasetFiles  # noqa: PLC0415
    from model_build.publish.dataset_store import DatasetStore  # noqa: PLC0415

    store = DatasetStore.at(options.to)  # before the dataset is read: an address of another form is refused at once
    for line in check_datasets([DatasetFiles.found_in(options.data)], accept_losses=options.accept_losses):
        print(line)
    files = store.upload(options.data, replace=options.replace)
    size_bytes = sum(file.size_bytes for file in files)
    print(f"{len(files)} files of {size_bytes:,} bytes are at {options.to}: {', '.join(file.name for file in files)}.")


def _train(options: argparse.Namespace) -> None:
    from model_build.commands.train import Shelves, train  # noqa: PLC0415

    if bool(options.shelves) != bool(options.pseudonym_key or options.pseudonym_key_file):
        options.parser.error("--shelves ADDRESS goes with --pseudonym-key NAME or --pseudonym-key-file FILE")
    version = train(
        options.data,
        options.to,
        shelves=Shelves.at(options.shelves, options.pseudonym_key, options.pseudonym_key_file),
        temporary_megabytes=options.ephemeral_storage,
        is_mounted=options.mounted,
        accept_losses=options.accept_losses,
        smallest_readers=options.smallest_readers or 0,
        even_if_worse=options.even_if_worse,
        engine_name=options.engine,
        report=print,
    )
    print(f"Model {version} is now current at {options.to}.")


# The functions of the commands, by their names.
_COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
    "build": _build,
    "check": _check,
    "query": _query,
    "answers": _answers,
    "recommend-for": _recommend_for,
    "import-shelf": _import_shelf,
    "evaluate": _evaluate,
    "export": _export,
    "publish": _publish,
    "rollback": _rollback,
    "versions": _versions,
    "upload-dataset": _upload_dataset,
    "train": _train,
}


if __name__ == "__main__":
    sys.exit(main())
