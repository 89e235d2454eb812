"""Counts that hold the style of docstrings and names: python -m tests.style_counts [PATH ...].

The limits are those of CONTRIBUTING. `tests/test_style_counts.py` holds the whole project to them; the command lists
each place that counts against it.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
ROOTS = ("functions", "model_build", "infra", "tests")
QUESTION_WORDS = ("What", "Whether", "Which", "How", "Where", "Who", "That")
MODULES_IN_A_FOLDER = 21
# Words of the glossary's first column that have no other use here.
RULED_OUT = {"apologies", "leavings", "lesson", "lessons", "loudness", "restraint", "taught", "voice", "voices"}

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
# Past participles by their endings, and the irregular ones that were in use; "needed" is one, "seed" is none.
_PARTICIPLE = re.compile(
    r"[a-z]{2,}(?<!e)ed|given|known|made|meant|said|shown|taken|taught|told|typed|written|drawn|held|sent"
)
_NO_PARTICIPLES = {"embed", "seed", "shed", "speed"}


@dataclass
class StyleCounts:
    """Counts of some modules, and the places that count against them as `path:line: text`.

    Attributes:
        function_docstrings: Number of docstrings of functions and methods.
        question_docstrings: Those among them that begin with a word of `QUESTION_WORDS`.
        docstring_words: Number of words in all docstrings, those of modules and classes included.
        whats: Places of the word "what" in them.
        ruled_out: Places of the words that the glossary rules out in them.
        participles: Functions whose name is a participle alone.
        constants: Module constants: names in capitals that a module assigns at its top level.
        lines: Number of lines of the modules.
    """

    function_docstrings: int = 0
    question_docstrings: list[str] = field(default_factory=list)
    docstring_words: int = 0
    whats: list[str] = field(default_factory=list)
    ruled_out: list[str] = field(default_factory=list)
    participles: list[str] = field(default_factory=list)
    constants: list[str] = field(default_factory=list)
    lines: int = 0

    @property
    def question_share(self) -> float:
        """Share of the function docstrings that begin with a question word, 0 to 1."""
        return len(self.question_docstrings) / max(1, self.function_docstrings)

    @property
    def whats_per_1000_words(self) -> float:
        """Occurrences of "what" per 1,000 words of docstrings."""
        return 1000 * len(self.whats) / max(1, self.docstring_words)

    @property
    def constants_per_100_lines(self) -> float:
        """Module constants per 100 lines."""
        return 100 * len(self.constants) / max(1, self.lines)

    def add(self, path: Path) -> None:
        """Count one module."""
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source)
        self.lines += source.count("\n")
        place = str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else str(path)
        for node in ast.walk(tree):
            if isinstance(node, _Documented):
                self._add_docstring(node, place)
            if isinstance(node, _FUNCTIONS) and _is_participle(node.name):
                self.participles.append(f"{place}:{node.lineno}: {node.name}")
        for name, line in _constants(tree):
            self.constants.append(f"{place}:{line}: {name}")

    def _add_docstring(
        self, node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, place: str
    ) -> None:
        docstring = ast.get_docstring(node)
        if docstring is None:
            return
        where = f"{place}:{getattr(node, 'lineno', 1)}"
        words = re.findall(r"[\w'-]+", docstring)
        self.docstring_words += len(words)
        self.whats += [f"{where}: what"] * sum(word.lower() == "what" for word in words)
        self.ruled_out += [f"{where}: {word}" for word in words if word.lower() in RULED_OUT]
        if isinstance(node, _FUNCTIONS):
            self.function_docstrings += 1
            if words and words[0] in QUESTION_WORDS:
                self.question_docstrings.append(f"{where}: {docstring.splitlines()[0]}")


def counts_of(paths: Iterator[Path] | list[Path]) -> StyleCounts:
    """Return the counts of modules."""
    counts = StyleCounts()
    for path in paths:
        counts.add(path)
    return counts


def modules_in(roots: tuple[str, ...]) -> list[Path]:
    """Return the Python modules below folders or files of the project, by path."""
    found = set()
    for root in roots:
        path = PROJECT / root
        found |= {path} if path.is_file() else set(path.rglob("*.py"))
    return sorted(found)


def full_folders(roots: tuple[str, ...]) -> list[str]:
    """Return the folders below the roots that hold more modules than a reader can know, with their number."""
    numbers: dict[Path, int] = {}
    for path in modules_in(roots):
        if path.name != "__init__.py":
            numbers[path.parent] = numbers.get(path.parent, 0) + 1
    return [f"{folder}: {number} modules" for folder, number in sorted(numbers.items()) if number > MODULES_IN_A_FOLDER]


def _is_participle(name: str) -> bool:
    bare = name.lstrip("_")
    return bare not in _NO_PARTICIPLES and _PARTICIPLE.fullmatch(bare) is not None


def _constants(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        names = [name for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
        yield from ((name.id, node.lineno) for name in names if re.fullmatch(r"_?[A-Z][A-Z0-9_]*", name.id))


def main(arguments: list[str]) -> None:
    """Print the counts of the named folders and modules, or of the whole project, and each place."""
    counts = counts_of(modules_in(tuple(arguments) or ROOTS))
    for places in (counts.question_docstrings, counts.whats, counts.ruled_out, counts.participles, counts.constants):
        print(*places, sep="\n")
    print(
        f"{counts.question_share:.1%} of {counts.function_docstrings} function docstrings begin with a question word; "
        f"{counts.whats_per_1000_words:.1f} 'what' per 1,000 docstring words; "
        f"{len(counts.ruled_out)} words of docstrings that the glossary rules out; "
        f"{len(counts.participles)} functions named by a participle; "
        f"{counts.constants_per_100_lines:.2f} module constants per 100 lines."
    )


if __name__ == "__main__":
    main(sys.argv[1:])
