"""All that an evaluation found, and the same as JSON for programs."""

import importlib.metadata
import json
import math
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from model_build.evaluation.results import Results
from model_build.evaluation.titles.title_search import SuggestionResults

# What the figures depend on.
_LIBRARIES = ("implicit", "lightgbm", "numpy", "pandas", "rapidfuzz", "scipy")


@dataclass(frozen=True, slots=True)
class Report:
    """What an evaluation found, and with what.

    Attributes:
        results: Of the recommendations.
        suggestions: Of the search for titles.
        notice: What the dataset's makers want said wherever its data is shown; empty where there is nothing.
        versions: Of Python and of the libraries that the figures depend on, by name.
    """

    results: Results
    suggestions: SuggestionResults
    notice: str
    versions: Mapping[str, str]


def installed_versions() -> dict[str, str]:
    """The versions of Python and of the libraries that the figures depend on, by name."""
    return {"Python": platform.python_version()} | {name: importlib.metadata.version(name) for name in _LIBRARIES}


def as_json(report: Report) -> str:
    """A report as JSON: the fields of its dataclasses by name; null where a figure is unknown or infinite."""
    return json.dumps(_finite(asdict(report)), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _finite(value: Any) -> Any:
    """The same with None for what JSON has no number for."""
    if isinstance(value, Mapping):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple | range):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
