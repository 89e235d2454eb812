"""The project within the limits of its style, as CONTRIBUTING has them."""

import re

import pytest

from tests.style_counts import PROJECT, ROOTS, RULED_OUT, counts_of, full_folders, modules_in

CODE = tuple(root for root in ROOTS if root != "tests")


@pytest.mark.parametrize("roots", [CODE, ("tests",)], ids=["code", "tests"])
def test_docstrings_and_names_are_plain(roots: tuple[str, ...]) -> None:
    counts = counts_of(modules_in(roots))

    assert counts.function_docstrings > 0
    assert counts.question_share < 0.03, counts.question_docstrings
    assert counts.whats_per_1000_words < 2, counts.whats
    assert counts.ruled_out == []
    assert counts.participles == []


def test_numbers_stand_in_configs_instead_of_module_constants() -> None:
    counts = counts_of(modules_in(CODE))

    assert counts.constants_per_100_lines < 1.5, counts.constants


def test_no_folder_has_more_modules_than_a_reader_can_know() -> None:
    assert full_folders(CODE) == []


def test_contributing_names_the_limits() -> None:
    contributing = (PROJECT / ".github/CONTRIBUTING.md").read_text(encoding="utf-8")

    glossary = contributing.partition("## Glossary")[2]
    assert [word for word in RULED_OUT if word.removesuffix("s") not in glossary] == []
    for limit in ("3%", "2 per 1,000 words", "1.5 per 100 lines", "21"):
        assert re.search(rf"\| {re.escape(limit)} \|", contributing)
