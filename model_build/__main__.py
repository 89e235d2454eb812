"""The command line: python -m model_build COMMAND.

The commands: build, query, recommend-for, evaluate, export, publish, rollback, versions.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from shelftalker.model.catalogue import Catalogue
from shelftalker.model.format import ModelError

if TYPE_CHECKING:
    from model_build.datasets.files import DatasetFiles


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0, or 2 where the input or the model can't be used; one sentence on standard error says why.
    """
    options = _parser().parse_args(arguments)
    # Imported when a command needs them: `query` starts without pandas, `build` without boto3.
    from model_build.datasets.csv_records import DatasetError  # noqa: PLC0415
    from model_build.publish.publish import PublishError  # noqa: PLC0415

    try:
        options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads the output, `head` perhaps, has enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (DatasetError, ModelError, PublishError, OSError) as error:
        print(f"{_PROGRAM} {options.command}: {error}", file=sys.stderr)
        return 2
    return 0


_PROGRAM = "python -m model_build"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=_PROGRAM, description="Build, look into and publish Shelftalker's model.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="build a model from a ratings dataset")
    _add_dataset(build)
    build.add_argument("--output", type=Path, metavar="DIR", required=True, help="where the model is written")
    build.add_argument("--previous", type=Path, metavar="MODEL", help="an earlier model whose book ids are kept")
    build.set_defaults(run=_build, parser=build)

    query = commands.add_parser("query", help="print what the bot answers to a title")
    query.add_argument("--model", type=Path, metavar="DIR", required=True)
    query.add_argument("--json", action="store_true", help="print one JSON object a title")
    asked = query.add_mutually_exclusive_group(required=True)
    asked.add_argument("title", nargs="?")
    asked.add_argument("--titles", type=Path, metavar="FILE", help="one title a line; answers are JSON Lines")
    query.set_defaults(run=_query)

    recommend_for = commands.add_parser("recommend-for", help="recommend books to the readers of a file of shelves")
    recommend_for.add_argument("--model", type=Path, metavar="DIR", required=True)
    recommend_for.add_argument(
        "--shelves", type=Path, metavar="FILE", required=True, help="CSV: reader, source_id, rating (0: not rated)"
    )
    recommend_for.add_argument("--output", type=Path, metavar="FILE", required=True, help="CSV: reader, rank, book_id")
    recommend_for.add_argument("--limit", type=_positive, metavar="N", default=10, help="books a reader (default: 10)")
    recommend_for.set_defaults(run=_recommend_for)

    evaluate = commands.add_parser("evaluate", help="measure the quality of the recommendations beside other methods")
    _add_dataset(evaluate)
    evaluate.add_argument("--report", type=Path, metavar="DIR", required=True, help="where the report is written")
    evaluate.add_argument("--seed", type=int, default=7, help="what is drawn by lot depends on (default: 7)")
    evaluate.set_defaults(run=_evaluate, parser=evaluate)

    export = commands.add_parser("export", help="write a model as CSV files")
    export.add_argument("--model", type=Path, metavar="DIR", required=True)
    export.add_argument("--output", type=Path, metavar="DIR", required=True)
    export.set_defaults(run=_export)

    publish = commands.add_parser("publish", help="copy a model to S3 and make it the current one")
    publish.add_argument("--model", type=Path, metavar="DIR", required=True)
    publish.add_argument("--to", metavar="s3://BUCKET/PREFIX", required=True)
    publish.add_argument(
        "--even-if-worse", action="store_true", help="though it is worse than the model whose place it takes"
    )
    publish.set_defaults(run=_publish)

    rollback = commands.add_parser("rollback", help="make an earlier published model the current one")
    rollback.add_argument("--to", metavar="s3://BUCKET/PREFIX", required=True)
    rollback.add_argument("--version", help="the model version; without it, the one published before the current one")
    rollback.set_defaults(run=_rollback)

    versions = commands.add_parser("versions", help="list the published models")
    versions.add_argument("--to", metavar="s3://BUCKET/PREFIX", required=True)
    versions.set_defaults(run=_versions)
    return parser


def _add_dataset(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--data", type=Path, metavar="DIR", help="folder with the dataset's files under their usual names"
    )
    command.add_argument("--books", type=Path, metavar="FILE", help="the books: .csv, .csv.gz or .zip")
    command.add_argument("--ratings", type=Path, metavar="FILE", help="the ratings")
    command.add_argument("--users", type=Path, metavar="FILE", help="the readers' countries and ages")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1, not {text}")
    return number


def _dataset_files(options: argparse.Namespace) -> "DatasetFiles":
    from model_build.datasets.files import DatasetFiles  # noqa: PLC0415

    named = options.books and options.ratings
    if bool(options.data) == bool(named) or (options.data and (options.books or options.ratings or options.users)):
        options.parser.error("name the dataset by --data DIR, or by --books FILE and --ratings FILE")
    if named:
        return DatasetFiles.at_paths(options.books, options.ratings, options.users)
    return DatasetFiles.found_in(options.data)


def _build(options: argparse.Namespace) -> None:
    from model_build.build import build_model  # noqa: PLC0415

    manifest = build_model(_dataset_files(options), options.output, options.previous)
    counts = manifest["counts"]
    print(
        f"Model {manifest['model_version']} in {options.output}: {counts['books']:,} books of {counts['editions']:,} "
        f"editions, {counts['ratings']:,} ratings by {counts['readers']:,} readers, {manifest['size_bytes']:,} bytes."
    )
    print("Read, repaired and dropped:")
    for kind, number in manifest["cleaning"].items():
        print(f"  {number:>11,}  {kind}")


def _query(options: argparse.Namespace) -> None:
    from model_build.commands.query import answer_as_json, answer_as_text, read_titles  # noqa: PLC0415

    catalogue = Catalogue.open(options.model)
    try:
        for title in read_titles(options.titles) if options.titles else [options.title]:
            if options.json or options.titles:
                print(json.dumps(answer_as_json(catalogue, title), ensure_ascii=False))
            else:
                print(answer_as_text(catalogue, title))
    finally:
        catalogue.close()


def _recommend_for(options: argparse.Namespace) -> None:
    from model_build.commands.recommend_for import recommend_for  # noqa: PLC0415

    catalogue = Catalogue.open(options.model)
    try:
        recommended = recommend_for(catalogue, options.shelves, options.output, options.limit)
    finally:
        catalogue.close()
    print(f"{options.output}: {recommended.rows:,} rows for {recommended.readers:,} readers.")
    if recommended.unknown:
        print(f"{recommended.unknown:,} rows of {options.shelves} name books that the model does not have.")


def _evaluate(options: argparse.Namespace) -> None:
    try:
        from model_build.evaluation.evaluate import evaluate  # noqa: PLC0415
        from model_build.evaluation.report.folder import write_report  # noqa: PLC0415
        from model_build.evaluation.report.report import Report, installed_versions  # noqa: PLC0415
        from model_build.evaluation.report.terminal import summary  # noqa: PLC0415
        from model_build.evaluation.titles.title_search import evaluate_suggestions  # noqa: PLC0415
    except ModuleNotFoundError as error:
        options.parser.error(f"{error.name} is not installed; evaluating needs: pip install --group evaluate")
    files = _dataset_files(options)
    options.report.mkdir(parents=True, exist_ok=True)  # where that fails it is better known now than at the end
    with TemporaryDirectory() as temporary:
        model = Path(temporary) / "model"
        results = evaluate(files, options.seed, model)
        catalogue = Catalogue.open(model)
        try:
            suggestions = evaluate_suggestions(catalogue, options.seed)
        finally:
            catalogue.close()
    report = Report(results, suggestions, catalogue.notice, installed_versions())
    page = write_report(report, options.report)
    print(summary(report))
    print(f"Report: {page}")


def _export(options: argparse.Namespace) -> None:
    from model_build.commands.export import export_model  # noqa: PLC0415

    catalogue = Catalogue.open(options.model)
    try:
        for path, rows in export_model(catalogue, options.output).items():
            print(f"{path}: {rows:,} rows")
    finally:
        catalogue.close()


def _publish(options: argparse.Namespace) -> None:
    from model_build.publish.publish import ModelStore  # noqa: PLC0415

    version = ModelStore.at(options.to).publish(options.model, even_if_worse=options.even_if_worse, tell=print)
    print(f"Model {version} is now current at {options.to}.")


def _rollback(options: argparse.Namespace) -> None:
    from model_build.publish.publish import ModelStore  # noqa: PLC0415

    version = ModelStore.at(options.to).rollback(options.version)
    print(f"Model {version} is current again at {options.to}.")


def _versions(options: argparse.Namespace) -> None:
    from model_build.publish.publish import ModelStore  # noqa: PLC0415

    for version in ModelStore.at(options.to).versions():
        published = f"{version.published:%Y-%m-%d %H:%M:%S %Z}"
        quality = f"nDCG@10 {version.quality}" if version.quality else "nDCG@10 not measured"
        current = "  (current)" if version.is_current else ""
        print(f"{published}  {version.model_version}  {version.size_bytes:>13,} bytes  {quality}{current}")


if __name__ == "__main__":
    sys.exit(main())
