"""Tests mirror the code: a module with behaviour has a test file of its name, and a test file has a module's name."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

from tests.cloudformation import PROJECT

# Folder of the code -> folder of its tests.
MIRRORED = {PROJECT / "functions/shelftalker": PROJECT / "tests/shelftalker",
            PROJECT / "model_build": PROJECT / "tests/model_build"}  # fmt: skip
# Modules without a test file of their own, and why.
WITHOUT_BEHAVIOUR = {
    "functions/shelftalker/mcp/schemas.py": "schemas of tools, which test_arguments.py and test_tools.py check against",
    "model_build/datasets/dataset.py": "types of a dataset, which test_joined_sources.py fills in",
    "model_build/evaluation/config.py": "numbers of the evaluation",
    "model_build/evaluation/results.py": "types of the figures, which test_scoring.py and the report's tests fill in",
    "model_build/evaluation/titles/addresses.py": "addresses of books, which test_questions.py fills in",
    "model_build/evaluation/titles/messages.py": "messages about books, which test_questions.py fills in",
    "model_build/evaluation/titles/free_sentences.py": "sentences of questions, which test_questions.py fills in",
    "model_build/evaluation/titles/sentences.py": "sentences of questions, which test_questions.py fills in",
    "model_build/evaluation/titles/volume_wordings.py": "wordings of questions, which test_questions.py fills in",
    "model_build/evaluation/titles/wordings.py": "wordings of questions, which test_questions.py fills in",
    "model_build/questions/english_sentences.py": "sentences, which test_training_titles.py fills in",
    "model_build/questions/other_sentences.py": "sentences, which test_training_titles.py fills in",
    "model_build/sample/places.py": "a list of towns",
    "functions/shelftalker/title_parsing/series_patterns.py": "patterns, which test_series_mentions.py reads titles by",
}
# Test files of a behaviour that no module has alone, and what it is.
BEHAVIOURS = {
    "model_build/commands/test_recorded_interfaces.py": "options, keys and columns that scripts use, over all commands",
    "model_build/datasets/test_dirty_values.py": "values repaired or dropped, by the readers of all three layouts",
    "model_build/datasets/formats/test_spliced_bytes.py": "any bytes in any file of a dataset",
    "model_build/test_series.py": "series from the titles of a dataset to the answers of its model",
    "model_build/test_several_sources.py": "sources of different kinds in one dataset, from files to works",
    "model_build/test_text_cases.py": "broken and careless text, from the rows of a dataset to the books as shown",
    "model_build/test_whole_datasets.py": "properties of whole models, of the sample and of a large dataset",
    "model_build/works/test_edition_pairs.py": "precision and recall of all rules of a work together",
    "shelftalker/install/test_suspended_functions.py": "intervals that span invocations of hosted functions",
    "shelftalker/listeners/test_colliding_clicks.py": "clicks that collide, repeat or come late, on any surface",
    "shelftalker/listeners/test_recorded_messages.py": "ids and values in messages that are in Slack already",
    "shelftalker/listeners/test_statements.py": "SQL statements of a whole request",
}


def modules() -> list[tuple[Path, Path]]:
    """Return each module with the path of its test file."""
    return [
        (path, tests / path.relative_to(code).with_name(f"test_{path.stem.strip('_')}.py"))
        for code, tests in MIRRORED.items()
        for path in sorted(code.rglob("*.py"))
        if path.name != "__init__.py"
    ]


def has_behaviour(source: str) -> bool:
    """Return whether a module has a public function or method, and not only constants, types and errors."""
    body = ast.parse(source).body
    methods = [node for definition in body if isinstance(definition, ast.ClassDef) for node in definition.body]
    names = [node.name for node in (*body, *methods) if isinstance(node, ast.FunctionDef)]
    return any(not name.startswith("_") or name == "__post_init__" for name in names)


def test_each_module_has_a_test_file_of_its_name_but_those_listed() -> None:
    without = {str(module.relative_to(PROJECT)) for module, tests in modules() if not tests.exists()}
    assert without == set(WITHOUT_BEHAVIOUR)


@pytest.mark.parametrize("module", WITHOUT_BEHAVIOUR)
def test_a_module_without_a_test_file_has_no_behaviour(module: str) -> None:
    assert not has_behaviour((PROJECT / module).read_text(encoding="utf-8"))


def test_functions_and_methods_are_behaviour_and_constants_types_and_errors_are_none() -> None:
    assert has_behaviour("def words(): ...")
    assert has_behaviour("class Names:\n    @property\n    def first(self): ...")
    assert not has_behaviour("A = 1\nclass E(Exception):\n    def __init__(self): ...\ndef _words(): ...")


@pytest.mark.parametrize("folder", MIRRORED.values(), ids=lambda folder: folder.name)
def test_a_test_file_is_named_after_a_module_or_listed_as_a_behaviour(folder: Path) -> None:
    files = {tests for _, tests in modules()}
    # A further file of a module has its name first: test_source_faults.py of source.py.
    of_no_module = {
        str(path.relative_to(folder.parent))
        for path in folder.rglob("test_*.py")
        if not any(path.parent == file.parent and f"{path.stem}_".startswith(f"{file.stem}_") for file in files)
    }
    assert of_no_module == {path for path in BEHAVIOURS if path.startswith(f"{folder.name}/")}


@pytest.mark.parametrize(
    "code", [PROJECT / "functions", *MIRRORED, PROJECT / "infra/local"], ids=lambda code: code.name
)
def test_contributing_has_each_room_and_entry_point(code: Path) -> None:
    contributing = (PROJECT / ".github/CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = [f"{path.name}/" for path in code.iterdir() if path.is_dir() and path.name != "__pycache__"]
    modules = [path.name for path in code.glob("*.py") if path.name != "__init__.py"]
    assert [name for name in (*rooms, *modules) if f"{name}`" not in contributing] == []


@pytest.mark.parametrize("packages", [("shelftalker", "model_build"), ("infra",)], ids=" ".join)
def test_no_import_leads_in_a_circle(packages: tuple[str, ...]) -> None:
    graph = grimp.build_graph(*packages, cache_dir=None, exclude_type_checking_imports=True)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    # Raises CycleError, which names the circle; imports within functions count too.
    assert len(list(TopologicalSorter(imports).static_order())) == len(graph.modules)
