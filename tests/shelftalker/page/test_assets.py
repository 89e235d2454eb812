"""Tests of the files that the page loads."""

import re

import pytest

from shelftalker.page.assets import FILES, asset, find_asset

NAMES = ["answers.js", "icon.svg", "page.css", "type_ahead.js"]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_served_under_a_name_with_the_hash_of_its_content(name: str) -> None:
    served = asset(name)
    stem, _, suffix = name.partition(".")

    assert re.fullmatch(rf"{stem}\.[0-9a-f]{{10}}\.{suffix}", served.name)
    assert served.text == (FILES / name).read_text(encoding="utf-8")
    assert served.path == f"assets/{served.name}"
    assert find_asset(served.name) == served


def test_browsers_learn_the_kinds_of_the_files() -> None:
    assert [asset(name).content_type for name in NAMES] == [
        "text/javascript; charset=utf-8", "image/svg+xml", "text/css; charset=utf-8", "text/javascript; charset=utf-8"
    ]  # fmt: skip


def test_a_page_of_another_version_gets_the_file_of_this_one() -> None:
    assert find_asset("page.0000000000.css") == asset("page.css")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "page",
        "page.css",
        "page.0.js",
        "../page.0.css",
        "page.0.html",
        "__init__.0.py",
        "..0.css",
        ".css",
        "page..css",
    ],
)
def test_no_other_name_is_a_file(name: str) -> None:
    assert find_asset(name) is None


def test_the_files_are_those_that_the_page_names_and_none_comes_from_elsewhere() -> None:
    frame = (FILES / "page.html").read_text(encoding="utf-8")

    assert sorted(path.name for path in FILES.iterdir()) == sorted([*NAMES, "page.html"])
    for text in (frame, *(asset(name).text for name in NAMES)):
        assert re.findall(r"https?://(?!www\.w3\.org/)", text) == []
