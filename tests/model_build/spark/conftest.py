"""The Spark session that the tests of the second engine share: starting one takes seconds."""

from collections.abc import Iterator

import pytest

from model_build.spark.engine import SparkEngine
from model_build.spark.session import has_java


@pytest.fixture(scope="session")
def spark_engine() -> Iterator[SparkEngine]:
    """Return the engine on two threads of this machine."""
    if not has_java():
        pytest.skip("Spark needs Java, and there is none on this machine")
    engine = SparkEngine()
    yield engine
    engine.session.stop()
