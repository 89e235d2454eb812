"""Tests of entity tags."""

import pytest

from shelftalker.api.caching import entity_tag, is_unchanged

TAG = entity_tag("2026-11-30", "7")


def test_a_tag_is_of_all_versions_in_characters_that_a_tag_may_have() -> None:
    assert TAG == '"2026-11-30-7"'
    assert entity_tag('a "b"\n\u00e4', "$LATEST") == '"a__b___-$LATEST"'


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (TAG, True),
        (f"W/{TAG}", True),
        (f'"other", {TAG}', True),
        (f'"a,b",W/{TAG} , "c"', True),
        (" * ", True),
        ("", False),
        ('"other"', False),
        (TAG.strip('"'), False),
        (f"{TAG} and more", False),
        (f'"{TAG}', False),
        (TAG.upper().replace("2026", "2027"), False),
    ],
)
def test_a_tag_is_found_among_those_of_the_caller(given: str, expected: bool) -> None:
    assert is_unchanged({"if-none-match": given}, TAG) is expected


def test_a_caller_without_tags_gets_the_answer() -> None:
    assert not is_unchanged({}, TAG)


def test_a_long_header_is_compared_in_little_time() -> None:
    assert not is_unchanged({"if-none-match": '"a",' * 2000 + '"'}, TAG)
    assert not is_unchanged({"if-none-match": "W/" * 4000 + " " * 4000}, TAG)
