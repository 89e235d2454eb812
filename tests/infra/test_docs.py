"""Tests of the documents: their links lead somewhere, and the paths and targets that they name exist."""

import re
from pathlib import Path

import pytest

from tests.cloudformation import PROJECT

DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(PROJECT / ".github").glob("*.md"), *(PROJECT / "infra/docs").glob("*.md")])
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
# Folders that builds make; and rooms that CONTRIBUTING lists below the folder that holds them.
MADE_BY_BUILDS = (".venv", ".tools", ".aws-sam", "layers/model/model")
ROOM_PARENTS = (
    "functions",
    "functions/shelftalker",
    "model_build",
    "infra/local",
    "infra/local/slack",
    "infra/local/page",
    "tests",
)


def links_of(document: Path) -> list[str]:
    """Return the relative links and pictures of a document, without the parts after #."""
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    return [target.partition("#")[0] for target in targets if not re.match(r"https?:|#", target)]


def paths_of(document: Path) -> set[str]:
    """Return the words in backticks that look like a path of the repository: with a slash or a known ending."""
    quoted = re.findall(r"`([^`\n]+)`", document.read_text(encoding="utf-8"))
    words = {word for text in quoted for word in text.split() if re.fullmatch(r"\.?[A-Za-z_][\w./-]*", word)}
    endings = r".*\.(py|md|yaml|toml|csv|json|mk|txt|sqlite)"
    return {word for word in words if ("/" in word or re.fullmatch(endings, word)) and not word.startswith("s3:")}


def exists_in_project(path: str) -> bool:
    """Return whether a path exists, from the project's root or from a folder whose rooms are listed."""
    return any((PROJECT / parent / path).exists() for parent in ("", *ROOM_PARENTS))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_relative_links_lead_to_files(document: Path) -> None:
    assert [link for link in links_of(document) if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_paths_in_backticks_exist(document: Path) -> None:
    # Files of a model and of a dataset are described, and exist where someone makes or downloads them.
    elsewhere = {
        "catalogue.sqlite",
        "manifest.json",
        "books.csv",
        "ratings.csv",
        "feedback.csv",
        "interactions.csv",
        "items.csv",
        "loans.csv",
        "loans-2024.csv",
        "loans-2025.csv",
        "readers.csv",
        "dataset.json",
        "book_id_map.csv",
        "meta_Books.json",
        "to_read.csv",
        "dataset_files.json",
    }
    paths = {path for path in paths_of(document) - elsewhere if not path.startswith(MADE_BY_BUILDS)}
    in_datasets = {
        path
        for path in paths
        if re.fullmatch(r"(BX-)?[A-Z][\w-]+\.csv|(book_|ratings_)?(tags|Books)\.csv|goodreads_.+", path)
    }

    assert sorted(path for path in paths - in_datasets if not exists_in_project(path)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_targets_of_make_exist(document: Path) -> None:
    commands = re.findall(r"(?:`|^    )make ((?:[a-z-]+ ?)+)", document.read_text(encoding="utf-8"), re.MULTILINE)
    named = {target for command in commands for target in command.split()}

    assert sorted(target for target in named if not re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)) == []


def test_the_readme_is_short() -> None:
    assert len((PROJECT / "README.md").read_text(encoding="utf-8")) <= 9000


def test_every_document_can_be_reached_from_the_readme() -> None:
    readme = PROJECT / "README.md"
    reached = {(readme.parent / link).resolve() for link in links_of(readme)}

    assert [path.name for path in DOCUMENTS if path.resolve() not in reached | {readme}] == []
