"""Coverage while tests by Hypothesis run, with a tracer that counts its pauses."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.coverage_pauses import MEASURED_EXAMPLES, pause_coverage, pytest_runtest_call


class Coverage:
    """Stands for pytest-cov's plugin and its controller; `started` while lines count."""

    def __init__(self) -> None:
        self.started = True
        self.cov_controller = self

    def pause(self) -> None:
        """Stop counting lines."""
        self.started = False

    def resume(self) -> None:
        """Count lines again."""
        self.started = True


def config_with(plugin: Coverage | None) -> pytest.Config:
    return cast("pytest.Config", SimpleNamespace(pluginmanager=SimpleNamespace(get_plugin=lambda _: plugin)))


def call(test: Any, plugin: Coverage | None) -> None:
    """Run a test as pytest does, with the hook around it."""
    item = cast("pytest.Item", SimpleNamespace(obj=test, config=config_with(plugin)))
    hook = pytest_runtest_call(item)
    next(hook)
    test()
    with pytest.raises(StopIteration):
        hook.send(None)


@pytest.mark.parametrize("plugin", [Coverage(), None])
def test_the_lines_of_the_first_examples_count_and_those_of_the_next_test_again(plugin: Coverage | None) -> None:
    counted = []

    @settings(max_examples=50, derandomize=True, database=None, phases=[Phase.generate])
    @given(st.integers())
    def sees_coverage(number: int) -> None:
        counted.append(plugin.started if plugin else True)

    call(sees_coverage, plugin)
    assert counted == [place < MEASURED_EXAMPLES or not plugin for place in range(50)]
    assert not plugin or plugin.started


def test_a_pause_within_a_pause_does_not_end_it() -> None:
    coverage = Coverage()
    with pause_coverage(config_with(coverage)):
        with pause_coverage(config_with(coverage)):
            assert not coverage.started
        assert not coverage.started
    assert coverage.started
