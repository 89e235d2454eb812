"""Common title prefixes and the titles that are stored for them."""

from dataclasses import replace

import pytest

from model_build.write import title_prefixes
from model_build.write.title_prefixes import TITLE_PREFIXES, common_title_prefixes
from shelftalker.model.format import MODEL_FORMAT


def works_by_prefix(keys: list[tuple[str, int]], titles: list[str]) -> dict[str, list[int]]:
    works: dict[str, list[int]] = {}
    for prefix, work in common_title_prefixes(keys, titles):
        works.setdefault(prefix, []).append(work)
    return works


def test_prefixes_of_many_titles_alone_are_stored_with_their_most_read_titles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(title_prefixes, "TITLE_PREFIXES", replace(TITLE_PREFIXES, max_unstored_titles=2))
    titles = ["Dune", "Emma", "Dubliners", "Dracula", "Duty", "Evil"]
    keys = sorted((title.lower(), work) for work, title in enumerate(titles))
    assert works_by_prefix(keys, titles) == {"d": [0, 2, 3, 4], "du": [0, 2, 4]}


def test_a_work_with_several_titles_of_one_prefix_is_stored_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(title_prefixes, "TITLE_PREFIXES", replace(TITLE_PREFIXES, max_unstored_titles=1))
    assert works_by_prefix([("dune", 0), ("dune chronicles", 0)], ["Dune"])["dune"] == [0]


def test_prefixes_of_articles_have_the_titles_with_an_article_and_those_that_begin_with_the_letters() -> None:
    titles = ["The Hobbit", "Therapy", "A Room", "Tea"]
    keys = [("hobbit", 0), ("room", 2), ("tea", 3), ("therapy", 1)]
    assert works_by_prefix(keys, titles) == {
        "a": [2], "a ": [2], "t": [0, 1, 3], "th": [0, 1], "the": [0, 1], "the ": [0],
    }  # fmt: skip


def test_no_more_titles_are_stored_for_a_prefix_than_the_format_has_room_for() -> None:
    keys = [(f"the{number:05}", number) for number in range(1500)]
    titles = [f"The {number}" for number in range(1500)]
    assert all(
        works == list(range(MODEL_FORMAT.books_per_title_prefix)) for works in works_by_prefix(keys, titles).values()
    )
