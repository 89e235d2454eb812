"""Pauses of the measurement of coverage, which doubles the time of tests that run the same lines many times.

The tracer of coverage.py costs as much at the hundredth time of a line as at the first. So the lines of generated
examples count for the first of them alone; a test that only repeats what others measure has the marker `no_cover`.
"""

import functools
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest

# Examples of a test by Hypothesis whose lines count, of 100 in most tests.
MEASURED_EXAMPLES = 20


@contextmanager
def pause_coverage(config: pytest.Config) -> Iterator[None]:
    """Run a `with` block whose lines do not count."""
    coverage = _running_coverage(config)
    if coverage:
        coverage.pause()
    try:
        yield
    finally:
        if coverage:
            coverage.resume()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Pause coverage after the first examples of a test by Hypothesis, and resume it at the end of the test."""
    # https://hypothesis.readthedocs.io/en/latest/extensions.html: `inner_test` is there to be replaced.
    hypothesis = getattr(getattr(item, "obj", None), "hypothesis", None)
    coverage = _running_coverage(item.config)
    if not hypothesis or not coverage:
        return (yield)
    inner_test, examples = hypothesis.inner_test, count()

    @functools.wraps(inner_test)
    def measure_first(*arguments: Any, **keywords: Any) -> Any:
        if next(examples) == MEASURED_EXAMPLES:
            coverage.pause()
        return inner_test(*arguments, **keywords)

    hypothesis.inner_test = measure_first
    try:
        return (yield)
    finally:
        hypothesis.inner_test = inner_test
        if not coverage.started:
            coverage.resume()


def _running_coverage(config: pytest.Config) -> Any:
    """Return pytest-cov's controller of coverage.py, or None where nothing is measured at the moment."""
    controller = getattr(config.pluginmanager.get_plugin("_cov"), "cov_controller", None)
    return controller if controller and controller.started else None
