"""Tests of the description of the API."""

import json
import re
from typing import Any

from shelftalker.api.openapi import description
from shelftalker.api.service import CONFIG
from shelftalker.recommend.recommender import RECOMMENDER
from shelftalker.search.type_ahead import TYPE_AHEAD


def references(part: object) -> set[str]:
    """Return the references in a part of the description."""
    if isinstance(part, dict):
        own = {part["$ref"]} if "$ref" in part else set()
        return own.union(*map(references, part.values()))
    return set().union(*map(references, part)) if isinstance(part, list) else set()


def resolve(described: dict[str, Any], reference: str) -> object:
    """Return the part that a reference names; KeyError where there is none."""
    part: Any = described
    for name in reference.removeprefix("#/").split("/"):
        part = part[name]
    return part


def test_it_is_of_openapi_3_1_and_plain_json() -> None:
    described = description()

    assert re.fullmatch(r"3\.1\.\d+", described["openapi"])
    assert json.loads(json.dumps(described)) == described


def test_each_reference_names_a_part_and_each_part_is_named() -> None:
    described = description()
    named = references(described)
    components = described["components"]
    parts = {f"#/components/{kind}/{name}" for kind in ("schemas", "headers") for name in components[kind]}

    assert named == parts
    assert all(resolve(described, each) for each in named)


def test_it_has_the_numbers_of_the_answers() -> None:
    described = description()
    [_, limit] = described["paths"]["/search"]["get"]["parameters"]

    assert limit["schema"]["maximum"] == CONFIG.search_limit == TYPE_AHEAD.completions
    recommendations = described["components"]["schemas"]["Recommendations"]["properties"]["recommendations"]
    assert recommendations["maxItems"] == RECOMMENDER.recommendations
