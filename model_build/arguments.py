"""The commands of the command line and their options."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from shelftalker.settings import VERSION

PROGRAM = "python -m model_build"
# (name, help=...) -> the parser of a new command.
AddCommand = Callable[..., argparse.ArgumentParser]


def command_parser() -> argparse.ArgumentParser:
    """Return the parser of the commands and their options; `command` is the name of the one that is given."""
    parser = argparse.ArgumentParser(prog=PROGRAM, description="Build, inspect and publish Shelftalker's model.")
    parser.add_argument("--version", action="version", version=f"Shelftalker {VERSION}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_build(commands.add_parser)
    _add_check(commands.add_parser)
    _add_query(commands.add_parser)
    _add_answers(commands.add_parser)
    _add_recommend_for(commands.add_parser)
    _add_import_shelf(commands.add_parser)
    _add_evaluate(commands.add_parser)
    _add_export(commands.add_parser)
    _add_publishing(commands.add_parser)
    _add_training(commands.add_parser)
    return parser


def _add_build(add_command: AddCommand) -> None:
    build = add_command("build", help="build a model from a ratings dataset")
    _add_dataset(build)
    _add_catalogue(build)
    _add_engine(build)
    build.add_argument("--output", type=Path, metavar="DIR", required=True, help="folder to write the model into")
    build.add_argument("--previous", type=Path, metavar="MODEL", help="an earlier model, whose book ids are kept")
    build.add_argument(
        "--gate-figures",
        action="store_true",
        help="measure, as train does, what publish compares models by on the same readers",
    )
    _add_book_rules(build)
    _add_smallest_readers(build)
    build.set_defaults(parser=build)


def _add_check(add_command: AddCommand) -> None:
    check = add_command(
        "check",
        help="print how a dataset is understood, and its losses",
        description="Read datasets as build does, print how their files and columns are understood, the scale of their "
        "ratings, and the rows that are lost, each kind with an example; write nothing.",
    )
    _add_dataset(check)
    check.set_defaults(parser=check)


def _add_query(add_command: AddCommand) -> None:
    query = add_command("query", help="print the bot's answer to a title")
    _add_model(query)
    query.add_argument("--json", action="store_true", help="print one JSON object a title")
    titles = query.add_mutually_exclusive_group(required=True)
    titles.add_argument("title", nargs="?", help="a title as a reader types it, misspelt or shortened")
    titles.add_argument("--titles", type=Path, metavar="FILE", help="one title a line; answers are JSON Lines")
    _add_filters(query)


def _add_answers(add_command: AddCommand) -> None:
    answers = add_command("answers", help="print the answers to 60 well-known and 60 rare books, before and after")
    answers.add_argument("--model", type=Path, metavar="DIR", help="a model; without it, that of a dataset is built")
    _add_dataset(answers)
    _add_engine(answers)
    _add_catalogue(answers)
    _add_book_rules(answers)
    answers.add_argument(
        "--before", type=Path, metavar="PATH", help="an earlier model, or a file of its answers by `query --titles`"
    )
    answers.add_argument(
        "--list", action="store_true", help="print these books alone, as queries for an earlier `query --titles`"
    )
    answers.set_defaults(parser=answers)


def _add_recommend_for(add_command: AddCommand) -> None:
    recommend_for = add_command("recommend-for", help="recommend books to the readers of a file of shelves")
    _add_model(recommend_for)
    recommend_for.add_argument(
        "--shelves",
        type=Path,
        metavar="FILE",
        required=True,
        help="CSV: reader, source_id, rating (0: not rated), and status if it has one",
    )
    recommend_for.add_argument(
        "--output", type=Path, metavar="FILE", required=True, help="CSV: reader, rank, book_id, title, author"
    )
    recommend_for.add_argument("--limit", type=_positive, metavar="N", default=10, help="books a reader (default: 10)")
    _add_filters(recommend_for)


def _add_import_shelf(add_command: AddCommand) -> None:
    import_shelf = add_command(
        "import-shelf",
        help="make a shelf for recommend-for of a reader's own export",
        description="Find the books of a reader's own export from Goodreads, StoryGraph, LibraryThing, BookWyrm, "
        "Hardcover, Open Library or openreads, by ISBN or by title and author. Reviews, notes and dates are not kept.",
    )
    _add_model(import_shelf)
    import_shelf.add_argument("--file", type=Path, metavar="EXPORT", required=True, help="the service's file, as it is")
    import_shelf.add_argument("--output", type=Path, metavar="FILE", help="shelf to write, for recommend-for --shelves")
    import_shelf.add_argument("--reader", metavar="NAME", default="me", help="the reader's name there (default: me)")
    import_shelf.add_argument("--not-found", type=Path, metavar="FILE", help="CSV to write of the books not found")


def _add_evaluate(add_command: AddCommand) -> None:
    evaluate = add_command("evaluate", help="measure the quality of the recommendations beside other methods")
    _add_dataset(evaluate)
    _add_catalogue(evaluate)
    _add_book_rules(evaluate)
    _add_engine(evaluate)
    evaluate.add_argument("--report", type=Path, metavar="DIR", required=True, help="folder to write the report into")
    evaluate.add_argument("--seed", type=int, default=7, help="seed of the random samples (default: 7)")
    evaluate.set_defaults(parser=evaluate)


def _add_export(add_command: AddCommand) -> None:
    export = add_command("export", help="write a model as CSV files")
    _add_model(export)
    export.add_argument("--output", type=Path, metavar="DIR", required=True, help="folder to write the files into")


def _add_publishing(add_command: AddCommand) -> None:
    publish = add_command("publish", help="copy a model to S3 and make it the current one")
    _add_model(publish)
    _add_store(publish)
    _add_gate(publish)

    rollback = add_command("rollback", help="make an earlier published model the current one")
    _add_store(rollback)
    rollback.add_argument("--version", help="the model version; without it, the one published before the current one")

    versions = add_command("versions", help="list the published models")
    _add_store(versions)


def _add_training(add_command: AddCommand) -> None:
    upload = add_command(
        "upload-dataset",
        help="check a dataset and copy it to S3, for builds on another machine",
        description="Read a dataset as check does, print what it says, and copy the files that a build reads to S3.",
    )
    upload.add_argument("--data", type=Path, metavar="DIR", required=True, help="folder with the dataset's files")
    upload.add_argument(
        "--to",
        metavar="s3://BUCKET/PREFIX",
        required=True,
        help="address of this dataset, as s3://BUCKET/datasets/loans",
    )
    upload.add_argument("--replace", action="store_true", help="put it in the place of another dataset at the address")
    _add_accept_losses(upload)

    train = add_command(
        "train",
        help="build a model of datasets in S3 and publish it",
        description="Download datasets that upload-dataset has copied, build a model that keeps the current one's book "
        "ids, and publish it as publish does: a worse one is refused. It is what a job runs.",
    )
    _add_engine(train)
    train.add_argument(
        "--data",
        metavar="s3://BUCKET/PREFIX",
        action="append",
        required=True,
        help="address of a dataset; repeated for further sources",
    )
    train.add_argument(
        "--shelves",
        metavar="ADDRESS",
        help="export of the shelves' table, a folder or s3://BUCKET/PREFIX, to learn from readers who opted in, "
        "see infra/docs/learning.md",
    )
    key = train.add_mutually_exclusive_group()
    key.add_argument("--pseudonym-key", metavar="NAME", help="SSM's parameter with the key of the readers' pseudonyms")
    key.add_argument("--pseudonym-key-file", type=Path, metavar="FILE", help="file with that key")
    train.set_defaults(parser=train)
    _add_store(train)
    _add_accept_losses(train)
    _add_smallest_readers(train)
    _add_gate(train)


def _add_dataset(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        action="append",
        help="folder with the dataset's files under their usual names; repeated for further sources",
    )
    command.add_argument("--books", type=Path, metavar="FILE", help="table of books: .csv, .csv.gz or .zip")
    command.add_argument("--ratings", type=Path, metavar="FILE", help="table of ratings")
    command.add_argument("--users", type=Path, metavar="FILE", help="table of the readers' countries and ages")
    _add_accept_losses(command)


def _add_accept_losses(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--accept-losses", action="store_true", help="go on with a dataset that loses too many of its rows"
    )


def _add_smallest_readers(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--smallest-readers",
        type=_positive,
        metavar="N",
        help="leave out books that fewer readers have read, but those of the catalogue (default: none)",
    )


def _add_gate(command: argparse.ArgumentParser) -> None:
    command.add_argument("--even-if-worse", action="store_true", help="publish a model that is worse than the current")
    command.add_argument(
        "--ephemeral-storage",
        type=_positive,
        metavar="MB",
        default=512,
        help="size of the functions' /tmp, as deployed; the model has to fit twice (default: 512)",
    )
    command.add_argument(
        "--mounted",
        action="store_true",
        help="the functions open models on mounted storage (ModelAccessPointArn), where one may have any size",
    )


def _add_catalogue(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--catalogue", type=Path, metavar="DIR", help="folder with Open Library's dumps, whose books are added"
    )
    command.add_argument(
        "--catalogue-readers",
        type=_positive,
        metavar="N",
        help="least readers in Open Library of a book that no dataset rates (default: 5)",
    )


def _add_engine(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--engine",
        choices=["pandas", "spark"],
        default="pandas",
        help="what runs the longest parts: this process, or Spark; the model is the same (default: pandas)",
    )


def _add_book_rules(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--book-rules", type=Path, metavar="FILE", help="CSV: action (block or allow), and isbn or title and author"
    )


def _add_model(command: argparse.ArgumentParser) -> None:
    command.add_argument("--model", type=Path, metavar="DIR", required=True, help="folder of the model")


def _add_store(command: argparse.ArgumentParser) -> None:
    command.add_argument("--to", metavar="s3://BUCKET/PREFIX", required=True, help="address of the published models")


def _add_filters(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--without-author",
        metavar="NAME",
        action="append",
        default=[],
        help="recommend nothing by an author; repeatable",
    )
    command.add_argument("--language", metavar="xx", help="recommend books in one language alone (ISO 639-1)")
    command.add_argument(
        "--years", type=_years, metavar="FROM-TO", help="recommend books of some years alone: 1990-1999, 2000-, -1950"
    )


def _years(text: str) -> tuple[int | None, int | None]:
    years = re.fullmatch(r"(\d{1,4})?-(\d{1,4})?|(\d{1,4})", text.strip())
    if years is None or not any(years.groups()):
        raise argparse.ArgumentTypeError(f"expected years such as 1990-1999, 2000-, -1950 or 1984, not {text!r}")
    first, last, only = (int(year) if year else None for year in years.groups())
    return (only, only) if only is not None else (first, last)


def _positive(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text.strip(), re.ASCII) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1, not {text!r}")
    return int(text)
