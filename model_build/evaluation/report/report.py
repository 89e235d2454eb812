"""All results of an evaluation, and the same as JSON for programs."""

import importlib.metadata
import json
import math
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from model_build.evaluation.results import Results
from model_build.evaluation.titles.title_search import SuggestionResults


@dataclass(frozen=True, slots=True)
class Report:
    """The results of an evaluation, and the versions of the libraries.

    Attributes:
        results: Results of the recommendations.
        suggestions: Results of the title search.
        notice: Sentence that the dataset's makers require wherever its data is shown; empty where they require none.
        versions: Versions of Python and of the libraries that the figures depend on, by name.
    """

    results: Results
    suggestions: SuggestionResults
    notice: str
    versions: Mapping[str, str]


def installed_versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that the figures depend on, by name."""
    libraries = ("implicit", "lightgbm", "numpy", "pandas", "rapidfuzz", "scipy")
    return {"Python": platform.python_version()} | {name: importlib.metadata.version(name) for name in libraries}


def as_json(report: Report) -> str:
    """Return a report as JSON: the fields of its dataclasses by name; null where a figure is unknown or infinite."""
    return json.dumps(_finite(asdict(report)), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _finite(value: Any) -> Any:
    """Return the value with None for each number that JSON can't express."""
    if isinstance(value, Mapping):
        return {key: _finite(member) for key, member in value.items()}
    if isinstance(value, list | tuple | range):
        return [_finite(element) for element in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
