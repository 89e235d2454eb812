"""Titles that begin with something very many begin with."""

import pytest

from model_build.write import title_prefixes as beginnings
from model_build.write.title_prefixes import common_beginnings
from shelftalker.model.format import MODEL_FORMAT


def stored(keys: list[tuple[str, int]], titles: list[str]) -> dict[str, list[int]]:
    works: dict[str, list[int]] = {}
    for prefix, work in common_beginnings(keys, titles):
        works.setdefault(prefix, []).append(work)
    return works


def test_only_beginnings_of_many_titles_are_stored_with_their_most_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginnings, "_TITLES_SORTED_WHEN_ASKED", 2)
    titles = ["Dune", "Emma", "Dubliners", "Dracula", "Duty", "Evil"]
    keys = sorted((title.lower(), work) for work, title in enumerate(titles))
    assert stored(keys, titles) == {"d": [0, 2, 3, 4], "du": [0, 2, 4]}


def test_a_work_with_several_titles_that_begin_so_is_stored_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginnings, "_TITLES_SORTED_WHEN_ASKED", 1)
    assert stored([("dune", 0), ("dune chronicles", 0)], ["Dune"])["dune"] == [0]


def test_beginnings_of_articles_have_the_titles_with_them_and_those_that_begin_so() -> None:
    titles = ["The Hobbit", "Therapy", "A Room", "Tea"]
    keys = [("hobbit", 0), ("room", 2), ("tea", 3), ("therapy", 1)]
    assert stored(keys, titles) == {
        "a": [2], "a ": [2], "t": [0, 1, 3], "th": [0, 1], "the": [0, 1], "the ": [0],
    }  # fmt: skip


def test_no_more_are_stored_than_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [(f"the{number:05}", number) for number in range(1500)]
    titles = [f"The {number}" for number in range(1500)]
    assert all(works == list(range(MODEL_FORMAT.books_per_title_prefix)) for works in stored(keys, titles).values())
