"""The interfaces that scripts use: all of `recorded_interfaces.json` stays, under its name and of its type.

More may be added, to the interfaces and then to the record; nothing in the record may be dropped or changed.
"""

import csv
import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.model_build.small_datasets import book, comma_lines, write_kaggle

ROOT = Path(__file__).parents[3]
RECORDED = json.loads(Path(__file__).with_name("recorded_interfaces.json").read_text(encoding="utf-8"))
BOOKS = [
    book("0441172717", "Dune", "Frank Herbert", 1965),
    book("0441172695", "Dune Messiah", "Frank Herbert", 1969),
    book("0141439580", "Emma", "Jane Austen", 1815),
    book("0307386899", "Emma", "Alexander McCall Smith", 2014),
    book("0679734473", "Ubik", "Philip K. Dick", 0),
    *(book(f"97{number:08}", f"Novel of the Year {1900 + number}", f"Author {number % 9}") for number in range(20)),
]
# Enough readers to learn a ranking from, so that the manifest tells of its quality.
RATINGS = [
    (reader, BOOKS[(reader + 3 * place) % len(BOOKS)][0], rating)
    for reader in range(220)
    for place, rating in enumerate([8, 9, 10, 8, 9, 8, 3, 0])
]
NEVER_READ = book("0306406152", "The Unread Dune", "Frank Herbert", 1998)
QUERIES = {
    "exact": "emma",
    "isbn": "0-441-17271-7",
    "suggestions": "novel of the yaer",
    "by_author": "frank herbert",
    "not_found": "qqxzv wwkjq",
    "isbn_not_found": "9780743273565",
    "exact, without year": "ubik",
    "exact, never read": "the unread dune",
}


def run(*arguments: object, ends_with: int = 0) -> str:
    """Return the output of a command in a process of its own; the error message of one that fails."""
    finished = subprocess.run(
        [sys.executable, "-m", "model_build", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert finished.returncode == ends_with, f"expected exit code {ends_with}, came {finished}"
    return finished.stderr if ends_with else finished.stdout


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a model with the command line."""
    data, output = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("built") / "model"
    run("build", "--data", write_kaggle(data, [*BOOKS, NEVER_READ], RATINGS), "--output", output)
    return output


def types_in(value: object, path: str = "") -> dict[str, set[str]]:
    """Return the JSON types at every path of a value: `counts.books`, or `suggestions[].title` for each of a list."""
    names = {type(None): "null", bool: "boolean", int: "integer", float: "number", str: "string", list: "list"}
    found = {path: {names.get(type(value), "object")}}
    inner: list[tuple[str, object]] = []
    if isinstance(value, dict):
        inner = [(f"{path}.{key}".removeprefix("."), each) for key, each in value.items()]
    elif isinstance(value, list):
        inner = [(f"{path}[]", each) for each in value]
    for inner_path, each in inner:
        for deeper, types in types_in(each, inner_path).items():
            found.setdefault(deeper, set()).update(types)
    return found


def assert_types_kept(interface: str, recorded: Mapping[str, Mapping[str, str]], value: object) -> None:
    """Make sure that each recorded key of each object is there with no other type; `""` is the outermost object."""
    came = types_in(value)
    expected = {
        f"{path}.{key}".removeprefix("."): types for path, keys in recorded.items() for key, types in keys.items()
    }
    changed = [
        f"  {path}: expected {types}, came {' or '.join(sorted(came.get(path, {'nothing'})))}"
        for path, types in expected.items()
        if not came.get(path, {"nothing"}) <= set(types.split(" or "))
    ]
    assert not changed, "\n".join([f"{interface} is not as recorded:", *changed, f"  It is: {value}"])


def assert_kept(interface: str, recorded: Mapping[str, object], came: Mapping[str, object]) -> None:
    """Make sure that all that was recorded is there as it was; more may be."""
    changed = [
        f"  {name}: expected {expected!r}, came {came.get(name, 'nothing')!r}"
        for name, expected in recorded.items()
        if came.get(name, "nothing") != expected
    ]
    assert not changed, "\n".join([f"{interface} is not as recorded:", *changed])


def assert_begins(table: str, recorded: list[str], came: list[str]) -> None:
    """Make sure that a table's first columns are those recorded; further ones may follow."""
    assert came[: len(recorded)] == recorded, f"{table}: expected the columns {recorded} first, came {came}"


def options_of(command: str) -> dict[str, str]:
    """Return the arguments in a command's help: required or not, with a value or not, and the default."""
    missing = re.search("arguments are required: (.*)", run(command, ends_with=2))
    required = missing[1].split(", ") if missing else []
    options = {}
    for entry in re.split("\n(?=  -)|\n(?=  [a-z])", run(command, "--help")):
        argument = re.match("  (--)?([a-z-]+)( [^ \n]+)?", entry)
        if argument:
            dashes, name, value = argument.groups(default="")
            described = ["required" if dashes + name in required else "optional"]
            described.append("with a value" if value else "without a value" if dashes else "positional")
            described += [f"default {default}" for default in re.findall("default: ([^)]*)", entry)]
            options[dashes + name] = ", ".join(described)
    return options


@pytest.mark.parametrize("command", RECORDED["commands"])
def test_a_command_takes_all_that_it_took(command: str) -> None:
    came = options_of(command)
    assert_kept(f"python -m model_build {command}", RECORDED["commands"][command], came)
    added = [
        option for option in came if option not in RECORDED["commands"][command] and came[option].startswith("required")
    ]
    assert not added, f"expected nothing more to be required by {command}, came {added}"


@pytest.mark.parametrize("kind", QUERIES)
def test_an_answer_has_every_key_that_it_had(kind: str, model: Path) -> None:
    answer = json.loads(run("query", "--model", model, "--json", QUERIES[kind]))
    assert_recorded_answer(kind, answer)


def assert_recorded_answer(kind: str, answer: dict[str, Any]) -> None:
    """Make sure that an answer has the keys, the types and the values that were recorded of its kind."""
    recorded = RECORDED["query --json"][kind]
    assert_types_kept(f"The answer to {QUERIES[kind]!r}", recorded["types"], answer)
    assert_kept(f"The answer to {QUERIES[kind]!r}", {"query": QUERIES[kind], "outcome": recorded["outcome"]}, answer)
    assert_kept(f"The book that {QUERIES[kind]!r} names", recorded["book"] or {}, answer["book"] or {})
    reasons = {each["reason"] for each in answer["recommendations"]}
    assert set(recorded["reasons"]) <= reasons, f"expected the reasons {recorded['reasons']}, came {reasons}"


def test_titles_of_a_file_are_answered_by_a_line_each_as_one_title_is(model: Path, tmp_path: Path) -> None:
    titles = tmp_path / "titles.txt"
    plain, quoted = list(QUERIES.values())[:4], list(QUERIES.values())[4:]
    titles.write_text("\n".join([*plain, "", *map(json.dumps, quoted)]), encoding="utf-8")
    answers = [json.loads(line) for line in run("query", "--model", model, "--titles", titles).splitlines()]
    assert [answer["query"] for answer in answers] == [*plain, *quoted]
    for kind, answer in zip(QUERIES, answers, strict=True):
        assert_recorded_answer(kind, answer)


def test_the_manifest_has_every_key_that_it_had(model: Path) -> None:
    manifest = json.loads((model / "manifest.json").read_text(encoding="utf-8"))
    assert_types_kept("manifest.json", RECORDED["manifest.json"], manifest)


def test_an_export_has_the_files_and_columns_that_it_had(model: Path, tmp_path: Path) -> None:
    run("export", "--model", model, "--output", tmp_path)
    for name, columns in RECORDED["export"].items():
        assert (tmp_path / name).exists(), f"expected {name}, came {sorted(path.name for path in tmp_path.iterdir())}"
        assert_begins(name, columns, rows_of(tmp_path / name)[0])


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


@pytest.mark.parametrize("name", ["shelves.csv", "shelves.csv.gz"])
def test_shelves_of_the_columns_that_were_taken_are_still_served(name: str, model: Path, tmp_path: Path) -> None:
    recorded = RECORDED["recommend-for"]
    values = {"reader": "ada", "source_id": BOOKS[0][0], "rating": 9}
    columns = [*reversed(recorded["columns of the shelves"]), "note"]
    written = comma_lines([columns, [values.get(column, "") for column in columns]])
    (tmp_path / name).write_bytes(gzip.compress(written) if name.endswith(".gz") else written)
    output = tmp_path / "recommended.csv"
    run("recommend-for", "--model", model, "--shelves", tmp_path / name, "--output", output)
    header, *rows = rows_of(output)
    assert_begins("the output of recommend-for", recorded["columns of the output"], header)
    ranks = [(row[header.index("reader")], int(row[header.index("rank")])) for row in rows]
    assert ranks == [("ada", rank) for rank in range(1, recorded["books a reader without --limit"] + 1)]


def test_an_import_writes_the_columns_that_it_wrote(model: Path, tmp_path: Path) -> None:
    export, shelf, missing = tmp_path / "export.csv", tmp_path / "shelf.csv", tmp_path / "missing.csv"
    export.write_text(
        "Title,Author,My Rating,Exclusive Shelf\nDune,Frank Herbert,5,read\nPiranesi,Susanna Clarke,0,read\n",
        encoding="utf-8",
    )
    run("import-shelf", "--model", model, "--file", export, "--output", shelf, "--not-found", missing)
    recorded = RECORDED["import-shelf"]
    assert_begins("the shelf of import-shelf", recorded["columns of the shelf"], rows_of(shelf)[0])
    assert_begins("its books not found", recorded["columns of the books not found"], rows_of(missing)[0])
    assert rows_of(shelf)[1:] == [["me", "0441172717", "10", "read"]]
